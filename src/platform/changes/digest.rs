//! The salted digest of a change row, and the audit chain over the digests.
//!
//! The digest covers the row as its members in JSON with sorted names, so that it can be recomputed
//! from the database. The salt lets a payload be erased without leaving a hash that can be guessed.

use aws_lc_rs::digest::{Context, SHA256};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;
use uuid::Uuid;

use super::{Change, Origin};

/// The length of a salt in bytes.
const SALT_LEN: usize = 16;

/// A fresh random salt.
pub(super) fn salt() -> Result<Vec<u8>, Unspecified> {
    let mut salt = vec![0_u8; SALT_LEN];
    SystemRandom::new().fill(&mut salt)?;
    Ok(salt)
}

/// SHA-256 over the salt and the change in canonical form.
pub(super) fn of_change(
    salt: &[u8],
    id: Uuid,
    origin: &Origin,
    change: &Change,
    recorded_at: DateTime<Utc>,
) -> Vec<u8> {
    // serde_json keeps members sorted, which makes this text canonical.
    let canonical = json!({
        "id": id,
        "regency_id": change.regency_id,
        "subject": change.subject.as_str(),
        "subject_id": change.subject_id,
        "version": change.version,
        "action": change.action,
        "region_code": change.region_code,
        "actor_kind": origin.actor.kind(),
        "actor_id": origin.actor.id(),
        "request_id": origin.request_id,
        "import_id": origin.import_id,
        "reason": change.reason,
        "recorded_at": recorded_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        "before": change.before,
        "after": change.after,
    });
    let mut context = Context::new(&SHA256);
    context.update(salt);
    context.update(canonical.to_string().as_bytes());
    context.finish().as_ref().to_vec()
}

/// The chain's next link: SHA-256 over the previous link, the position and the change's digest.
pub(super) fn next_link(previous: &[u8], position: i64, digest: &[u8]) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    context.update(previous);
    context.update(&position.to_be_bytes());
    context.update(digest);
    context.finish().as_ref().to_vec()
}

/// What stands before the first link.
pub(super) const GENESIS: [u8; 32] = [0; 32];
