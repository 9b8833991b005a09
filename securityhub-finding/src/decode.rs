//! How objects are read and written without loss.
//!
//! Everything is read from text in memory. The first attempt reads members straight into their types. Where a value
//! does not fit, the object is read once more with each member as raw text: what fits is typed, the rest goes to
//! `extra`. So clean input costs one pass, and no odd value costs more than its own member.

use crate::extra::Extra;
use crate::leniency::Inspector;
use crate::raw::RawJson;
use saas_api_core::Timestamp;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A value that is read from text in memory.
pub(crate) trait Decode: Sized {
    /// Reads a value of the documented form.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads a value that `decode` refused, as far as it can be typed.
    fn decode_in_parts(_text: &str) -> Option<Self> {
        None
    }

    /// Reads a value, whatever is inside. `None` when it is of another kind altogether.
    fn decode_text(text: &str) -> Option<Self> {
        decode_strictly(text, Seed(PhantomData)).ok().or_else(|| Self::decode_in_parts(text))
    }

    /// Reports what is odd about it.
    fn inspect(&self, _inspector: &mut Inspector) {}
}

/// The type of a field.
pub(crate) trait Member: Serialize {
    type Value: Decode;
    /// How a value is written that reads like an absent one.
    const ABSENT: &str;
    fn absent() -> Self;
    fn of(value: Self::Value) -> Self;
    fn is_absent(&self) -> bool;
    fn inspect_value(&self, inspector: &mut Inspector);
}

/// An object with named members.
pub(crate) trait Model: Sized {
    fn empty() -> Self;
    fn read_member<'de, A: MapAccess<'de>>(&mut self, name: &str, input: Input<'_, A>) -> Result<(), A::Error>;
    fn inspect_members(&self, inspector: &mut Inspector);
}

/// Where the value of a member comes from.
pub(crate) struct Input<'a, A> {
    map: &'a mut A,
    in_parts: bool,
}

impl<'de, A: MapAccess<'de>> Input<'_, A> {
    /// Reads the value of a named member into its field, or into `extra` when the field cannot hold it.
    pub(crate) fn read<M: Member>(self, name: &str, field: &mut M, extra: &mut Extra) -> Result<(), A::Error> {
        // Of two members of one name the last one counts.
        *field = M::absent();
        if !extra.is_empty() {
            extra.remove(name);
        }
        let value = if self.in_parts {
            let raw: &RawValue = self.map.next_value()?;
            let value = Option::decode_text(raw.get());
            let Some(value) = value else {
                extra.push(name, RawJson::from_raw(raw));
                return Ok(());
            };
            value
        } else {
            self.map.next_value_seed(Seed::<Option<M::Value>>(PhantomData))?
        };
        match value.map(M::of) {
            Some(value) if value.is_absent() => extra.push(name, RawJson::literal(M::ABSENT)),
            Some(value) => *field = value,
            None => extra.push(name, RawJson::null()),
        }
        Ok(())
    }

    /// Keeps the value of a member without a field.
    pub(crate) fn keep(self, name: &str, extra: &mut Extra) -> Result<(), A::Error> {
        extra.push(name, self.map.next_value()?);
        Ok(())
    }
}

/// Reads an object. The error says why it is none.
pub(crate) fn read_model<T: Model>(text: &str) -> serde_json::Result<T> {
    // In its place: a finding is large, and each return would copy it.
    let mut model = T::empty();
    if decode_strictly(text, ModelVisitor { in_parts: false, model: &mut model }).is_err() {
        model = T::empty();
        decode_strictly(text, ModelVisitor { in_parts: true, model: &mut model })?;
    }
    Ok(model)
}

fn decode_strictly<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S) -> serde_json::Result<S::Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

struct Seed<T>(PhantomData<T>);

impl<'de, T: Decode> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::decode(deserializer)
    }
}

struct ModelVisitor<'m, T> {
    in_parts: bool,
    model: &'m mut T,
}

impl<'de, T: Model> DeserializeSeed<'de> for ModelVisitor<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Model> Visitor<'de> for ModelVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = map.next_key()? {
            self.model.read_member(&name, Input { map: &mut map, in_parts: self.in_parts })?;
        }
        Ok(())
    }
}

