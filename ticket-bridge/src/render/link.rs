//! Links from outside: written out as what they are, or not as links.

use std::fmt::Write;

/// A longer address is shown as text.
const URL_LIMIT: usize = 2_000;

/// The address of a link, with nothing in it that a markup reads or that ends it early.
///
/// `None`: no `https`, a host that is not plainly one, or too long.
pub(super) fn safe(url: &str) -> Option<String> {
    let url = url.trim();
    let scheme = url.get(.."https://".len()).filter(|scheme| scheme.eq_ignore_ascii_case("https://"))?;
    let rest = url.get(scheme.len()..)?;
    let (host, path) = rest.split_at_checked(rest.find(['/', '?', '#']).unwrap_or(rest.len()))?;
    if !is_host(host) {
        return None;
    }
    let mut safe = format!("https://{host}");
    for (at, char) in path.char_indices() {
        let is_plain = char.is_ascii_alphanumeric() || "-._~/?#=&+,:!$".contains(char);
        let after = path.get(at..).unwrap_or_default();
        if is_plain || (char == '%' && is_encoded(after)) {
            safe.push(char);
        } else {
            let mut bytes = [0; 4];
            for byte in char.encode_utf8(&mut bytes).bytes() {
                // Writing to a String cannot fail.
                let _ = write!(safe, "%{byte:02X}");
            }
        }
    }
    Some(safe).filter(|safe| safe.len() <= URL_LIMIT)
}

/// A name and a port at most: no user before an `@`, and no letters that look like others.
fn is_host(host: &str) -> bool {
    host.starts_with(|char: char| char.is_ascii_alphanumeric())
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte))
}

fn is_encoded(text: &str) -> bool {
    let mut bytes = text.bytes().skip(1);
    let mut is_hex = || bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
    is_hex() && is_hex()
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_plain_address_stays_as_it_is() {
        for url in ["https://app.example", "https://app.example:8443/a_b/~c?d=e%2Fd&f=g#h=$252F", "https://a.example#x"]
        {
            assert_eq!(safe(url).as_deref(), Some(url));
        }
    }

    #[test]
    fn what_a_markup_reads_is_percent_encoded() {
        let signs = "https://a.example/ <>\"'`()[]{}|\\^*;@%%41\n日";
        let wanted = "https://a.example/%20%3C%3E%22%27%60%28%29%5B%5D%7B%7D%7C%5C%5E%2A%3B%40%25%41%0A%E6%97%A5";
        assert_eq!(safe(signs).as_deref(), Some(wanted));
    }

    #[test]
    fn anything_else_is_no_link() {
        let long = format!("https://a.example/{}", "a".repeat(2_000));
        let deceiving = "https://good.example@evil.example";
        for url in
            ["http://a.example", "javascript:x", "https://", "https:///a", deceiving, "https://аpple.example", &long]
        {
            assert_eq!(safe(url), None, "{url}");
        }
    }
}
