//! What a pattern allows for texts.

use std::net::IpAddr;

#[derive(Clone, Debug)]
pub(super) enum TextTest {
    Equals(Box<str>),
    Prefix(Box<str>),
    Suffix(Box<str>),
    EqualsIgnoreCase(AnyCase),
    PrefixIgnoreCase(AnyCase),
    SuffixIgnoreCase(AnyCase),
    Wildcard(Wildcard),
    Address(IpAddr),
    Cidr(Cidr),
}

impl TextTest {
    /// The test for a text without an operator.
    pub(super) fn literal(text: String) -> Self {
        address(&text).map_or_else(|| Self::Equals(text.into()), Self::Address)
    }

    pub(super) fn allows(&self, text: &str) -> bool {
        match self {
            Self::Equals(wanted) => **wanted == *text,
            Self::Prefix(prefix) => text.starts_with(&**prefix),
            Self::Suffix(suffix) => text.ends_with(&**suffix),
            Self::EqualsIgnoreCase(wanted) => wanted.strip_prefix(text).is_some_and(str::is_empty),
            Self::PrefixIgnoreCase(prefix) => prefix.strip_prefix(text).is_some(),
            Self::SuffixIgnoreCase(suffix) => suffix.strip_suffix(text).is_some(),
            Self::Wildcard(wildcard) => wildcard.allows(text),
            Self::Address(wanted) => address(text).is_some_and(|address| address == *wanted),
            Self::Cidr(cidr) => address(text).is_some_and(|address| cidr.contains(address)),
        }
    }
}

/// A text in which each letter may have either case. A case may be longer than its letter: `ß` and `SS`.
#[derive(Clone, Debug)]
pub(super) struct AnyCase(Vec<[String; 2]>);

impl AnyCase {
    pub(super) fn new(text: &str) -> Self {
        Self(text.chars().map(|letter| [letter.to_lowercase().collect(), letter.to_uppercase().collect()]).collect())
    }

    fn strip_prefix<'t>(&self, text: &'t str) -> Option<&'t str> {
        let step = |rest: &'t str, [lower, upper]: &[String; 2]| {
            rest.strip_prefix(lower.as_str()).or_else(|| rest.strip_prefix(upper.as_str()))
        };
        self.0.iter().try_fold(text, step)
    }

    fn strip_suffix<'t>(&self, text: &'t str) -> Option<&'t str> {
        let step = |rest: &'t str, [lower, upper]: &[String; 2]| {
            rest.strip_suffix(lower.as_str()).or_else(|| rest.strip_suffix(upper.as_str()))
        };
        self.0.iter().rev().try_fold(text, step)
    }
}

/// A text with stars, cut at them.
#[derive(Clone, Debug)]
pub(super) struct Wildcard {
    first: Box<str>,
    /// What follows each star.
    rest: Vec<Box<str>>,
}

impl Wildcard {
    pub(super) fn new(text: &str) -> Result<Self, &'static str> {
        let (mut parts, mut part) = (Vec::new(), String::new());
        let mut symbols = text.chars().peekable();
        while let Some(symbol) = symbols.next() {
            match symbol {
                '*' if symbols.peek() == Some(&'*') => return Err("two stars in a row in a wildcard"),
                '*' => parts.push(std::mem::take(&mut part).into_boxed_str()),
                '\\' => match symbols.next() {
                    Some(escaped @ ('*' | '\\')) => part.push(escaped),
                    _ => return Err("in a wildcard a backslash stands before a star or another backslash"),
                },
                symbol => part.push(symbol),
            }
        }
        parts.push(part.into_boxed_str());
        let mut parts = parts.into_iter();
        Ok(Self { first: parts.next().unwrap_or_default(), rest: parts.collect() })
    }

    fn allows(&self, text: &str) -> bool {
        let Some((last, middle)) = self.rest.split_last() else { return *self.first == *text };
        let Some(mut open) = text.strip_prefix(&*self.first).and_then(|open| open.strip_suffix(&**last)) else {
            return false;
        };
        middle.iter().all(|part| match open.split_once(&**part) {
            Some((_, after)) => {
                open = after;
                true
            }
            None => false,
        })
    }
}

/// A block of addresses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cidr {
    network: IpAddr,
    bits: u32,
}

impl Cidr {
    pub(super) fn new(text: &str) -> Result<Self, &'static str> {
        let wrong = "no block of addresses, such as 10.0.0.0/24";
        let (network, bits) = text.split_once('/').ok_or(wrong)?;
        let network = address(network).ok_or(wrong)?;
        let is_number = !bits.is_empty() && bits.bytes().all(|byte| byte.is_ascii_digit());
        let bits = bits.parse().ok().filter(|_| is_number).ok_or(wrong)?;
        match network {
            IpAddr::V4(_) if bits > 31 => Err("a block of IPv4 addresses has at most 31 bits"),
            IpAddr::V6(_) if bits > 127 => Err("a block of IPv6 addresses has at most 127 bits"),
            _ => Ok(Self { network, bits }),
        }
    }

    fn contains(self, address: IpAddr) -> bool {
        match (self.network, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                self.bits == 0 || (network.to_bits() ^ address.to_bits()) >> (32 - self.bits) == 0
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                self.bits == 0 || (network.to_bits() ^ address.to_bits()) >> (128 - self.bits) == 0
            }
            // The engine's way: all of IPv4 is all.
            (IpAddr::V4(_), IpAddr::V6(_)) => self.bits == 0,
            (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

/// The address that a text is. The mixed spelling `::ffff:10.0.0.1` is none to the engine.
fn address(text: &str) -> Option<IpAddr> {
    /// `ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff`
    const LONGEST: usize = 39;

    let may_be_one = (2..=LONGEST).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'))
        && text.contains(':') != text.contains('.');
    if may_be_one { text.parse().ok().map(|address: IpAddr| address.to_canonical()) } else { None }
}
