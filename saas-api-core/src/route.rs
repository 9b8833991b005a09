//! Route templates and the paths made from them.

use crate::error::{Error, Result};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Puts the arguments into the template's `{places}`, each as exactly one path segment.
///
/// An id with `/`, `#`, `?`, `%` or `..` must not reach another endpoint. `.` and `..` cannot be saved by encoding: URL
/// parsers read `%2E%2E` as `..` too. So they are refused, as is an empty argument.
pub(crate) fn expand(template: &str, args: &[String]) -> Result<String> {
    let mut path = String::with_capacity(template.len().saturating_add(16));
    let mut args = args.iter();
    for segment in template.split('/').skip(1) {
        path.push('/');
        let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            path.push_str(segment);
            continue;
        };
        let arg = args.next().ok_or_else(|| Error::invalid_request(name, "is missing"))?;
        if arg.is_empty() {
            return Err(Error::invalid_request(name, "must not be empty"));
        }
        if arg == "." || arg == ".." {
            return Err(Error::invalid_request(name, "must not be `.` or `..`"));
        }
        path.push_str(&encode_segment(arg));
    }
    match args.next() {
        Some(_) => Err(Error::invalid_request("path", "has more arguments than places")),
        None => Ok(path),
    }
}

/// The text as one path segment: everything but letters, digits and `-_.~` percent-encoded.
pub fn encode_segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// Checks a path that the caller wrote as a whole.
pub(crate) fn check_raw(path: &str) -> Result<()> {
    let refuse = |rule| Err(Error::invalid_request("path", rule));
    if !path.starts_with('/') || path.starts_with("//") {
        return refuse("must start with one `/`");
    }
    if !path.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\\"<>`{}|^".contains(&byte)) {
        return refuse("must be percent-encoded and hold no query or fragment");
    }
    let dots = |segment: &str| matches!(&*segment.to_ascii_lowercase().replace("%2e", "."), "." | "..");
    if path.split('/').any(dots) {
        return refuse("must hold no `.` or `..` segment");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(args: &[&str]) -> Vec<String> {
        args.iter().map(|arg| (*arg).to_owned()).collect()
    }

    #[test]
    fn each_argument_becomes_one_segment() {
        let path = |arg: &str| expand("/issues/{issueIdOrKey}/comments", &args(&[arg])).unwrap();
        assert_eq!(path("SEC-31"), "/issues/SEC-31/comments");
        for hostile in ["a/b", "../x", "?apiKey=1", "#frag", "%2e%2e", "a b", "日本", "\r\n", ";", "..;/", "\\..\\"] {
            let url = url::Url::parse(&format!("https://host.example{}", path(hostile))).unwrap();
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            assert_eq!(segments.len(), 3, "{hostile:?}");
            let decoded = percent_encoding::percent_decode_str(segments[1]).decode_utf8().unwrap().into_owned();
            assert_eq!((segments[0], &*decoded, segments[2]), ("issues", hostile, "comments"));
            assert_eq!((url.query(), url.fragment()), (None, None));
        }
    }

    #[test]
    fn empty_dot_and_missing_arguments_are_refused_by_name() {
        for (given, rule) in [
            (args(&[""]), "must not be empty"),
            (args(&["."]), "`.`"),
            (args(&[".."]), "`..`"),
            (args(&[]), "is missing"),
        ] {
            let error = expand("/issues/{issueIdOrKey}", &given).unwrap_err().to_string();
            assert!(error.contains("issueIdOrKey") && error.contains(rule), "{error}");
        }
    }

    #[test]
    fn raw_paths_stay_on_the_host_and_route() {
        assert!(check_raw("/api/v2/issues/SEC-31").is_ok());
        assert!(check_raw("/api/v2/files/metadata/").is_ok());
        for path in
            ["", "api", "//evil.example/x", "/a?b", "/a#b", "/a/../b", "/a/%2E%2e/b", "/a b", "/日本", "/a\\b", "/\n"]
        {
            assert!(check_raw(path).is_err(), "{path:?}");
        }
    }
}
