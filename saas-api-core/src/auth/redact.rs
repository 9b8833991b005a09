//! Finds a secret in text that comes from outside, in whatever spelling it comes back.

const MARK: &str = "[redacted]";

/// The text with each occurrence of the secret replaced.
///
/// Servers and proxies echo what they were sent: as it is, percent-encoded in a URL, escaped in JSON or a debug output,
/// or with entities in an error page. Each character may be spelled in its own way, so each is compared alone.
pub(crate) fn scrub(text: &str, secret: &str) -> String {
    // How often a backslash is doubled depends on who escaped it: it is not compared.
    let letters: Vec<char> = secret.chars().filter(|letter| *letter != '\\').collect();
    if letters.is_empty() {
        return if secret.is_empty() { text.to_owned() } else { text.replace(secret, MARK) };
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if let Some(after) = after_all(rest, &letters) {
            clean.push_str(MARK);
            rest = after;
        } else {
            clean.push(next);
            rest = rest.strip_prefix(next).unwrap_or_default();
        }
    }
    clean
}

fn after_all<'t>(text: &'t str, letters: &[char]) -> Option<&'t str> {
    letters.iter().try_fold(text, |rest, letter| after(rest, *letter))
}

/// What follows the letter, when the text begins with it in any spelling.
fn after(text: &str, letter: char) -> Option<&str> {
    let mut bare = text;
    while let Some(rest) = bare.strip_prefix('\\').or_else(|| percent(bare, '\\')) {
        bare = rest;
    }
    let escaped = bare.len() < text.len();
    (escaped.then(|| unicode(bare, letter)).flatten())
        .or_else(|| entity(text, letter))
        .or_else(|| percent(text, letter))
        .or_else(|| bare.strip_prefix(letter))
}

/// `u0026`, after a backslash.
fn unicode(text: &str, letter: char) -> Option<&str> {
    let (digits, rest) = text.strip_prefix('u')?.split_at_checked(4)?;
    is_number(digits, 16, letter).then_some(rest)
}

/// `&amp;`, `&#38;` or `&#x26;`.
fn entity(text: &str, letter: char) -> Option<&str> {
    let (name, rest) = text.strip_prefix('&')?.split_once(';')?;
    let named = match name {
        "amp" => letter == '&',
        "apos" => letter == '\'',
        "gt" => letter == '>',
        "lt" => letter == '<',
        "quot" => letter == '"',
        _ => name.strip_prefix('#').is_some_and(|number| {
            let hex = number.strip_prefix(['x', 'X']);
            hex.map_or_else(|| is_number(number, 10, letter), |hex| is_number(hex, 16, letter))
        }),
    };
    named.then_some(rest)
}

/// `%26`, in either case; `%2526` when it was encoded twice.
fn percent(text: &str, letter: char) -> Option<&str> {
    let mut rest = text;
    let mut buffer = [0; 4];
    for byte in letter.encode_utf8(&mut buffer).bytes() {
        let wanted = |pair: &str| u8::from_str_radix(pair, 16).is_ok_and(|value| value == byte);
        let (mut pair, mut after) = rest.strip_prefix('%')?.split_at_checked(2)?;
        while !wanted(pair) && pair == "25" {
            (pair, after) = after.split_at_checked(2)?;
        }
        if !wanted(pair) {
            return None;
        }
        rest = after;
    }
    Some(rest)
}

fn is_number(digits: &str, radix: u32, letter: char) -> bool {
    u32::from_str_radix(digits, radix).is_ok_and(|number| number == u32::from(letter))
}

#[cfg(test)]
mod tests {
    use super::scrub;

    #[test]
    fn every_spelling_of_the_secret_is_cut_out() {
        for spelled in [
            "a&b/'\"é%+",
            "a%26b%2F%27%22%C3%A9%25%2B",
            "a%26b%2f%27%22%c3%a9%25%2b",
            "a%2526b%252f'\"é%25+",
            "a&amp;b/&#39;&quot;é%+",
            "a&#x26;b&#x2F;&apos;&#34;é%+",
            r#"a\u0026b\/'\"\u00e9%+"#,
            r#"a&b\\/\\'\\\"é%+"#,
        ] {
            let text = format!("<{spelled}{spelled}> a&b/ {spelled}");
            assert_eq!(scrub(&text, "a&b/'\"é%+"), "<[redacted][redacted]> a&b/ [redacted]", "{spelled}");
        }
    }

    #[test]
    fn backslashes_of_a_secret_do_not_hide_it() {
        for text in [r"x\y", r"x\\y", r"x\\\\y", "x%5Cy", "x%5cy"] {
            assert_eq!(scrub(text, r"x\y"), "[redacted]");
        }
        assert_eq!(scrub(r"a\\b", r"\\"), "a[redacted]b");
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in
            ["", "key", "ke%7", "%", "%2", "&", "&;", "&#;", "&#x;", "\\", "\\u", "\\u00", "日本 \\u65e5 &amp; %E6"]
        {
            assert_eq!(scrub(text, "key1"), text);
            assert_eq!(scrub(text, ""), text);
        }
    }
}
