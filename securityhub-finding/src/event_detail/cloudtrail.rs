use crate::RawJson;
use crate::decode::part;
use crate::json::Members;
use saas_api_core::Timestamp;

part! {
    /// A record of CloudTrail: somebody called an AWS service.
    ///
    /// Calls that failed come, too: see [`failed`](Self::failed).
    ///
    /// [Official page](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html)
    pub struct CloudTrailRecord {
        /// The version of the record's format.
        pub event_version: Option<String> = "eventVersion",
        /// Who called.
        pub user_identity: Option<UserIdentity> = "userIdentity",
        /// When the call ended.
        pub event_time: Option<Timestamp> = "eventTime",
        /// The service, such as `ec2.amazonaws.com`.
        pub event_source: Option<String> = "eventSource",
        /// The action, such as `AuthorizeSecurityGroupIngress`.
        pub event_name: Option<String> = "eventName",
        /// The Region that was called.
        pub aws_region: Option<String> = "awsRegion",
        /// Where the call came from: an address, or the host of a service.
        pub source_ip_address: Option<String> = "sourceIPAddress",
        /// What called.
        pub user_agent: Option<String> = "userAgent",
        /// Why it failed.
        pub error_code: Option<String> = "errorCode",
        /// The same, in words.
        pub error_message: Option<String> = "errorMessage",
        /// What was asked. `null` where the action has no parameters.
        pub request_parameters: Option<RawJson> = "requestParameters",
        /// What was answered. `null` for calls that only read.
        pub response_elements: Option<RawJson> = "responseElements",
        /// What else there is.
        pub additional_event_data: Option<RawJson> = "additionalEventData",
        /// The id of the request.
        pub request_id: Option<String> = "requestID",
        /// The id of the record: tell records by it.
        pub event_id: Option<String> = "eventID",
        /// Whether it changes nothing.
        pub read_only: Option<bool> = "readOnly",
        /// What it touched.
        pub resources: Option<RawJson> = "resources",
        /// `AwsApiCall`, `AwsConsoleSignIn`, `AwsServiceEvent`, and others.
        pub event_type: Option<String> = "eventType",
        /// Whether it is about managing resources, not their data.
        pub management_event: Option<bool> = "managementEvent",
        /// The account that received it.
        pub recipient_account_id: Option<String> = "recipientAccountId",
        /// One id for the records of one call in several accounts.
        pub shared_event_id: Option<String> = "sharedEventID",
        /// `Management`, `Data`, `Insight`, and others.
        pub event_category: Option<String> = "eventCategory",
    }
}

part! {
    /// Who called.
    pub struct UserIdentity {
        /// `IAMUser`, `AssumedRole`, `Root`, `AWSService`, and others.
        pub kind: Option<String> = "type",
        /// Its unique id.
        pub principal_id: Option<String> = "principalId",
        /// Its ARN.
        pub arn: Option<String> = "arn",
        /// Its account.
        pub account_id: Option<String> = "accountId",
        /// The access key that signed.
        pub access_key_id: Option<String> = "accessKeyId",
        /// Its name.
        pub user_name: Option<String> = "userName",
        /// The service that called on its behalf.
        pub invoked_by: Option<String> = "invokedBy",
        /// The session, for temporary credentials.
        pub session_context: Option<SessionContext> = "sessionContext",
    }
}

part! {
    /// A session with temporary credentials.
    pub struct SessionContext {
        /// What is known of the session.
        pub attributes: Option<SessionAttributes> = "attributes",
        /// The role or user that it is of.
        pub session_issuer: Option<SessionIssuer> = "sessionIssuer",
    }
}

part! {
    /// What is known of a session.
    pub struct SessionAttributes {
        /// When it began.
        pub creation_date: Option<Timestamp> = "creationDate",
        /// `"true"` or `"false"`, as texts.
        pub mfa_authenticated: Option<String> = "mfaAuthenticated",
    }
}

part! {
    /// The role or user that a session is of.
    pub struct SessionIssuer {
        /// `Role`, `User`, `Root`.
        pub kind: Option<String> = "type",
        /// Its unique id.
        pub principal_id: Option<String> = "principalId",
        /// Its ARN.
        pub arn: Option<String> = "arn",
        /// Its account.
        pub account_id: Option<String> = "accountId",
        /// Its name.
        pub user_name: Option<String> = "userName",
    }
}

impl CloudTrailRecord {
    /// Whether the call failed, and so changed nothing.
    pub fn failed(&self) -> bool {
        self.error_code.is_some()
    }

    /// The security group that a call is about: from what was asked, else from what was answered, as for
    /// `CreateSecurityGroup`.
    pub fn security_group_id(&self) -> Option<String> {
        let within = |json: &str, name: &str| Members::read(json).ok()?.read_as::<String>(name);
        let asked = |parameters: &RawJson| {
            let members = Members::read(parameters.as_str()).ok()?;
            let modified = || within(members.get("ModifySecurityGroupRulesRequest")?.get(), "GroupId");
            members.read_as("groupId").or_else(modified)
        };
        let answered = || within(self.response_elements.as_ref()?.as_str(), "groupId");
        self.request_parameters.as_ref().and_then(asked).or_else(answered)
    }
}
