//! One API call as a value.

use crate::multipart::Multipart;
use crate::params::Params;
use crate::rate::RateClass;
use crate::retry::RetryPolicy;
use crate::transport::Body;
use http::Method;
use secrecy::SecretString;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::{self, Display};
use std::time::SystemTime;

/// Whether sending a call twice does the same as sending it once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Replay {
    /// Safe to repeat after a server error or a timeout. The default of GET and HEAD only: a PUT may append.
    Safe,
    /// Never repeated once it may have arrived.
    Never,
}

/// The body that an answer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expect {
    /// JSON.
    Json,
    /// Nothing that matters.
    Empty,
    /// JSON, or nothing, which stands for an empty list.
    JsonOrEmpty,
}

/// What a call sends.
#[derive(Default)]
#[non_exhaustive]
pub enum Payload {
    /// No body.
    #[default]
    None,
    /// `application/x-www-form-urlencoded`, with a length even when there is no pair.
    Form(Params),
    /// `application/json`, or why the value could not be written.
    Json(Result<Vec<u8>, String>),
    /// Any body with its content type. A stream is sent at most once.
    Raw {
        /// The `Content-Type` header.
        content_type: Cow<'static, str>,
        /// The body.
        body: Body,
    },
}

/// A call: built by an endpoint method, carried out by a [`Pipeline`](crate::Pipeline).
#[derive(Debug)]
pub struct Call {
    pub(crate) method: Method,
    pub(crate) path: PathSource,
    pub(crate) query: Params,
    pub(crate) payload: Payload,
    /// Holds no pair: only what was refused.
    pub(crate) refusals: Params,
    pub(crate) class: Option<RateClass>,
    pub(crate) scope: Option<String>,
    pub(crate) replay: Replay,
    pub(crate) expect: Expect,
    pub(crate) fresh: bool,
    /// Secrets of the body.
    pub(crate) hidden: Vec<SecretString>,
}

#[derive(Debug)]
pub(crate) enum PathSource {
    /// A template of this API, below its path prefix, with its arguments.
    Route { template: &'static str, args: Vec<String> },
    /// A whole path that the caller wrote.
    Raw(String),
}

impl Call {
    /// A call to a route template such as `/issues/{issueIdOrKey}`.
    pub fn new(method: Method, template: &'static str) -> Self {
        Self::to(method, PathSource::Route { template, args: Vec::new() })
    }

    /// A GET call.
    pub fn get(template: &'static str) -> Self {
        Self::new(Method::GET, template)
    }

    /// A HEAD call.
    pub fn head(template: &'static str) -> Self {
        Self::new(Method::HEAD, template)
    }

    /// A POST call.
    pub fn post(template: &'static str) -> Self {
        Self::new(Method::POST, template)
    }

    /// A PUT call.
    pub fn put(template: &'static str) -> Self {
        Self::new(Method::PUT, template)
    }

    /// A PATCH call.
    pub fn patch(template: &'static str) -> Self {
        Self::new(Method::PATCH, template)
    }

    /// A DELETE call.
    pub fn delete(template: &'static str) -> Self {
        Self::new(Method::DELETE, template)
    }

    /// A call to a whole path, percent-encoded by the caller, without the API's path prefix.
    pub fn raw(method: Method, path: impl Into<String>) -> Self {
        Self::to(method, PathSource::Raw(path.into()))
    }

    fn to(method: Method, path: PathSource) -> Self {
        let replay = if method.is_safe() { Replay::Safe } else { Replay::Never };
        Self {
            method,
            path,
            query: Params::new(),
            payload: Payload::None,
            refusals: Params::new(),
            class: None,
            scope: None,
            replay,
            expect: Expect::Json,
            fresh: false,
            hidden: Vec::new(),
        }
    }

    /// The value of the template's next `{place}`. Encoded as one path segment.
    #[must_use]
    pub fn arg(mut self, arg: impl Display) -> Self {
        if let PathSource::Route { args, .. } = &mut self.path {
            args.push(arg.to_string());
        }
        self
    }

