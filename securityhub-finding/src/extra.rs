//! Members beyond the typed ones.

use crate::raw::RawJson;

/// What an object holds beyond its typed fields, as it is written and in its order.
///
/// - Members that this version does not name.
/// - Named members whose value the field cannot hold: `null`, an empty string, list or map where the field has nothing
///   to show for it, and values of another form than the documented one, such as a number for a title.
///
/// So a field that is `None` or empty may have an entry here. Writing gives it back, unless the field has been set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra(Option<Box<Members>>);

/// Boxed: each structure has an `Extra`, mostly an empty one, and so it takes 8 bytes, not 24.
type Members = Vec<(Box<str>, RawJson)>;

impl Extra {
    /// The value of a member. The last one, where a name occurs twice.
    pub fn get(&self, name: &str) -> Option<&RawJson> {
        self.iter().rev().find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Sets a member.
    pub fn insert(&mut self, name: &str, value: RawJson) {
        self.remove(name);
        self.push(name, value);
    }

    /// Removes a member.
    pub fn remove(&mut self, name: &str) {
        if let Some(members) = &mut self.0 {
            members.retain(|(key, _)| &**key != name);
        }
        self.0.take_if(|members| members.is_empty());
    }

    /// The members, in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &RawJson)> {
        self.0.iter().flat_map(|members| members.iter()).map(|(name, value)| (&**name, value))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn push(&mut self, name: &str, value: RawJson) {
        self.0.get_or_insert_default().push((name.into(), value));
    }
}
