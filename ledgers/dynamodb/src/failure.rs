//! What a failed call means, and what to do: in words that hold no credential and nothing of a request.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use ticket_bridge::LedgerFailed;

/// A call, as the words name it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    /// Its name at the service, and in IAM.
    pub(crate) action: &'static str,
    pub(crate) table: &'a str,
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// IAM does not allow it.
    Denied,
    /// The account may do no more of it now, such as make tables.
    Limited,
    /// There is no such table, or no such index.
    Missing,
    /// The credentials are wrong, old or not there.
    Credentials(String),
    /// Too many requests.
    Throttled(String),
    /// Nothing was answered in time.
    TimedOut,
    /// No connection was made, or it broke.
    Disconnected,
    /// The client could not do it: most often it lacks something.
    Client,
    /// The answer could not be read.
    Unreadable,
    /// The service does not know the call: an emulator.
    Unknown,
    /// The service failed.
    Down(String),
    /// Another write is under way.
    Conflict(String),
    /// Anything else that the service refused, and its words where they tell of the request's form only.
    Refused(String, Option<String>),
}

impl Call<'_> {
    pub(crate) fn failed<E: ProvideErrorMetadata>(&self, error: &SdkError<E, HttpResponse>) -> LedgerFailed {
        LedgerFailed::new(self.words(&Cause::of(error)))
    }

    /// What happened, and what to do.
    pub(crate) fn words(&self, cause: &Cause) -> String {
        let Self { action, table } = self;
        let what_to_do = match cause {
            Cause::Denied => format!("access denied: allow dynamodb:{action} on the table and its indexes"),
            Cause::Limited => "the account's limit is reached: try again later, or have it raised".to_owned(),
            Cause::Missing => {
                "there is no such table or index: create it, or correct the name, region or account".to_owned()
            }
            Cause::Credentials(code) => {
                format!("the credentials are refused ({code}): renew them, and check the clock of this machine")
            }
            Cause::Throttled(code) => format!(
                "throttled ({code}): try again later; if it stays so, use on-demand billing or raise the capacity"
            ),
            Cause::TimedOut => {
                "no answer in time: try again; if it stays so, check the network and the time limits".to_owned()
            }
            Cause::Disconnected => {
                "no connection, or it broke: try again; if it stays so, check the endpoint and the network".to_owned()
            }
            Cause::Client => "the client failed: check its credentials, region, HTTP client and endpoint".to_owned(),
            Cause::Unreadable => "the answer cannot be read: check that the endpoint is DynamoDB's".to_owned(),
            Cause::Unknown => "the endpoint does not know this call: check that it is DynamoDB's".to_owned(),
            Cause::Down(code) => format!("the service failed ({code}): try again"),
            Cause::Conflict(code) => format!("another write to the item is under way ({code}): try again"),
            Cause::Refused(code, None) => format!("refused ({code})"),
            Cause::Refused(code, Some(words)) => format!("refused ({code}): {words}"),
        };
        format!("{action} on the table {table:?}: {what_to_do}")
    }
}

impl Cause {
    pub(crate) fn of<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Self {
        match error {
            SdkError::TimeoutError(_) => Self::TimedOut,
            SdkError::DispatchFailure(failure) if failure.is_timeout() => Self::TimedOut,
            SdkError::DispatchFailure(failure) if failure.is_io() || failure.as_other().is_some() => Self::Disconnected,
            SdkError::DispatchFailure(_) | SdkError::ConstructionFailure(_) => Self::Client,
            SdkError::ServiceError(refused) => {
                Self::of_answer(refused.raw().status().as_u16(), error.code(), error.message())
            }
            _ => Self::Unreadable,
        }
    }

    fn of_answer(status: u16, code: Option<&str>, message: Option<&str>) -> Self {
        let code = plain(code.unwrap_or_default(), 80);
        match code.as_str() {
            "" if status >= 500 => Self::Down(status.to_string()),
            "" => Self::Unreadable,
            "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" => Self::Denied,
            "ResourceNotFoundException" | "TableNotFoundException" => Self::Missing,
            "LimitExceededException" => Self::Limited,
            "ProvisionedThroughputExceededException"
            | "RequestLimitExceeded"
            | "RequestThrottled"
            | "SlowDown"
            | "Throttling"
            | "ThrottlingException"
            | "TooManyRequestsException" => Self::Throttled(code),
            "ExpiredToken"
            | "ExpiredTokenException"
            | "IncompleteSignature"
            | "IncompleteSignatureException"
            | "InvalidClientTokenId"
            | "InvalidSignatureException"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException"
            | "NotAuthorized"
            | "OptInRequired"
            | "SignatureDoesNotMatch"
            | "UnrecognizedClientException" => Self::Credentials(code),
            "ReplicatedWriteConflictException" | "TransactionConflictException" | "TransactionInProgressException" => {
                Self::Conflict(code)
            }
            "UnknownOperation" | "UnknownOperationException" => Self::Unknown,
            // Its words are about the form of a request, and what to mend. Others may quote a signed header.
            "ValidationException" => Self::Refused(code, message.map(|words| plain(words, 300))),
            _ if status >= 500 => Self::Down(code),
            _ => Self::Refused(code, None),
        }
    }
}

/// The beginning of a text from outside, as one line.
fn plain(text: &str, most: usize) -> String {
    let mut plain: String = text.chars().take(most).flat_map(char::escape_debug).collect();
    if text.chars().nth(most).is_some() {
        plain.push_str("...");
    }
    plain
}
