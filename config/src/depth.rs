//! How deep inline tables and lists stand in each other.

/// Deeper than any file that a person writes. What reads TOML has limits of its own, but for each key and for each pair of
/// braces alone: together they let a file end the process.
const MOST: usize = 8;

/// Whether brackets or braces, outside of texts and comments, stand too deep in each other.
pub(crate) fn is_too_deep(text: &str) -> bool {
    let (mut rest, mut depth) = (text, 0_usize);
    while let Some(sign) = rest.chars().next() {
        match sign {
            '{' | '[' => depth = depth.saturating_add(1),
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST {
            return true;
        }
        rest = match sign {
            '#' => after(rest, "#", "\n", false),
            '"' if rest.starts_with("\"\"\"") => after(rest, "\"\"\"", "\"\"\"", true),
            '"' => after(rest, "\"", "\"", true),
            '\'' if rest.starts_with("'''") => after(rest, "'''", "'''", false),
            '\'' => after(rest, "'", "'", false),
            _ => rest.get(sign.len_utf8()..).unwrap_or_default(),
        };
    }
    false
}

/// What follows a text or a comment. One that should end in its line, and does not, ends with the line.
fn after<'a>(text: &'a str, open: &str, close: &str, has_escapes: bool) -> &'a str {
    let mut rest = text.strip_prefix(open).unwrap_or_default();
    while let Some(sign) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix(close) {
            return after;
        }
        if sign == '\n' && close.len() == 1 {
            return rest;
        }
        let escaped = if sign == '\\' && has_escapes { rest.chars().nth(1).map_or(0, char::len_utf8) } else { 0 };
        rest = rest.get(sign.len_utf8().saturating_add(escaped)..).unwrap_or_default();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_in_each_other_counts() {
        let deep = "{".repeat(9);
        for (text, is_deep) in [
            (deep.clone(), true),
            ("[{".repeat(5), true),
            (format!("a = '{deep}'"), false),
            (format!("a = \"\\\"{deep}\""), false),
            (format!("a = '''\n{deep}'''"), false),
            (format!("a = \"\"\"\n\\\"\"\"{deep}\"\"\""), false),
            (format!("# {deep}\n"), false),
            (format!("# \n{deep}"), true),
            (format!("a = '\n{deep}"), true),
            (format!("a = '日本' {deep}"), true),
            ("{}[]".repeat(1_000), false),
        ] {
            assert_eq!(is_too_deep(&text), is_deep, "{text}");
        }
    }
}