    /// The query parameters.
    #[must_use]
    pub fn query(mut self, query: Params) -> Self {
        self.query = query;
        self
    }

    /// The form body.
    #[must_use]
    pub fn form(mut self, form: Params) -> Self {
        self.payload = Payload::Form(form);
        self
    }

    /// The JSON body.
    #[must_use]
    pub fn json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        self.payload = Payload::Json(serde_json::to_vec(value).map_err(|error| error.to_string()));
        self
    }

    /// Any other body.
    #[must_use]
    pub fn body(mut self, content_type: impl Into<Cow<'static, str>>, body: impl Into<Body>) -> Self {
        self.payload = Payload::Raw { content_type: content_type.into(), body: body.into() };
        self
    }

    /// A form with a file.
    #[must_use]
    pub fn multipart(self, form: Multipart) -> Self {
        match form.finish() {
            Ok((content_type, body)) => self.body(content_type, body),
            Err((name, rule)) => self.refuse(name, rule),
        }
    }

    /// Makes the call fail with [`InvalidRequest`](crate::ErrorKind::InvalidRequest) before anything is sent, naming the
    /// value and the rule that it breaks: for bodies that are no [`Params`]. The first refusal counts.
    #[must_use]
    pub fn refuse(mut self, name: impl Into<Cow<'static, str>>, rule: impl Display) -> Self {
        self.refusals.refuse(name, rule);
        self
    }

    /// Says that the body holds this secret: like the credential, it is cut out of errors when the API echoes it.
    #[must_use]
    pub fn hide(mut self, secret: impl Into<SecretString>) -> Self {
        self.hidden.push(secret.into());
        self
    }

    /// The rate class of the endpoint, where it is not the one of its method.
    #[must_use]
    pub fn class(mut self, class: RateClass) -> Self {
        self.class = Some(class);
        self
    }

    /// The part of the class that is counted alone, such as a chat room.
    #[must_use]
    pub fn scope(mut self, scope: impl Display) -> Self {
        self.scope = Some(scope.to_string());
        self
    }

    /// Whether the call may be repeated once it may have arrived.
    #[must_use]
    pub fn replay(mut self, replay: Replay) -> Self {
        self.replay = replay;
        self
    }

    /// What the answer's body is.
    #[must_use]
    pub fn expect(mut self, expect: Expect) -> Self {
        self.expect = expect;
        self
    }

    /// Asks for a connection that was never idle, so that the call's fate is known soon.
    #[must_use]
    pub fn fresh(mut self) -> Self {
        self.fresh = true;
        self
    }
}

/// What one caller wants differently from the client's settings. `client.with(options)` is a cheap clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallOptions {
    pub(crate) deadline: Option<SystemTime>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) fresh: bool,
}

impl CallOptions {
    /// The client's own settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// The moment by which calls must have ended, waits included: for a function that is killed at a known time.
    #[must_use]
    pub fn deadline(mut self, deadline: SystemTime) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Another retry policy.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Connections that were never idle.
    #[must_use]
    pub fn fresh(mut self) -> Self {
        self.fresh = true;
        self
    }
}

impl CallOptions {
    /// These options, and the base's where these set nothing.
    pub(crate) fn over(self, base: &Self) -> Self {
        Self {
            deadline: self.deadline.or(base.deadline),
            retry: self.retry.or_else(|| base.retry.clone()),
            fresh: self.fresh || base.fresh,
        }
    }
}

impl fmt::Debug for Payload {
    /// The kind only: a body may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Form(form) => f.debug_tuple("Form").field(form).finish(),
            Self::Json(Ok(json)) => write!(f, "Json({} bytes)", json.len()),
            Self::Json(Err(_)) => f.write_str("Json(unwritable)"),
            Self::Raw { content_type, body } => write!(f, "Raw({content_type}, {body:?})"),
        }
    }
}

impl Display for PathSource {
    /// The template, or the raw path: both without query.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Route { template, .. } => f.write_str(template),
            Self::Raw(path) => f.write_str(path),
        }
    }
}