/// Reads an object straight into its fields.
pub(crate) fn decode_model<'de, T: Model, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut model = T::empty();
    deserializer.deserialize_map(ModelVisitor { in_parts: false, model: &mut model })?;
    Ok(model)
}

/// Reads an object member by member.
pub(crate) fn decode_model_in_parts<T: Model>(text: &str) -> Option<T> {
    let mut model = T::empty();
    decode_strictly(text, ModelVisitor { in_parts: true, model: &mut model }).ok()?;
    Some(model)
}

impl<T: Decode> Decode for Box<T> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::decode(deserializer).map(Self::new)
    }

    fn decode_in_parts(text: &str) -> Option<Self> {
        T::decode_in_parts(text).map(Self::new)
    }

    fn inspect(&self, inspector: &mut Inspector) {
        T::inspect(self, inspector);
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }

    fn decode_in_parts(text: &str) -> Option<Self> {
        T::decode_in_parts(text).map(Some)
    }

    fn inspect(&self, inspector: &mut Inspector) {
        if let Some(value) = self {
            value.inspect(inspector);
        }
    }
}

struct OptionVisitor<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::decode(deserializer).map(Some)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }

    fn decode_in_parts(text: &str) -> Option<Self> {
        let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
        items.iter().map(|item| T::decode_text(item.get())).collect()
    }

    fn inspect(&self, inspector: &mut Inspector) {
        for (index, item) in self.iter().enumerate() {
            inspector.at_item(index, |inspector| item.inspect(inspector));
        }
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Seed(PhantomData))? {
            items.push(item);
        }
        Ok(items)
    }
}

/// Reads a text without a copy, where it has no escapes.
pub(crate) struct TextVisitor<F>(pub(crate) F);

impl<T, F: FnOnce(&str) -> T> Visitor<'_> for TextVisitor<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok((self.0)(text))
    }
}

/// Open enums take any text.
macro_rules! decode_open_enum {
    ($($ty:ty),+ $(,)?) => {
        $(impl $crate::decode::Decode for $ty {
            fn decode<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                deserializer.deserialize_str($crate::decode::TextVisitor(|text: &str| <$ty>::from(text)))
            }
        })+
    };
}
pub(crate) use decode_open_enum;

/// Types whose own `Deserialize` takes the documented form and nothing else.
macro_rules! decode_by_serde {
    ($($ty:ty),+ $(,)?) => {
        $(impl Decode for $ty {
            fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Deserialize::deserialize(deserializer)
            }
        })+
    };
}

decode_by_serde!(String, bool, RawJson);

impl Decode for Timestamp {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Deserialize::deserialize(deserializer)
    }

    fn inspect(&self, inspector: &mut Inspector) {
        inspector.timestamp(self);
    }
}

impl<T: Decode + Serialize> Member for Option<T> {
    type Value = T;
    const ABSENT: &str = "null";

    fn absent() -> Self {
        None
    }

    fn of(value: T) -> Self {
        Some(value)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn inspect_value(&self, inspector: &mut Inspector) {
        self.inspect(inspector);
    }
}

/// Members that are absent when they are empty.
macro_rules! member_by_is_empty {
    ($([$($generic:tt)*] $ty:ty = $absent:literal),+ $(,)?) => {
        $(impl $($generic)* Member for $ty {
            type Value = Self;
            const ABSENT: &str = $absent;

            fn absent() -> Self {
                Self::default()
            }

            fn of(value: Self) -> Self {
                value
            }

            fn is_absent(&self) -> bool {
                self.is_empty()
            }

            fn inspect_value(&self, inspector: &mut Inspector) {
                self.inspect(inspector);
            }
        })+
    };
}

member_by_is_empty!([] String = "\"\"", [<T: Decode + Serialize>] Vec<T> = "[]", [] crate::text_map::TextMap = "{}");

/// A member's name, borrowed where the text has no escapes.
pub(crate) struct Name<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}

