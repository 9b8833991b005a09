//! A function URL: what is posted to it is an event of the function, and the function's answer is the response.

use crate::events;
use crate::loopback::{Server, answer};
use crate::runtime_api::Function;
use std::sync::Arc;

pub(crate) async fn before(function: Arc<Function>) -> Server {
    Server::start(move |request| {
        let function = Arc::clone(&function);
        async move {
            let body = String::from_utf8(request.body().to_vec()).unwrap();
            let told = function.invoke(&events::function_url(request.uri().path(), &body)).await.json();
            let status = u16::try_from(told["statusCode"].as_u64().unwrap()).unwrap();
            answer(status, told["body"].as_str().unwrap().to_owned())
        }
    })
    .await
}
