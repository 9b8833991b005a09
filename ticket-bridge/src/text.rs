//! The characters of outside text: which may stay, which belong together, and where a text may be cut.

/// The longest title. Backlog's summaries are said to have 255 characters at most, which is not confirmed.
pub(crate) const TITLE_LIMIT: usize = 255;

/// No writing that people use stacks more marks on one character. Longer stacks cover the lines around them.
const MOST_MARKS: usize = 8;

/// A zero-width joiner: it makes one sign of two.
const JOINER: char = '\u{200d}';

/// The text without what does not show or shows as something else.
///
/// Whatever ends a line anywhere becomes `line_end`, other control characters a blank. Characters without a width and
/// those that turn the direction of writing are dropped, but for one joiner or selector after a character that may need
/// it: emoji and kanji do.
pub(crate) fn clean(text: &str, line_end: char) -> String {
    let mut clean = String::with_capacity(text.len());
    let (mut last, mut marks) = (' ', 0_usize);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let kept = match char {
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => line_end,
            char if char.is_control() => ' ',
            char if is_selector(char) && !last.is_ascii() && !is_selector(last) => char,
            char if is_selector(char) || is_hidden(char) => continue,
            char => char,
        };
        marks = if is_mark(kept) { marks.saturating_add(1) } else { 0 };
        if marks <= MOST_MARKS {
            clean.push(kept);
            last = kept;
        }
    }
    clean
}

/// The text on one line.
pub(crate) fn one_line(text: &str) -> String {
    clean(text, ' ').trim().to_owned()
}

/// The text's lines without blanks at their ends, and no more than one empty line in a row.
pub(crate) fn lines(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let clean = clean(text, '\n');
    for line in clean.lines().map(str::trim_end) {
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n").trim_end().to_owned()
}

/// The text, or as much of it as has room, with a sign of what is missing. Room is counted in UTF-16 units: no service
/// that counts characters counts more.
pub(crate) fn cut(text: &str, room: usize) -> String {
    let mut cut = Cut::new(room);
    for char in text.chars() {
        if !cut.push(char, [char]) {
            break;
        }
    }
    cut.finish()
}

/// A text that grows until there is no room left.
///
/// It is cut between two characters of the source: never within the spelling of one, nor between one and the marks and
/// joiners that make a single sign of it.
#[derive(Debug)]
pub(crate) struct Cut {
    out: String,
    room: usize,
    used: usize,
    /// Where the last whole sign ends after which the ellipsis has room, and the last character.
    sign_end: usize,
    char_end: usize,
    last: Option<char>,
    /// How many letters of a flag stand in a row: two make one.
    flag_letters: usize,
}

/// A sign that is longer, in bytes, is none: it is cut like any text.
const LONGEST_SIGN: usize = 256;

impl Cut {
    pub(crate) fn new(room: usize) -> Self {
        Self { out: String::new(), room, used: 0, sign_end: 0, char_end: 0, last: None, flag_letters: 0 }
    }

    /// Adds a character as it is spelled; says whether there may be room for more.
    pub(crate) fn push(&mut self, source: char, spelled: impl IntoIterator<Item = char>) -> bool {
        if self.used < self.room {
            self.char_end = self.out.len();
            if !self.joins(source) {
                self.sign_end = self.out.len();
            }
        }
        self.flag_letters = if is_flag_letter(source) { self.flag_letters.saturating_add(1) } else { 0 };
        self.last = Some(source);
        for char in spelled {
            self.out.push(char);
            self.used = self.used.saturating_add(char.len_utf16());
        }
        self.used <= self.room
    }

    pub(crate) fn finish(mut self) -> String {
        if self.used <= self.room {
            return self.out;
        }
        let is_sign = self.char_end.saturating_sub(self.sign_end) <= LONGEST_SIGN;
        self.out.truncate(if is_sign { self.sign_end } else { self.char_end });
        if self.room > 0 {
            self.out.push('…');
        }
        self.out
    }

    /// Whether the character makes one sign with the one before it.
    fn joins(&self, char: char) -> bool {
        let second_of_flag = is_flag_letter(char) && self.flag_letters % 2 == 1;
        is_mark(char) || is_selector(char) || self.last == Some(JOINER) || second_of_flag
    }
}

/// What has no width of its own and changes how the character before it looks.
fn is_selector(char: char) -> bool {
    matches!(char, '\u{200c}' | JOINER | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// What does not show, and what turns the direction of writing: the default ignorable characters of Unicode but for
/// [selectors](is_selector), annotation marks, and what is no character.
fn is_hidden(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{fffe}' | '\u{ffff}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The marks of the common scripts that stand on or under the character before them, and the skin tones of emoji.
fn is_mark(char: char) -> bool {
    matches!(char,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{900}'..='\u{903}'
        | '\u{93a}'..='\u{93c}' | '\u{93e}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
        | '\u{1161}'..='\u{11ff}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}' | '\u{fe20}'..='\u{fe2f}' | '\u{ff9e}' | '\u{ff9f}'
        | '\u{1f3fb}'..='\u{1f3ff}')
}

fn is_flag_letter(char: char) -> bool {
    matches!(char, '\u{1f1e6}'..='\u{1f1ff}')
}

#[cfg(test)]
mod tests {
    use super::{clean, cut, lines};

    #[test]
    fn every_end_of_a_line_is_one() {
        assert_eq!(clean("a\r\nb\rc\u{b}d\u{c}e\u{85}f\u{2028}g\u{2029}h", '\n'), "a\nb\nc\nd\ne\nf\ng\nh");
        assert_eq!(lines("\n\na  \n \n\t\n b\n\n"), "a\n\n b");
    }

    #[test]
    fn what_does_not_show_is_gone_and_what_makes_a_sign_stays() {
        assert_eq!(clean("a\u{200b}b\u{202e}c\u{feff}d\u{e0041}e\u{ad}f\0g", ' '), "abcdef g");
        assert_eq!(clean("👩\u{200d}💻 ❤\u{fe0f} 葛\u{e0100}", ' '), "👩\u{200d}💻 ❤\u{fe0f} 葛\u{e0100}");
        assert_eq!(clean("a\u{200d}b\u{fe0f} 葛\u{e0100}\u{e0101}\u{e0102}", ' '), "ab 葛\u{e0100}");
        assert_eq!(clean(&format!("e{}x", "\u{301}".repeat(500)), ' '), format!("e{}x", "\u{301}".repeat(8)));
    }

    #[test]
    fn a_cut_leaves_signs_whole() {
        assert_eq!(cut("abcd", 4), "abcd");
        assert_eq!(cut("abcde", 4), "abc…");
        assert_eq!(cut("abe\u{301}de", 4), "ab…");
        assert_eq!(cut("が\u{3099}きく", 2), "…");
        assert_eq!(cut("ab🇯🇵🇫🇷", 7), "ab🇯🇵…");
        assert_eq!(cut("ab👩\u{200d}💻cd", 6), "ab…");
        assert_eq!(cut("ab👩\u{200d}💻cd", 9), "ab👩\u{200d}💻cd");
        assert_eq!(cut("abc", 0), "");
        // A sign without an end is text.
        let endless = "👩\u{200d}".repeat(400);
        assert_eq!(cut(&endless, 601).chars().count(), 401);
    }
}
