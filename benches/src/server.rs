//! A server in a process of its own, so that its CPU time is not the client's.

use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A child process that runs [`serve`]. Killed when dropped.
#[derive(Debug)]
pub struct Server {
    process: Child,
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub url: String,
}

impl Server {
    /// Starts this same program with the argument `serve`.
    ///
    /// # Errors
    /// When it cannot be started, or says no address.
    pub fn start() -> io::Result<Self> {
        let mut process = Command::new(std::env::current_exe()?).arg("serve").stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().ok_or_else(|| io::Error::other("the server has no output"))?;
        let mut url = String::new();
        BufReader::new(output).read_line(&mut url)?;
        Ok(Self { process, url: url.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that is gone already is no harm.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Answers every request on every connection with this JSON, and prints the address first. Runs until killed.
///
/// # Errors
/// When no port can be had.
#[expect(clippy::print_stdout, reason = "the parent process reads the address")]
pub async fn serve(json: &str) -> io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("http://{}", listener.local_addr()?);
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", json.len());
    let answer: Box<[u8]> = [head.as_bytes(), json.as_bytes()].concat().into();
    let answer: &'static [u8] = Box::leak(answer);
    loop {
        let (connection, _peer) = listener.accept().await?;
        connection.set_nodelay(true)?;
        tokio::spawn(converse(connection, answer));
    }
}

/// One answer per request head: GETs have no body.
async fn converse(mut connection: TcpStream, answer: &[u8]) -> io::Result<()> {
    let mut received = Vec::new();
    loop {
        if connection.read_buf(&mut received).await? == 0 {
            return Ok(());
        }
        while let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
            received.drain(..end.saturating_add(4));
            connection.write_all(answer).await?;
        }
    }
}
