//! Open enums: named values today, any other value tomorrow.

use serde::de::{Unexpected, Visitor};
use std::fmt;

/// A text value that this version does not name. Read it with the enum's `as_str()`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownValue(String);

/// A number that this version does not name. Read it with the enum's `code()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnknownNumber(i64);

impl UnknownValue {
    #[doc(hidden)]
    pub fn new(value: &str) -> Self {
        Self(value.to_owned())
    }

    #[doc(hidden)]
    pub fn get(&self) -> &str {
        &self.0
    }
}

impl UnknownNumber {
    #[doc(hidden)]
    pub const fn new(value: i64) -> Self {
        Self(value)
    }

    #[doc(hidden)]
    pub const fn get(self) -> i64 {
        self.0
    }
}

/// Declares an open enum over text or numbers.
///
/// ```text
/// open_enum! { /// Doc. pub enum Order: str { /// Doc. Ascending = "asc" } }
/// open_enum! { /// Doc. pub enum Kind: i64 { /// Doc. Text = 1 } }
/// ```
///
/// The unknown arm is opaque: users match new values by `as_str()` or `code()`, so a variant named in a later version
/// does not silently change what their match does.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident: str { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$doc])* $variant,)+
            /// A value that this version does not name: see `as_str()`.
            Unknown($crate::UnknownValue),
        }

        impl $name {
            /// The value as the API writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Unknown(value) => value.get(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($text => Self::$variant,)+
                    other => Self::Unknown($crate::UnknownValue::new(other)),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::private::serde::Serialize for $name {
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let text = <::std::borrow::Cow<'_, str> as $crate::private::serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self::from(&*text))
            }
        }
    };
    ($(#[$meta:meta])* $vis:vis enum $name:ident: i64 { $($(#[$doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$doc])* $variant,)+
            /// A number that this version does not name: see `code()`.
            Unknown($crate::UnknownNumber),
        }

        impl $name {
            /// The number as the API writes it.
            pub const fn code(self) -> i64 {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Unknown(value) => value.get(),
                }
            }
        }

        impl From<i64> for $name {
            fn from(code: i64) -> Self {
                match code {
                    $($code => Self::$variant,)+
                    other => Self::Unknown($crate::UnknownNumber::new(other)),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.code(), f)
            }
        }

        impl $crate::private::serde::Serialize for $name {
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.code())
            }
        }

        impl<'de> $crate::private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::open_enum::deserialize_i64(deserializer).map(Self::from)
            }
        }
    };
}

/// Reads a whole number, or a string that holds one.
#[doc(hidden)]
pub fn deserialize_i64<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    deserializer.deserialize_any(CodeVisitor)
}

struct CodeVisitor;

impl Visitor<'_> for CodeVisitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number or a string that holds one")
    }

    fn visit_i64<E: serde::de::Error>(self, code: i64) -> Result<i64, E> {
        Ok(code)
    }

    fn visit_u64<E: serde::de::Error>(self, code: u64) -> Result<i64, E> {
        i64::try_from(code).map_err(|_too_large| E::invalid_value(Unexpected::Unsigned(code), &self))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<i64, E> {
        let not_a_number = Unexpected::Other("a string that is no number");
        text.parse().map_err(|_error| E::invalid_type(not_a_number, &self))
    }
}
