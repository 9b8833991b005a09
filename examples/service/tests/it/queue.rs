//! A queue of the stand-in of AWS, behind a line that can be cut.

use crate::world::unique;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::QueueAttributeName;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub(crate) struct Queue {
    client: Client,
    url: String,
    line: String,
    is_cut: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

impl Queue {
    /// `None`, and why, where there is no stand-in of AWS.
    pub(crate) async fn start() -> Option<Self> {
        let Ok(endpoint) = std::env::var("AWS_STANDIN_URL") else {
            println!("skipped: AWS_STANDIN_URL names no stand-in of AWS; ci/aws.sh starts one");
            return None;
        };
        let config = aws_config::from_env().endpoint_url(&endpoint).load().await;
        let client = Client::new(&config);
        let made = client.create_queue().queue_name(unique("alerts")).send().await.unwrap();
        let is_cut: Arc<AtomicBool> = Arc::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let line = format!("http://{}", listener.local_addr().unwrap());
        let to = endpoint.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let task = tokio::spawn(carry(listener, to, Arc::clone(&is_cut)));
        Some(Self { client, url: made.queue_url.unwrap(), line, is_cut, task })
    }

    /// The environment of a service that polls it.
    pub(crate) fn variables(&self, mut variables: Vec<(String, String)>) -> Vec<(String, String)> {
        variables.push(("TICKET_BRIDGE_QUEUES".to_owned(), self.url.clone()));
        variables.push(("AWS_ENDPOINT_URL".to_owned(), self.line.clone()));
        let aws = std::env::vars().filter(|(name, _)| name.starts_with("AWS_") && name != "AWS_STANDIN_URL");
        variables.extend(aws);
        variables
    }

    pub(crate) async fn send(&self, message: &str) {
        self.client.send_message().queue_url(&self.url).message_body(message).send().await.unwrap();
    }

    /// How many messages it holds, those among them that somebody received.
    pub(crate) async fn held(&self) -> u32 {
        let names = [
            QueueAttributeName::ApproximateNumberOfMessages,
            QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
        ];
        let asked = self.client.get_queue_attributes().queue_url(&self.url).set_attribute_names(Some(names.to_vec()));
        let told = asked.send().await.unwrap().attributes.unwrap();
        names.iter().map(|name| told[name].parse::<u32>().unwrap()).sum()
    }

    /// As when the network is down.
    pub(crate) fn cut(&self, is_cut: bool) {
        self.is_cut.store(is_cut, Ordering::SeqCst);
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(listener: TcpListener, to: String, is_cut: Arc<AtomicBool>) {
    loop {
        let (mut near, _) = listener.accept().await.unwrap();
        let (to, is_cut) = (to.clone(), Arc::clone(&is_cut));
        tokio::spawn(async move {
            if is_cut.load(Ordering::SeqCst) {
                return;
            }
            let mut far = TcpStream::connect(to).await.unwrap();
            let cut = async {
                while !is_cut.load(Ordering::SeqCst) {
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                }
            };
            tokio::select! {
                _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                () = cut => {}
            }
        });
    }
}
