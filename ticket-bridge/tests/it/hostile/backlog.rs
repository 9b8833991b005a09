//! A reader of Backlog's notation, by the rules of its help page: lines by their first sign, spans by their brackets.

/// Signs that make a block of the line that they begin.
const BLOCKS: [char; 5] = ['*', '-', '+', '>', '|'];

/// What begins or ends a span, a block of lines or a macro, wherever it stands.
const SPANS: [&str; 18] = [
    "[[",
    "]]",
    "''",
    "%%",
    "{quote",
    "{/quote",
    "{code",
    "{/code",
    "&color(",
    "&br;",
    "#image(",
    "#thumbnail(",
    "#attach(",
    "#rev(",
    "[ ]",
    "[x]",
    "|h",
    "\\",
];

/// What becomes a link or a mention by itself.
const LINKS: [&str; 3] = ["://", "www.", "@"];

/// All markup in a text, but for the addresses of our own lines and keys of issues.
pub(super) fn markup_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let line = match link(line) {
            Some(address) => line.strip_suffix(address).unwrap_or(line),
            None => line,
        };
        let lower = line.to_lowercase();
        let start = lower.trim_start();
        let block = (start.starts_with(BLOCKS) || start.starts_with("#contents")).then(|| line.to_owned());
        let signs = SPANS.iter().chain(&LINKS).filter(|sign| lower.contains(**sign));
        found.extend(block.into_iter().chain(signs.map(|sign| format!("{sign} in {line}"))));
    }
    found
}

/// The address at the end of a line for a link, if nothing in it is markup or ends it early.
pub(super) fn link(line: &str) -> Option<&str> {
    let label = line.strip_prefix("Link: ")?;
    let (at, _) = label.match_indices("https://").next()?;
    let (_, address) = label.split_at(at);
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "-._~/?#=&%+,:!$".contains(char);
    let is_inert = address.chars().all(is_plain) && SPANS.iter().all(|sign| !address.contains(sign));
    is_inert.then_some(address)
}
