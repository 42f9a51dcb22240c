//! `Idempotency-Key`: a write that is sent twice happens once, and both callers hear the same answer.
//!
//! The answer is stored in the transaction of the write, so that neither exists without the other. A
//! failed write leaves nothing behind: the same key may try again. While one request with a key is
//! running, another with the same key is answered 409 at once instead of waiting for it.

mod answer;
mod store;

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::HeaderValue;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;

pub use answer::Answer;
pub use store::forget_before;

use super::codes::Code;
use super::problem::{FieldError, Problem, Reply};
use crate::platform::changes::Actor;
use crate::platform::db::Db;
use crate::platform::db::transaction::transact;
use crate::platform::i18n::Text;
use crate::platform::vault::Vault;

/// The request header that names a write.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The longest accepted key in characters.
const KEY_MAX: usize = 255;

/// SHA-256 of the request body, left in the request's extensions by the body extractor when the
/// request carries an `Idempotency-Key`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyDigest([u8; 32]);

impl BodyDigest {
    /// The digest of a body that was digested as it arrived.
    pub const fn new(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// Digests a whole body.
    pub fn of(body: &[u8]) -> Self {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest(&SHA256, body).as_ref());
        Self(bytes)
    }
}

/// Whether a request names its write, so that its body has to be digested.
pub fn is_keyed(request: &HttpRequest) -> bool {
    request.headers().contains_key(IDEMPOTENCY_KEY)
}

/// Runs a write in one transaction, once per caller, address and key.
///
/// Take it as an argument of every handler that writes by POST. Without the header the write simply
/// runs in a transaction.
#[derive(Debug)]
pub struct Once {
    request: HttpRequest,
    key: Option<String>,
}

impl FromRequest for Once {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = request.headers().get(IDEMPOTENCY_KEY).map(parse_key).transpose();
        ready(key.map(|key| Self { request: request.clone(), key }))
    }
}

impl Once {
    /// Runs the write and stores its answer beside it, or answers as it was answered before.
    pub async fn run(
        self,
        db: &Db,
        vault: &Vault,
        actor: Actor,
        now: DateTime<Utc>,
        write: impl AsyncFnOnce(&mut AsyncPgConnection) -> Result<Answer, Problem>,
    ) -> Reply {
        let mut conn = db.write().await?;
        let Some(key) = &self.key else {
            return Ok(transact(&mut conn, write).await?.respond());
        };
        let key_digest = self.key_digest(actor, key);
        let request_digest = self.request_digest();
        transact(&mut conn, async |conn| {
            if !store::try_lock(conn, &key_digest).await? {
                return Err(Problem::new(Code::IdempotencyInProgress).retry_after(1));
            }
            if let Some(stored) = store::find(conn, &key_digest).await? {
                return stored.replay(vault, &request_digest);
            }
            let answer = write(conn).await?;
            store::keep(conn, vault, key_digest, request_digest, &answer, now).await?;
            Ok(answer.respond())
        })
        .await
    }

    /// The name that the caller's key gives to a job, for bulk bodies that are not read twice.
    pub fn job_digest(&self, actor: Actor) -> Option<Vec<u8>> {
        self.key.as_ref().map(|key| self.key_digest(actor, key))
    }

    /// The name of this write: who, where and under which key.
    fn key_digest(&self, actor: Actor, key: &str) -> Vec<u8> {
        let id = actor.id().map(|id| id.to_string()).unwrap_or_default();
        let name = [actor.kind(), &id, self.request.method().as_str(), self.request.path(), key].join("\n");
        digest(&SHA256, name.as_bytes()).as_ref().to_vec()
    }

    /// What was asked: the body and, for addresses that take one, the query.
    fn request_digest(&self) -> Vec<u8> {
        let body = self.request.extensions().get::<BodyDigest>().copied();
        let mut asked = self.request.query_string().as_bytes().to_vec();
        asked.push(b'\n');
        asked.extend_from_slice(&body.unwrap_or_else(|| BodyDigest::of(b"")).0);
        digest(&SHA256, &asked).as_ref().to_vec()
    }
}

fn parse_key(value: &HeaderValue) -> Result<String, Problem> {
    let key = value.to_str().unwrap_or_default();
    let visible = key.chars().all(|c| c.is_ascii_graphic());
    if key.is_empty() || key.len() > KEY_MAX || !visible {
        return Err(Problem::new(Code::InvalidHeader).errors(vec![FieldError::new(
            "/Idempotency-Key",
            "invalid_idempotency_key",
            Text::new(
                format!("Kunci terdiri atas 1 sampai {KEY_MAX} karakter ASCII yang terlihat, tanpa spasi."),
                format!("A key has 1 to {KEY_MAX} visible ASCII characters, without spaces."),
            ),
        )]));
    }
    Ok(key.to_owned())
}
