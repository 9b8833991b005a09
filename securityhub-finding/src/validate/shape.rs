//! How the limits of a structure are written down.

/// The members of a structure.
pub(super) type Shape = &'static [Member];

/// A member, and what its value must be.
#[derive(Clone, Copy)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
    pub(super) kind: Kind,
}

/// What a value must be.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Not blank, up to so many characters.
    Text {
        max: usize,
    },
    OneOf(&'static [&'static str]),
    Time,
    SchemaVersion,
    AccountId,
    ProductArn,
    FindingType,
    Bool,
    Number,
    Whole {
        min: i64,
        max: i64,
    },
    Object(Shape),
    List {
        min: usize,
        max: usize,
        item: &'static Kind,
    },
    Map {
        max: usize,
        key: usize,
        value: usize,
    },
}

pub(super) const NO_LIMIT: usize = usize::MAX;

pub(super) const TEXT: Kind = text(NO_LIMIT);
pub(super) const INTEGER: Kind = whole(i32::MIN as i64, i32::MAX as i64);
pub(super) const LONG: Kind = whole(i64::MIN, i64::MAX);

pub(super) const fn must(name: &'static str, kind: Kind) -> Member {
    Member { name, is_required: true, kind }
}

pub(super) const fn may(name: &'static str, kind: Kind) -> Member {
    Member { name, is_required: false, kind }
}

pub(super) const fn text(max: usize) -> Kind {
    Kind::Text { max }
}

pub(super) const fn whole(min: i64, max: i64) -> Kind {
    Kind::Whole { min, max }
}

pub(super) const fn list_of(item: &'static Kind) -> Kind {
    list(0, NO_LIMIT, item)
}

pub(super) const fn list(min: usize, max: usize, item: &'static Kind) -> Kind {
    Kind::List { min, max, item }
}

/// A map of texts: how many entries, and how many characters a key and a value may have.
pub(super) const fn map(max: usize, key: usize, value: usize) -> Kind {
    Kind::Map { max, key, value }
}
