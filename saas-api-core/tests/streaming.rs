//! Bodies of 200 MB pass without ever being whole in memory. In a process of its own: it measures the peak.

#[cfg(test)]
#[cfg(feature = "reqwest")]
mod bodies {
    use bytes::Bytes;
    use http::{Method, Request};
    use http_body::{Frame, SizeHint};
    use saas_api_core::{Body, BodyError, ReqwestTransport, Transport};
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    const SIZE: u64 = 200 * 1024 * 1024;
    const PIECE: u64 = 64 * 1024;
    const ALLOWED_KIB: u64 = 16 * 1024;

    /// So many bytes, made as they are asked for.
    struct Generated {
        left: u64,
        told: bool,
    }

    impl http_body::Body for Generated {
        type Data = Bytes;
        type Error = BodyError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _cx: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
            let size = self.left.min(PIECE);
            self.left -= size;
            let piece = vec![b'x'; usize::try_from(size).unwrap()];
            Poll::Ready((size > 0).then(|| Ok(Frame::data(piece.into()))))
        }

        fn size_hint(&self) -> SizeHint {
            if self.told { SizeHint::with_exact(self.left) } else { SizeHint::default() }
        }
    }

    /// The most memory that this process ever held; `None` where the system does not say.
    fn peak_kib() -> Option<u64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    /// Reads each request, of known or unknown length, and answers with as many bytes as the path names.
    async fn serve(mut stream: TcpStream) -> std::io::Result<()> {
        let mut buffer = vec![0; usize::try_from(PIECE).unwrap()];
        loop {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await?);
            }
            let head = String::from_utf8(head).unwrap().to_lowercase();
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
            let received = match length {
                Some(length) => {
                    let length: u64 = length.parse().unwrap();
                    let mut left = length;
                    while left > 0 {
                        let most = usize::try_from(left.min(PIECE)).unwrap();
                        let read = stream.read(&mut buffer[..most]).await?;
                        assert!(read > 0, "the request ended early");
                        left -= u64::try_from(read).unwrap();
                    }
                    length
                }
                None if head.contains("transfer-encoding: chunked") => chunked(&mut stream, &mut buffer).await?,
                None => 0,
            };
            let wanted = head.split(' ').nth(1).and_then(|path| path.trim_matches('/').parse().ok());
            let mut left: u64 = wanted.unwrap_or_default();
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {left}\r\nX-Received: {received}\r\n\r\n");
            stream.write_all(head.as_bytes()).await?;
            while left > 0 {
                let piece = left.min(PIECE);
                stream.write_all(&buffer[..usize::try_from(piece).unwrap()]).await?;
                left -= piece;
            }
        }
    }

    async fn chunked(stream: &mut TcpStream, buffer: &mut [u8]) -> std::io::Result<u64> {
        let mut total = 0;
        loop {
            let mut line = Vec::new();
            while !line.ends_with(b"\r\n") {
                line.push(stream.read_u8().await?);
            }
            let size = u64::from_str_radix(std::str::from_utf8(&line).unwrap().trim(), 16).unwrap();
            stream.read_exact(&mut buffer[..usize::try_from(size).unwrap()]).await?;
            stream.read_exact(&mut [0; 2]).await?;
            total += size;
            if size == 0 {
                return Ok(total);
            }
        }
    }

    /// Sends so many bytes, asks for so many, and counts both.
    async fn exchange(transport: &ReqwestTransport, url: &str, up: u64, told: bool, down: u64) {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{url}/{down}"))
            .body(Body::stream(Generated { left: up, told }))
            .unwrap();
        let response = transport.send(request).await.unwrap();
        assert_eq!(response.headers()["x-received"], up.to_string());
        let mut body = response.into_body();
        let mut received = 0;
        while let Some(piece) = body.chunk().await.unwrap() {
            received += u64::try_from(piece.len()).unwrap();
        }
        assert_eq!(received, down);
    }

    #[tokio::test]
    async fn two_hundred_megabytes_pass_in_sixteen() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            while let Ok((stream, _peer)) = listener.accept().await {
                tokio::spawn(serve(stream));
            }
        });
        let transport = ReqwestTransport::builder().no_proxy().build().unwrap();
        exchange(&transport, &url, 4 * PIECE, true, 4 * PIECE).await;
        let Some(before) = peak_kib() else {
            println!("skipped: this system does not tell the peak of memory");
            return;
        };
        exchange(&transport, &url, SIZE, true, 0).await;
        exchange(&transport, &url, SIZE / 8, false, 0).await;
        exchange(&transport, &url, 0, true, SIZE).await;
        let grown = peak_kib().unwrap() - before;
        assert!(grown < ALLOWED_KIB, "the peak grew by {grown} KiB");
        server.abort();
    }
}
