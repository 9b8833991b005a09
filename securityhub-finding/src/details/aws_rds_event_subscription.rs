// Generated from facts/asff-shapes.json by tests/it/generate.rs. Do not edit.

use crate::decode::details;

details! {
    /// Details of a resource of the type `AwsRdsEventSubscription`.
    pub struct AwsRdsEventSubscription {
        pub cust_subscription_id: Option<String> = "CustSubscriptionId",
        pub customer_aws_id: Option<String> = "CustomerAwsId",
        pub enabled: Option<bool> = "Enabled",
        pub event_categories_list: Vec<String> = "EventCategoriesList",
        pub event_subscription_arn: Option<String> = "EventSubscriptionArn",
        pub sns_topic_arn: Option<String> = "SnsTopicArn",
        pub source_ids_list: Vec<String> = "SourceIdsList",
        pub source_type: Option<String> = "SourceType",
        pub status: Option<String> = "Status",
        pub subscription_creation_time: Option<String> = "SubscriptionCreationTime",
    }
}
