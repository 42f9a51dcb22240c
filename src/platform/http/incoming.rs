//! The bytes of a file as they arrive: bounded in size and patience, and digested, so that a repetition can be told
//! from another file under the same key.

use std::time::Duration;

use actix_web::web::{Bytes, Payload};
use aws_lc_rs::digest::{Context, SHA256};
use futures_util::StreamExt;

use super::codes::Code;
use super::problem::Problem;
use crate::platform::i18n::Text;

/// A line that is silent for longer holds a connection to the database for nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// A file on its way in.
pub struct Incoming {
    payload: Payload,
    limit: u64,
    received: u64,
    request: Context,
    file: Context,
}

/// SHA-256 of what has arrived.
pub struct Digests {
    /// Of the query and the file: what was asked.
    pub request: Vec<u8>,
    /// Of the file alone.
    pub file: Vec<u8>,
}

impl Incoming {
    /// The file of a request; `asked` is its query, which is part of what was asked.
    pub fn new(payload: Payload, limit: u64, asked: &str) -> Self {
        let mut request = Context::new(&SHA256);
        request.update(asked.as_bytes());
        request.update(b"\n");
        Self { payload, limit, received: 0, request, file: Context::new(&SHA256) }
    }

    /// The next piece; none at the end.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let timeout = || Problem::new(Code::RequestTimeout);
        let piece = tokio::time::timeout(PATIENCE, self.payload.next()).await.map_err(|_| timeout())?;
        let Some(piece) = piece else { return Ok(None) };
        let piece = piece.map_err(|error| timeout().source(error))?;
        self.received = self.received.saturating_add(u64::try_from(piece.len()).map_err(Problem::internal)?);
        if self.received > self.limit {
            return Err(too_large(self.limit));
        }
        self.request.update(&piece);
        self.file.update(&piece);
        Ok(Some(piece))
    }

    /// How many bytes have arrived.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Reads what is left and tells the digest of everything that was asked.
    pub async fn read_to_end(mut self) -> Result<Vec<u8>, Problem> {
        while self.next().await?.is_some() {}
        Ok(self.digests().request)
    }

    /// The digests of what has arrived.
    pub fn digests(self) -> Digests {
        let finish = |context: Context| context.finish().as_ref().to_vec();
        Digests { request: finish(self.request), file: finish(self.file) }
    }
}

fn too_large(limit: u64) -> Problem {
    Problem::new(Code::BodyTooLarge).detail(Text::new(
        format!("Berkas melebihi batas {limit} bita."),
        format!("The file exceeds the limit of {limit} bytes."),
    ))
}
