//! Load over HTTP: as many kept connections as pgbench has, each with one request under way.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::Outcome;
use super::operations::Operation;
use super::people::Dice;

/// What came back.
#[derive(Debug, Clone, Copy)]
pub struct Served {
    /// Answers a second.
    pub rate: f64,
    /// Half of the answers came within this.
    pub p50: Duration,
    /// 99 of 100 came within this.
    pub p99: Duration,
}

/// Asks for so long over so many connections. Any other answer than the expected one fails the bench.
pub async fn load(
    address: SocketAddr,
    operation: &Operation,
    connections: usize,
    length: Duration,
) -> Outcome<Served> {
    let mut tasks = JoinSet::new();
    let started = Instant::now();
    for number in 0..connections {
        let requests = operation.requests();
        let seed = u64::try_from(number)? ^ u64::from(started.elapsed().subsec_nanos());
        let mut sender = connect(address).await?;
        tasks.spawn(async move {
            let mut dice = Dice::new(seed);
            let mut waits: Vec<Duration> = Vec::with_capacity(65_536);
            while started.elapsed() < length {
                let asked = Instant::now();
                ask(&mut sender, requests.next(&mut dice)?, requests.expected).await?;
                waits.push(asked.elapsed());
            }
            Outcome::Ok(waits)
        });
    }
    let mut waits = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        waits.extend(ended??);
    }
    let took = started.elapsed();
    waits.sort_unstable();
    let at = |share: usize| waits.get(waits.len() * share / 100).copied().unwrap_or(took);
    let count = u32::try_from(waits.len())?;
    Ok(Served { rate: f64::from(count) / took.as_secs_f64(), p50: at(50), p99: at(99) })
}

async fn connect(address: SocketAddr) -> Outcome<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn ask(
    sender: &mut SendRequest<Full<Bytes>>,
    request: Request<Full<Bytes>>,
    expected: StatusCode,
) -> Outcome<()> {
    sender.ready().await?;
    let answer = sender.send_request(request).await?;
    let status = answer.status();
    let body = answer.into_body().collect().await?.to_bytes();
    if status == expected {
        Ok(())
    } else {
        Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into())
    }
}
