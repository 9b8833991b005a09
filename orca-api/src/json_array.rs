//! Splits a JSON array that comes in pieces into its elements, with no more of it in memory than one element.

/// Where the reading is in an array.
#[derive(Debug)]
pub(crate) struct Splitter {
    place: Place,
    /// The element under way.
    element: Vec<u8>,
    /// The most bytes that an element may have.
    most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the opening bracket.
    Start,
    /// Before an element; the first one may be missing.
    Before { first: bool },
    /// Within one, so many brackets deep.
    Within { depth: usize, text: Text },
    /// After one.
    After,
    /// After the closing bracket.
    End,
}

/// Whether the reading is in a text, where brackets and commas mean nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Text {
    Out,
    In,
    /// After a backslash.
    Escaped,
}

/// What a piece held.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// One whole element. It may be no JSON all the same.
    Element(Vec<u8>),
    /// The piece is used up.
    More,
    /// The array is over.
    End,
}

/// Why this is no array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It begins, goes on or ends with something else.
    NoArray,
    /// An element is larger than allowed.
    TooLarge,
}

impl Splitter {
    pub(crate) fn new(most: usize) -> Self {
        Self { place: Place::Start, element: Vec::new(), most }
    }

    /// Reads on, up to the end of the next element. Takes what it read off the piece.
    pub(crate) fn step(&mut self, piece: &mut &[u8]) -> Result<Step, Broken> {
        while let Some((&byte, rest)) = piece.split_first() {
            let is_space = matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
            match self.place {
                Place::Start if byte == b'[' => self.place = Place::Before { first: true },
                Place::Before { first: true } | Place::After if byte == b']' => self.place = Place::End,
                Place::After if byte == b',' => self.place = Place::Before { first: false },
                Place::Start | Place::Before { .. } | Place::After | Place::End if is_space => {}
                Place::Before { .. } if !matches!(byte, b',' | b']' | b'}') => {
                    self.place = Place::Within { depth: 0, text: Text::Out };
                    continue;
                }
                Place::Within { depth: 0, text: Text::Out } if is_space || matches!(byte, b',' | b']') => {
                    self.place = Place::After;
                    return Ok(Step::Element(std::mem::take(&mut self.element)));
                }
                Place::Within { depth, text } => {
                    if self.element.len() >= self.most {
                        return Err(Broken::TooLarge);
                    }
                    self.element.push(byte);
                    self.place = within(depth, text, byte).ok_or(Broken::NoArray)?;
                }
                Place::Start | Place::Before { .. } | Place::After | Place::End => return Err(Broken::NoArray),
            }
            *piece = rest;
        }
        Ok(if self.place == Place::End { Step::End } else { Step::More })
    }
}

/// The place after a byte of an element; none where it closes what was not opened.
fn within(depth: usize, text: Text, byte: u8) -> Option<Place> {
    let (depth, text) = match (text, byte) {
        (Text::In, b'\\') => (depth, Text::Escaped),
        (Text::In, b'"') => (depth, Text::Out),
        (Text::Out, b'{' | b'[') => (depth.checked_add(1)?, Text::Out),
        (Text::Out, b'}' | b']') => (depth.checked_sub(1)?, Text::Out),
        (Text::Out, other) if other != b'"' => (depth, Text::Out),
        _ => (depth, Text::In),
    };
    Some(Place::Within { depth, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    struct Random(u64);

    impl Random {
        fn below(&mut self, bound: u64) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (mixed ^ (mixed >> 31)) % bound
        }

        fn value(&mut self, depth: u64) -> Value {
            let texts = ["", "]", "[{", "\\", "\"", "a\\\"]},{", "日本語🦀", "\n\u{1}", "\\\\\"", ","];
            match self.below(if depth == 0 { 5 } else { 7 }) {
                0 => Value::Null,
                1 => json!(self.below(2) == 0),
                2 => json!(-7.5e-3),
                3 => json!(self.below(1000)),
                4 => json!(texts[usize::try_from(self.below(10)).unwrap()]),
                5 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
                _ => Value::Object(
                    (0..self.below(4)).map(|key| (format!("k{key}}}\""), self.value(depth - 1))).collect(),
                ),
            }
        }
    }

    /// All elements, the text being cut at random places.
    fn split(text: &[u8], most: usize, random: &mut Random) -> Result<(Vec<Vec<u8>>, bool), Broken> {
        let (mut splitter, mut elements, mut rest, mut ended) = (Splitter::new(most), Vec::new(), text, false);
        while !rest.is_empty() {
            let cut = usize::try_from(random.below(9)).unwrap().min(rest.len());
            let (mut piece, after) = rest.split_at(cut);
            rest = after;
            loop {
                match splitter.step(&mut piece)? {
                    Step::Element(element) => elements.push(element),
                    Step::More => break,
                    Step::End => {
                        ended = true;
                        break;
                    }
                }
            }
        }
        Ok((elements, ended))
    }

    #[test]
    fn any_array_splits_into_its_elements_however_it_is_cut() {
        for seed in 0..2_000 {
            let mut random = Random(seed);
            let array: Vec<Value> = (0..random.below(8)).map(|_| random.value(3)).collect();
            let array = Value::Array(array);
            let text = if seed % 2 == 0 {
                array.to_string()
            } else {
                format!(" {} \n", serde_json::to_string_pretty(&array).unwrap())
            };
            let (elements, ended) = split(text.as_bytes(), usize::MAX, &mut random).unwrap();
            let read: Vec<Value> = elements.iter().map(|element| serde_json::from_slice(element).unwrap()).collect();
            assert_eq!((Value::Array(read), ended), (array, true), "{text}");
            // Cut off before its end it never ends.
            let end = text.trim_end().len();
            let cut = usize::try_from(random.below(u64::try_from(end).unwrap())).unwrap();
            assert!(
                matches!(split(&text.as_bytes()[..cut], usize::MAX, &mut random), Ok((_, false))),
                "{text} at {cut}"
            );
        }
    }

    #[test]
    fn what_is_no_array_is_told_and_a_bad_element_spoils_no_other() {
        let broken = |text: &str| split(text.as_bytes(), 64, &mut Random(1)).unwrap_err();
        for text in ["{}", "<html>", "[1,]", "[,1]", "[1 2]", "[1}", "[1]x", "[]]", "[}"] {
            assert_eq!(broken(text), Broken::NoArray, "{text}");
        }
        assert_eq!(broken(&format!("[1,\"{}\"]", "x".repeat(70))), Broken::TooLarge);
        let (elements, ended) = split(b"[{\"a\":},nul,3]", 64, &mut Random(1)).unwrap();
        assert_eq!((elements, ended), (vec![b"{\"a\":}".to_vec(), b"nul".to_vec(), b"3".to_vec()], true));
    }
}
