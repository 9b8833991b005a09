//! Details of resources, typed on demand.

use crate::details_list::each;
use crate::shapes::{TURNS, assert_typed, facts, structure};
use crate::support::Json;
use securityhub_finding::details::{AwsEc2SecurityGroup, AwsIamAccessKey, AwsS3Bucket, Other};
use securityhub_finding::model::Resource;
use securityhub_finding::{Oddity, ResourceDetails};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;

pub(crate) trait Visit {
    fn visit<T: ResourceDetails + DeserializeOwned + Serialize + Debug>(&mut self);
}

fn resource(json: &Value) -> Resource {
    serde_json::from_value(json.clone()).unwrap()
}

/// Reads each type from a value with all its members, and from dirty ones.
struct Check {
    facts: Value,
    types: usize,
}

impl Visit for Check {
    fn visit<T: ResourceDetails + DeserializeOwned + Serialize + Debug>(&mut self) {
        self.types += 1;
        for turn in 0..TURNS {
            let all = structure(&self.facts, "ResourceDetails", turn);
            let json = json!({"Type": T::TYPE, "Id": "x", "Details": {T::TYPE: all[T::TYPE]}});
            let details: T = resource(&json).details().unwrap_or_else(|| panic!("{}", T::TYPE));
            assert_eq!(serde_json::to_value(&details).unwrap(), all[T::TYPE], "{}", T::TYPE);
            assert_typed(&format!("{details:?}"), 0);
        }
        let dirty = r#"{"x":1e2,"Name":[null,123456789012345678901234567890],"Type":{"a":1.0},"Id":null}"#;
        let details: T = serde_json::from_str(dirty).unwrap();
        assert_eq!(Json::read(&serde_json::to_string(&details).unwrap()), Json::read(dirty), "{}", T::TYPE);
    }
}

#[test]
fn every_type_has_a_place_for_every_documented_member_and_value() {
    let mut check = Check { facts: facts(), types: 0 };
    each(&mut check);
    assert_eq!(check.types, check.facts["structures"]["ResourceDetails"].as_object().unwrap().len());
    assert_eq!(check.types, 102);
}

#[test]
fn a_type_is_read_where_it_is_there() {
    let resource = resource(&json!({
        "Type": "AwsEc2SecurityGroup",
        "Id": "sg-1",
        "Details": {
            "AwsEc2SecurityGroup": {
                "GroupId": "sg-1",
                "IpPermissions": [{"FromPort": "22", "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "x": null}],
                "OwnerId": 111_122_223_333_u64,
            },
            "Other": {"reason": "open", "count": 2},
        },
    }));
    let group = resource.details::<AwsEc2SecurityGroup>().unwrap();
    assert_eq!(group.group_id.as_deref(), Some("sg-1"));
    assert_eq!(group.owner_id, None);
    let [permission] = &group.ip_permissions[..] else { panic!("one permission") };
    assert_eq!(permission.from_port.as_ref().unwrap().as_i64(), Some(22));
    assert_eq!(permission.ip_ranges[0].cidr_ip.as_deref(), Some("0.0.0.0/0"));
    let odd: Vec<_> = group.leniencies().into_iter().map(|odd| (odd.path, odd.oddity)).collect();
    assert_eq!(
        odd,
        [("$.IpPermissions[0].FromPort".to_owned(), Oddity::QuotedNumber), ("$.OwnerId".to_owned(), Oddity::OtherForm),]
    );
    assert_eq!(resource.details::<Other>().unwrap().0.get("reason"), Some("open"));
    assert!(resource.details::<AwsS3Bucket>().is_none());
    assert_eq!(resource.details_by_name("Other").unwrap().as_str(), r#"{"count":2,"reason":"open"}"#);
    assert!(resource.details_by_name("AwsS3Bucket").is_none());
    assert_eq!(resource.details_value().unwrap()["AwsEc2SecurityGroup"]["GroupId"], "sg-1");
}

#[test]
fn what_is_no_details_is_none() {
    for details in
        [json!(null), json!("text"), json!([]), json!({"AwsIamAccessKey": "text"}), json!({"AwsIamAccessKey": null})]
    {
        let resource = resource(&json!({"Type": "AwsIamAccessKey", "Id": "x", "Details": details}));
        assert!(resource.details::<AwsIamAccessKey>().is_none(), "{details}");
    }
    assert!(Resource::default().details_value().is_none());
}

#[test]
fn users_can_bring_their_own_type() {
    #[derive(serde::Deserialize)]
    struct Ours {
        score: u8,
    }
    impl ResourceDetails for Ours {
        const TYPE: &'static str = "ExampleAsset";
    }
    let resource = resource(&json!({"Type": "ExampleAsset", "Id": "x", "Details": {"ExampleAsset": {"score": 7}}}));
    assert_eq!(resource.details::<Ours>().unwrap().score, 7);
}
