//! The public surface of the shared ground.

#[cfg(test)]
mod id;
#[cfg(test)]
mod open_enum;

#[cfg(test)]
#[cfg(all(feature = "reqwest", feature = "stream", feature = "test-util", feature = "tracing"))]
mod client {
    mod calls;
    mod concurrency;
    mod downloads;
    mod limits;
    mod login;
    #[cfg(feature = "oauth")]
    mod oauth;
    mod pager;
    mod read_only;
    mod retry;
    mod secrets;
    mod server;
    mod support;
    mod transport;
    mod types;
    mod wire;
}
