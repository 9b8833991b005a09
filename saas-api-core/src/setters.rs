//! Setters of request values.

/// Writes the builder methods of a request. Each takes and gives the request by value and never fails.
///
/// `name: Type;` sets an `Option<Type>` field; `[name: Type];` replaces a `Vec<Type>` field;
/// `name | clear_name: Type;` sets or clears an `Update<Type>` field.
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    ($request:ident { $($rest:tt)* }) => {
        impl $request {
            $crate::setters!(@ $($rest)*);
        }
    };
    (@) => {};
    (@ $(#[$meta:meta])* [$name:ident: $type:ty]; $($rest:tt)*) => {
        $(#[$meta])*
        #[must_use]
        pub fn $name(mut self, $name: impl IntoIterator<Item = impl Into<$type>>) -> Self {
            self.$name = $name.into_iter().map(Into::into).collect();
            self
        }
        $crate::setters!(@ $($rest)*);
    };
    (@ $(#[$meta:meta])* $name:ident | $clear:ident: $type:ty; $($rest:tt)*) => {
        $(#[$meta])*
        #[must_use]
        pub fn $name(mut self, $name: impl Into<$type>) -> Self {
            self.$name = $crate::Update::Set($name.into());
            self
        }

        #[doc = concat!("Empties what [`", stringify!($name), "`](Self::", stringify!($name), ") sets.")]
        #[must_use]
        pub fn $clear(mut self) -> Self {
            self.$name = $crate::Update::Clear;
            self
        }
        $crate::setters!(@ $($rest)*);
    };
    (@ $(#[$meta:meta])* $name:ident: $type:ty; $($rest:tt)*) => {
        $(#[$meta])*
        #[must_use]
        pub fn $name(mut self, $name: impl Into<$type>) -> Self {
            self.$name = Some($name.into());
            self
        }
        $crate::setters!(@ $($rest)*);
    };
}
