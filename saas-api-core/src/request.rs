//! The escape hatch: any call, with the client's authentication, retry and redaction.

use crate::answer::Answer;
use crate::call::{Call, Payload, Replay};
use crate::error::Result;
use crate::params::Params;
use crate::pipeline::Pipeline;
use http::Method;
use serde::Serialize;
use std::fmt::Display;

/// A call that no endpoint method covers. Made by a client's `request()`.
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct RawRequest<'c> {
    pipeline: &'c Pipeline,
    call: Call,
    query: Params,
    form: Params,
}

impl<'c> RawRequest<'c> {
    /// For client crates.
    pub fn new(pipeline: &'c Pipeline, method: Method, path: impl Into<String>) -> Self {
        Self { pipeline, call: Call::raw(method, path), query: Params::new(), form: Params::new() }
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: impl Into<String>, value: impl Display) -> Self {
        self.query.push(name.into(), value);
        self
    }

    /// Adds a parameter of a form body.
    pub fn form(mut self, name: impl Into<String>, value: impl Display) -> Self {
        self.form.push(name.into(), value);
        self
    }

    /// Sends a JSON body instead of a form.
    pub fn json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        self.call = self.call.json(value);
        self
    }

    /// Whether the call may be repeated once it may have arrived. By default GET and HEAD only.
    pub fn replay(mut self, replay: Replay) -> Self {
        self.call = self.call.replay(replay);
        self
    }

    /// Sends it.
    ///
    /// # Errors
    /// Like every call of the client.
    pub async fn send(self) -> Result<Answer> {
        let mut call = self.call.query(self.query);
        let takes_form = !call.method.is_safe() && matches!(call.payload, Payload::None);
        if takes_form || !self.form.is_empty() {
            call = call.form(self.form);
        }
        self.pipeline.execute(call).await
    }
}
