/// Writes the views as they came, and reads them with their `read`.
macro_rules! as_it_came {
    ($($view:ident),+) => {$(
        impl $view {
            /// The value as it came.
            pub fn raw(&self) -> &serde_json::Value {
                &self.raw
            }
        }

        impl serde::Serialize for $view {
            /// Writes the value as it came.
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.raw.serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $view {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde_json::Value::deserialize(deserializer).map(Self::read)
            }
        }
    )+};
}

pub(super) use as_it_came;
