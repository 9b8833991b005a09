//! Setters of request values.

/// Writes the builder methods of a request. Each takes and gives the request by value and never fails.
///
/// `name: Type;` sets an `Option<Type>` field. `[name: Type];` replaces a list: a field made from a `Vec<Type>`.
/// `name | clear_name: Type;` sets or clears an `Update<Type>` field, and `[name | clear_name: Type];` one of a list.
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
            self.$name = $name.into_iter().map(Into::into).collect::<Vec<$type>>().into();
            self
        }
        $crate::setters!(@ $($rest)*);
    };
    (@ $(#[$meta:meta])* [$name:ident | $clear:ident: $type:ty]; $($rest:tt)*) => {
        $crate::setters!(@ $(#[$meta])* [$name: $type];);
        $crate::setters!(@ clear $name $clear);
        $crate::setters!(@ $($rest)*);
    };
    (@ $(#[$meta:meta])* $name:ident | $clear:ident: $type:ty; $($rest:tt)*) => {
        $(#[$meta])*
        #[must_use]
        pub fn $name(mut self, $name: impl Into<$type>) -> Self {
            self.$name = $crate::Update::Set($name.into());
            self
        }
        $crate::setters!(@ clear $name $clear);
        $crate::setters!(@ $($rest)*);
    };
    (@ clear $name:ident $clear:ident) => {
        #[doc = concat!("Empties what [`", stringify!($name), "`](Self::", stringify!($name), ") sets.")]
        #[must_use]
        pub fn $clear(mut self) -> Self {
            self.$name = $crate::Update::Clear;
            self
        }
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
