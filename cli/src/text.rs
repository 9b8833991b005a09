//! Text from outside on a terminal: nothing of it moves the cursor, hides, or turns the direction of writing.

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};
use std::fmt::Write as _;
use std::io;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// No writing stacks more marks on one sign: longer stacks cover the lines around them.
const MOST_CHARS: usize = 10;

/// An ideographic space is a common one in Japanese titles.
const WIDE_SPACE: char = '\u{3000}';

/// Joins emoji. Between two of them it does no harm.
const JOINER: char = '\u{200d}';

/// The text on one line. What would not show as itself is spelled, as in `\u{1b}` or `\n`.
pub(crate) fn inert(text: &str) -> String {
    let mut inert = String::with_capacity(text.len());
    for sign in text.graphemes(true) {
        let is_stack = sign.chars().count() > MOST_CHARS;
        let mut last = ' ';
        for char in sign.chars() {
            let joins = char == JOINER && !last.is_ascii() && !is_stack;
            if is_plain(char) && !(is_stack && last != ' ') || joins {
                inert.push(char);
            } else {
                spell(char, &mut inert);
            }
            last = char;
        }
    }
    inert
}

/// As [`inert`], but line ends stay: for texts of several lines.
pub(crate) fn inert_lines(text: &str) -> Vec<String> {
    text.lines().map(inert).collect()
}

/// How many columns a text takes. It has to be inert.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text, or as much of it as fits into so many columns, with a sign of what is missing. Signs stay whole.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = 0_usize;
    for sign in text.graphemes(true) {
        used = used.saturating_add(sign.width());
        if used.saturating_add(1) > columns {
            break;
        }
        cut.push_str(sign);
    }
    if columns > 0 {
        cut.push('…');
    }
    cut
}

/// Whether a character shows as itself. What is not assigned, not printable or has no shape of its own does not.
fn is_plain(char: char) -> bool {
    // The standard library knows what is printable; it spells quotes and backslashes too, and they are harmless.
    matches!(char, '\'' | '"' | '\\' | WIDE_SPACE) || is_mark(char) || char.escape_debug().len() == 1
}

/// A mark on the character before it: printable where it stands, and spelled by the standard library when it is alone.
fn is_mark(char: char) -> bool {
    let mut pair = String::from("a");
    pair.push(char);
    pair.escape_debug().eq(['a', char])
}

fn spell(char: char, out: &mut String) {
    match char {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        // Writing to a text cannot fail.
        char => _ = write!(out, "\\u{{{:x}}}", u32::from(char)),
    }
}

/// JSON in which each character shows as itself or is spelled as JSON spells it. It reads back the same.
pub(crate) fn json_line(value: &impl Serialize) -> io::Result<Vec<u8>> {
    written(value, Inert(CompactFormatter))
}

/// The same, indented.
pub(crate) fn json_pretty(value: &impl Serialize) -> io::Result<Vec<u8>> {
    written(value, Inert(PrettyFormatter::new()))
}

fn written<F: Formatter>(value: &impl Serialize, formatter: Inert<F>) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, formatter);
    value.serialize(&mut serializer)?;
    out.push(b'\n');
    Ok(out)
}

/// A form of JSON whose texts are inert.
struct Inert<F>(F);

impl<F: Formatter> Formatter for Inert<F> {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = String::with_capacity(fragment.len());
        for char in fragment.chars() {
            if is_plain(char) || char == JOINER {
                plain.push(char);
                continue;
            }
            for unit in char.encode_utf16(&mut [0; 2]) {
                _ = write!(plain, "\\u{unit:04x}");
            }
        }
        writer.write_all(plain.as_bytes())
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a\u{1b}[2Jb\u{9b}31mc\u{202e}d\ne\r\tf\u{7f}g\u{200b}h\u{2028}i\u{feff}j\u{e0041}k\u{ad}l";

    #[test]
    fn nothing_hostile_stays() {
        let shown = inert(HOSTILE);
        assert!(shown.chars().all(is_plain), "{shown:?}");
        assert_eq!(
            shown,
            "a\\u{1b}[2Jb\\u{9b}31mc\\u{202e}d\\ne\\r\\tf\\u{7f}g\\u{200b}h\\u{2028}i\\u{feff}j\\u{e0041}k\\u{ad}l"
        );
        let stacked = inert(&format!("e{}", "\u{301}".repeat(500)));
        assert_eq!(stacked.chars().filter(|char| *char == '\u{301}').count(), 0);
    }

    #[test]
    fn no_character_is_live_and_what_is_inert_stays_so() {
        for char in ('\0'..'\u{3100}').chain('\u{fe00}'..'\u{10000}').chain('\u{e0000}'..'\u{e0200}') {
            let shown = inert(&format!("公{char}b"));
            let is_live = |char: char| {
                char.is_control()
                    || matches!(char, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}')
                    || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
            };
            assert!(!shown.contains(is_live), "{char:?} {shown:?}");
            assert_eq!(inert(&shown), shown);
        }
    }

    #[test]
    fn what_people_write_stays() {
        for text in
            ["公開バケット　要対応", "が\u{3099}", "👩\u{200d}💻 ❤\u{fe0f} 葛\u{e0100}", "it's \"C:\\x\"", "Ünïcödé"]
        {
            assert_eq!(inert(text), text);
        }
    }

    #[test]
    fn a_cut_counts_columns_and_leaves_signs_whole() {
        assert_eq!(cut("公開バケット", 12), "公開バケット");
        assert_eq!(cut("公開バケット", 11), "公開バケッ…");
        assert_eq!(cut("公開バケット", 6), "公開…");
        assert_eq!(cut("abc", 2), "a…");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(cut("👩\u{200d}💻👩\u{200d}💻", 3), "👩\u{200d}💻…");
    }

    #[test]
    fn json_is_inert_and_reads_back_the_same() {
        for form in [json_line(&[HOSTILE]).unwrap(), json_pretty(&[HOSTILE]).unwrap()] {
            let text = String::from_utf8(form).unwrap();
            assert!(text.trim_end().chars().all(|char| is_plain(char) || char == '\n'), "{text:?}");
            assert_eq!(serde_json::from_str::<Vec<String>>(&text).unwrap(), [HOSTILE]);
        }
    }
}
