//! Cuts a message into several.

use super::part::Part;
use super::text::Text;

/// No box around a quotation has a longer frame, so that each piece has room for some text.
const SMALLEST: usize = 200;

/// A text is not begun where less than this is left of a piece.
const CRUMB: usize = 40;

pub(super) fn split(parts: &[Part], most: usize) -> Vec<Vec<Part>> {
    let most = most.max(SMALLEST);
    let mut pieces = Pieces::new(most, most);
    for part in parts {
        pieces.take(part);
    }
    let pieces = pieces.finish();
    pieces.into_iter().filter(|parts| !parts.iter().all(Part::is_blank)).collect()
}

struct Pieces {
    most: usize,
    /// What is left of the open piece.
    room: usize,
    open: Vec<Part>,
    done: Vec<Vec<Part>>,
}

impl Pieces {
    fn new(first: usize, most: usize) -> Self {
        Self { most, room: first, open: Vec::new(), done: Vec::new() }
    }

    fn finish(mut self) -> Vec<Vec<Part>> {
        self.close();
        self.done
    }

    fn close(&mut self) {
        self.done.push(std::mem::take(&mut self.open));
        self.room = self.most;
    }

    fn put(&mut self, part: Part) {
        self.room = self.room.saturating_sub(part.char_count());
        self.open.push(part);
    }

    /// Closes the open piece when there is too little room in it for something with this frame.
    fn make_room(&mut self, frame: usize) {
        if self.room < frame.saturating_add(CRUMB) && self.room < self.most {
            self.close();
        }
    }

    fn take(&mut self, part: &Part) {
        if part.char_count() <= self.room {
            return self.put(part.clone());
        }
        let frame = part.frame();
        match part {
            Part::Text(text) => self.take_text(text, frame, Part::Text),
            Part::Code(text) => self.take_text(text, frame, Part::Code),
            Part::Quote { account, time, text } => {
                self.take_text(text, frame, |text| Part::Quote { account: *account, time: *time, text });
            }
            Part::Info { title, body } => self.take_box(title, body, frame),
            Part::Url(link) if part.char_count() > self.most => self.take_text(&Text::piece(link), 0, Part::Text),
            Part::Url(_) | Part::Tag(_) | Part::Raw(_) => {
                self.close();
                self.put(part.clone());
            }
        }
    }

    fn take_text(&mut self, text: &Text, frame: usize, wrap: impl Fn(Text) -> Part) {
        let mut rest = text.as_str();
        self.make_room(frame);
        loop {
            let (head, tail) = cut(rest, self.room.saturating_sub(frame).max(1));
            self.put(wrap(Text::piece(head)));
            if tail.is_empty() {
                return;
            }
            self.close();
            rest = tail;
        }
    }

    fn take_box(&mut self, title: &Text, body: &[Part], frame: usize) {
        // A title that would fill the pieces by itself is text: it is said once, and may be cut.
        if title.as_str().chars().count() > self.most / 4 {
            let flat = Part::Info { title: title.clone(), body: body.to_vec() }.without_box();
            let untitled = Part::boxed(&Text::default(), flat);
            return self.take(&untitled);
        }
        self.make_room(frame);
        let mut inner = Pieces::new(self.room.saturating_sub(frame), self.most.saturating_sub(frame));
        for part in body {
            inner.take(part);
        }
        for (index, body) in inner.finish().into_iter().enumerate() {
            if index > 0 {
                self.close();
            }
            if !body.iter().all(Part::is_blank) {
                self.put(Part::Info { title: title.clone(), body });
            }
        }
    }
}

/// The first so many characters, or fewer up to a line break or blank in their second half; and the rest.
fn cut(text: &str, most: usize) -> (&str, &str) {
    let Some((end, _)) = text.char_indices().nth(most) else {
        return (text, "");
    };
    let (head, _) = text.split_at_checked(end).unwrap_or((text, ""));
    let half = text.char_indices().nth(most / 2).map_or(0, |(half, _)| half);
    let after_last = |wanted: fn(char) -> bool| {
        let (at, found) = head.char_indices().rfind(|(_, char)| wanted(*char))?;
        Some(at.saturating_add(found.len_utf8())).filter(|at| *at > half)
    };
    let at = after_last(|char| char == '\n').or_else(|| after_last(char::is_whitespace)).unwrap_or(end);
    text.split_at_checked(at).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn texts_are_cut_at_lines_then_words_then_characters() {
        assert_eq!(cut("one\ntwo three", 20), ("one\ntwo three", ""));
        assert_eq!(cut("one two\nthree four", 12), ("one two\n", "three four"));
        assert_eq!(cut("one two\nthree four", 17), ("one two\nthree ", "four"));
        assert_eq!(cut("検知しました。至急", 4), ("検知しま", "した。至急"));
        // A break near the beginning would leave most of the piece empty.
        assert_eq!(cut("a bcdefghijkl", 10), ("a bcdefghi", "jkl"));
    }
}
