//! Reads `multipart/form-data`.

use bytes::Bytes;

use crate::http::Request;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content_type: String,
    pub(super) content: Bytes,
}

/// The parts of a body; `None` when it is no such form.
pub(super) fn parts(request: &Request) -> Option<Vec<Part>> {
    let (kind, parameters) = request.header("content-type")?.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameters.split(';').find_map(|parameter| parameter.trim().strip_prefix("boundary="))?;
    let boundary = boundary.trim_matches('"');
    split(&request.body, boundary)
}

fn split(body: &Bytes, boundary: &str) -> Option<Vec<Part>> {
    let (first, next) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
    let mut rest = body.slice(find(body, first.as_bytes())? + first.len()..);
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        rest = rest.slice(find(&rest, b"\r\n")? + 2..);
        let head = find(&rest, b"\r\n\r\n")?;
        let end = head + 4 + find(&rest.slice(head + 4..), next.as_bytes())?;
        parts.push(part(&rest.slice(..head), rest.slice(head + 4..end))?);
        rest = rest.slice(end + next.len()..);
    }
    Some(parts)
}

fn part(head: &[u8], content: Bytes) -> Option<Part> {
    let head = std::str::from_utf8(head).ok()?;
    let mut part = Part { name: String::new(), file_name: None, content_type: String::new(), content };
    for line in head.split("\r\n") {
        let (name, value) = line.split_once(':')?;
        match name.to_ascii_lowercase().as_str() {
            "content-disposition" => {
                part.name = quoted(value, "name")?;
                part.file_name = quoted(value, "filename");
            }
            "content-type" => value.trim().clone_into(&mut part.content_type),
            _ => {}
        }
    }
    Some(part)
}

fn quoted(value: &str, name: &str) -> Option<String> {
    let (_, after) = value.split_once(&format!("; {name}=\""))?;
    Some(after.split_once('"')?.0.replace("%22", "\""))
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::split;
    use bytes::Bytes;

    #[test]
    fn reads_texts_and_files_of_any_bytes() {
        let body = b"--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\na\r\nb\r\n--b\r\n\
            content-disposition: form-data; name=\"file\"; filename=\"x%22.png\"\r\ncontent-type: image/png\r\n\r\n\xff\r\n--c\r\n--b--\r\n";
        let parts = split(&Bytes::from_static(body), "b").unwrap();
        assert_eq!((parts[0].name.as_str(), &parts[0].content[..]), ("message", &b"a\r\nb"[..]));
        assert_eq!(parts[1].file_name.as_deref(), Some("x\".png"));
        assert_eq!((parts[1].content_type.as_str(), &parts[1].content[..]), ("image/png", &b"\xff\r\n--c"[..]));
        for broken in [&b""[..], b"--b", b"--b\r\nx", b"--b\r\nno header\r\n\r\n\r\n--b--"] {
            assert_eq!(split(&Bytes::copy_from_slice(broken), "b"), None);
        }
    }
}
