//! Details of a resource, read on demand.

use crate::RawJson;
use crate::json::Members;
use crate::model::Resource;
use serde::de::DeserializeOwned;

/// A type of details. The feature `details` has all that the format names; implement it for a type of your own.
///
/// ```
/// use securityhub_finding::ResourceDetails;
///
/// #[derive(serde::Deserialize)]
/// struct ExampleAsset {
///     score: u8,
/// }
///
/// impl ResourceDetails for ExampleAsset {
///     const TYPE: &'static str = "ExampleAsset";
/// }
///
/// # fn example(resource: &securityhub_finding::model::Resource) -> Option<u8> {
/// resource.details::<ExampleAsset>().map(|asset| asset.score)
/// # }
/// ```
pub trait ResourceDetails: DeserializeOwned {
    /// The name that the details stand under, which is also the type of the resource: `AwsEc2SecurityGroup`.
    const TYPE: &'static str;
}

impl Resource {
    /// The details of a type. `None` when there are none, or they have another form altogether.
    ///
    /// They are read at each call. The types of the feature `details` take anything that is an object: what does not fit
    /// a field is in its structure's `extra`.
    pub fn details<T: ResourceDetails>(&self) -> Option<T> {
        self.member_of_details(T::TYPE, |text| serde_json::from_str(text).ok())
    }

    /// The details under a name, as they are written.
    pub fn details_by_name(&self, name: &str) -> Option<RawJson> {
        self.member_of_details(name, |text| text.parse().ok())
    }

    /// All details as a value, to look up paths in. `None` when there are none, or they are nested deeper than 128 levels.
    ///
    /// A value holds numbers as `f64` or 64 bits: where the literal counts, read [`details`](#structfield.details).
    pub fn details_value(&self) -> Option<serde_json::Value> {
        self.details.as_ref()?.parse_as().ok()
    }

    fn member_of_details<T>(&self, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        read(Members::read(self.details.as_ref()?.as_str()).ok()?.get(name)?.get())
    }
}