/// Declares a structure of ASFF: `pub field: Type = "WireName"`. The field `extra` comes by itself.
///
/// `#[inline]` says: machine code is made where it is used. So nobody waits for that of details which nobody reads.
macro_rules! model {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $ty:ty = $wire:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$doc])* #[doc = concat!("\n\n`", $wire, "`")] pub $field: $ty,)+
            /// What it holds beyond these fields.
            pub extra: $crate::Extra,
        }

        impl $crate::decode::Model for $name {
            #[inline]
            fn empty() -> Self {
                Self { $($field: $crate::decode::Member::absent(),)+ extra: $crate::Extra::default() }
            }

            fn read_member<'de, A: ::serde::de::MapAccess<'de>>(
                &mut self,
                name: &str,
                input: $crate::decode::Input<'_, A>,
            ) -> ::std::result::Result<(), A::Error> {
                match name {
                    $($wire => input.read(name, &mut self.$field, &mut self.extra),)+
                    _ => input.keep(name, &mut self.extra),
                }
            }

            #[inline]
            fn inspect_members(&self, inspector: &mut $crate::leniency::Inspector) {
                use $crate::decode::Member;

                $(inspector.at_member($wire, |inspector| self.$field.inspect_value(inspector));)+
                for (name, raw) in self.extra.iter() {
                    match name {
                        $($wire if self.$field.is_absent() => inspector.extra(name, raw, <$ty as Member>::ABSENT),)+
                        _ => {}
                    }
                }
            }
        }

        impl $crate::decode::Decode for $name {
            fn decode<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::decode::decode_model(deserializer)
            }

            #[inline]
            fn decode_in_parts(text: &str) -> Option<Self> {
                $crate::decode::decode_model_in_parts(text)
            }

            #[inline]
            fn inspect(&self, inspector: &mut $crate::leniency::Inspector) {
                $crate::decode::Model::inspect_members(self, inspector);
            }
        }

        impl $name {
            /// What is odd in it, though it was read: see [`Leniency`](crate::Leniency).
            #[inline]
            pub fn leniencies(&self) -> ::std::vec::Vec<$crate::Leniency> {
                $crate::leniency::inspect(|inspector| $crate::decode::Model::inspect_members(self, inspector))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                use $crate::decode::Member;
                use ::serde::ser::SerializeMap;

                let mut map = serializer.serialize_map(None)?;
                $(if !self.$field.is_absent() {
                    map.serialize_entry($wire, &self.$field)?;
                })+
                for (name, value) in self.extra.iter() {
                    let is_set = match name {
                        $($wire => !self.$field.is_absent(),)+
                        _ => false,
                    };
                    if !is_set {
                        map.serialize_entry(name, value)?;
                    }
                }
                map.end()
            }
        }
    };
}
pub(crate) use model;

/// A structure inside a finding: [`model!`], and it can be made from nothing and read alone.
macro_rules! part {
    ($(#[$meta:meta])* pub struct $name:ident { $($members:tt)+ }) => {
        $crate::decode::model! {
            $(#[$meta])*
            #[derive(Default)]
            pub struct $name { $($members)+ }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let raw = $crate::RawJson::deserialize(deserializer)?;
                $crate::decode::read_model(raw.as_str()).map_err(::serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use part;

/// The details of a resource's type: [`part!`], named as the type.
#[cfg(feature = "details")]
macro_rules! details {
    ($(#[$meta:meta])* pub struct $name:ident { $($members:tt)+ }) => {
        $crate::decode::part! { $(#[$meta])* pub struct $name { $($members)+ } }

        impl $crate::ResourceDetails for $name {
            const TYPE: &'static str = stringify!($name);
        }
    };
}
#[cfg(feature = "details")]
pub(crate) use details;

/// Details of a resource that are no structure.
#[cfg(feature = "details")]
macro_rules! whole {
    ($(#[$meta:meta])* pub struct $name:ident($held:ty);) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(transparent)]
        #[non_exhaustive]
        pub struct $name(
            /// What is there.
            pub $held,
        );

        impl $crate::ResourceDetails for $name {
            const TYPE: &'static str = stringify!($name);
        }
    };
}
#[cfg(feature = "details")]
pub(crate) use whole;
