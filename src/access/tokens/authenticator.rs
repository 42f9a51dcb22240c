//! From a bearer token to a principal, without asking the database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use uuid::Uuid;

use super::payload::AccessToken;
use super::trust::{Snapshot, Trust};
use crate::access::caller::Principal;

/// Tokens that one worker remembers, in each of two generations.
const GENERATION: usize = 2048;

/// Why a token is not honoured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a token of this service, or damaged.
    #[error("the token is not one of this service")]
    Invalid,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// Its session ended or its account changed.
    #[error("the token was revoked")]
    Revoked,
    /// Revocations could not be read for too long, so nothing can be said.
    #[error("revocations could not be read for too long")]
    Stale,
}

/// Verifies tokens for one worker. Checking a signature costs as much as the rest of a small request,
/// so verified tokens are remembered under their whole text; expiry, key and revocation are checked
/// each time.
pub struct Authenticator {
    trust: Arc<Trust>,
    validation: Validation,
    cache: Mutex<Cache>,
}

/// Two generations: when the young one is full it becomes the old one, and the old one is forgotten.
#[derive(Default)]
struct Cache {
    young: HashMap<String, Arc<Verified>>,
    old: HashMap<String, Arc<Verified>>,
}

/// A token whose signature was checked.
struct Verified {
    principal: Arc<Principal>,
    key_id: Uuid,
    version: i32,
    exp: i64,
}

impl Authenticator {
    /// A worker's own authenticator, with an empty memory.
    pub fn new(trust: Arc<Trust>) -> Self {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[&trust.settings().issuer]);
        validation.set_audience(&[&trust.settings().audience]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // The expiry is compared here, on every use and with the caller's clock.
        validation.validate_exp = false;
        Authenticator { trust, validation, cache: Mutex::default() }
    }

    /// Who the token speaks for.
    pub fn authenticate(&self, token: &str, now: DateTime<Utc>) -> Result<Arc<Principal>, TokenError> {
        let snapshot = self.trust.current();
        if !snapshot.is_fresh() {
            return Err(TokenError::Stale);
        }
        let known = self.cache.lock().unwrap_or_else(PoisonError::into_inner).get(token);
        let verified = match known {
            Some(verified) => verified,
            None => {
                let verified = Arc::new(self.verify(token, &snapshot, now)?);
                let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
                cache.insert(token, Arc::clone(&verified));
                verified
            }
        };
        verified.check(&snapshot, now)?;
        Ok(Arc::clone(&verified.principal))
    }

    fn verify(&self, token: &str, snapshot: &Snapshot, now: DateTime<Utc>) -> Result<Verified, TokenError> {
        let header = decode_header(token).map_err(|_| TokenError::Invalid)?;
        let key_id = header.kid.and_then(|kid| Uuid::parse_str(&kid).ok()).ok_or(TokenError::Invalid)?;
        let key = snapshot.verifying_key(key_id, now).ok_or(TokenError::Invalid)?;
        let payload =
            decode::<AccessToken>(token, key, &self.validation).map_err(|_| TokenError::Invalid)?.claims;
        let (version, exp) = (payload.ver, payload.exp);
        let principal = payload.principal().ok_or(TokenError::Invalid)?;
        Ok(Verified { principal: Arc::new(principal), key_id, version, exp })
    }
}

impl Verified {
    /// What can have changed since the signature was checked.
    fn check(&self, snapshot: &Snapshot, now: DateTime<Utc>) -> Result<(), TokenError> {
        if now.timestamp() >= self.exp {
            return Err(TokenError::Expired);
        }
        if snapshot.verifying_key(self.key_id, now).is_none() {
            return Err(TokenError::Invalid);
        }
        let principal = &self.principal;
        if snapshot.is_revoked(principal.account_id, self.version, principal.session_id) {
            return Err(TokenError::Revoked);
        }
        Ok(())
    }
}

impl Cache {
    fn get(&mut self, token: &str) -> Option<Arc<Verified>> {
        if let Some(found) = self.young.get(token) {
            return Some(Arc::clone(found));
        }
        // In use still: it moves to the young generation.
        let (token, found) = self.old.remove_entry(token)?;
        self.keep(token, Arc::clone(&found));
        Some(found)
    }

    fn insert(&mut self, token: &str, verified: Arc<Verified>) {
        self.keep(token.to_owned(), verified);
    }

    fn keep(&mut self, token: String, verified: Arc<Verified>) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(token, verified);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::caller::{AccountKind, Role, ScopeSet};
    use crate::access::tokens::payload::{Grant, LIFETIME_SECONDS};
    use crate::access::tokens::testing;
    use chrono::Duration;

    fn grant() -> Grant {
        Grant {
            account_id: Uuid::from_u128(1),
            kind: AccountKind::User,
            role: Some(Role::Officer),
            scopes: ScopeSet::of_role(Role::Officer),
            regions: Vec::new(),
            regency_id: Some(7),
            session_id: Some(Uuid::from_u128(2)),
            version: 3,
        }
    }

    #[test]
    fn a_token_speaks_for_its_account_until_it_expires() {
        let now = Utc::now();
        let (trust, _) = testing::trust("https://a.example", now);
        let signed = trust.sign(grant(), now).unwrap();
        let authenticator = Authenticator::new(trust);
        for _ in 0..2 {
            let principal = authenticator.authenticate(&signed.token, now).unwrap();
            assert_eq!(principal.account_id, Uuid::from_u128(1));
            assert_eq!(principal.role, Some(Role::Officer));
            assert_eq!(principal.scope.regency_ids, [7]);
        }
        let end = now + Duration::seconds(LIFETIME_SECONDS);
        assert_eq!(authenticator.authenticate(&signed.token, end), Err(TokenError::Expired));
    }

    #[test]
    fn a_revocation_reaches_remembered_tokens() {
        let now = Utc::now();
        for (target, below, revoked) in [
            (Uuid::from_u128(1), Some(4), true),
            (Uuid::from_u128(1), Some(3), false),
            (Uuid::from_u128(2), None, true),
            (Uuid::from_u128(9), None, false),
        ] {
            let (trust, key) = testing::trust("https://a.example", now);
            let signed = trust.sign(grant(), now).unwrap();
            let authenticator = Authenticator::new(Arc::clone(&trust));
            authenticator.authenticate(&signed.token, now).unwrap();
            testing::revoke(&trust, key, target, below);
            let verdict = authenticator.authenticate(&signed.token, now).map(|_| ());
            assert_eq!(verdict, if revoked { Err(TokenError::Revoked) } else { Ok(()) });
        }
    }

    #[test]
    fn tokens_of_another_key_issuer_or_form_are_refused() {
        let now = Utc::now();
        let (ours, _) = testing::trust("https://a.example", now);
        let (theirs, _) = testing::trust("https://b.example", now);
        let foreign = theirs.sign(grant(), now).unwrap().token;
        let good = ours.sign(grant(), now).unwrap().token;
        let (head, signature) = good.rsplit_once('.').unwrap();
        let flipped: String = signature.chars().rev().collect();
        let authenticator = Authenticator::new(ours);
        for token in [foreign.as_str(), "", "a.b.c", &format!("{head}.{flipped}"), &format!("{head}.")] {
            assert_eq!(authenticator.authenticate(token, now), Err(TokenError::Invalid), "{token}");
        }
    }

    #[test]
    fn nothing_is_believed_before_the_keys_were_read() {
        let now = Utc::now();
        let (trust, _) = testing::trust("https://a.example", now);
        let token = trust.sign(grant(), now).unwrap().token;
        let unread = Authenticator::new(testing::unread_trust());
        assert_eq!(unread.authenticate(&token, now), Err(TokenError::Stale));
    }

    #[test]
    fn a_process_that_cannot_read_revocations_for_long_refuses() {
        let now = Utc::now();
        let (trust, key) = testing::trust("https://a.example", now);
        let token = trust.sign(grant(), now).unwrap().token;
        let authenticator = Authenticator::new(Arc::clone(&trust));
        assert!(authenticator.authenticate(&token, now).is_ok());
        testing::make_stale(&trust, key);
        assert_eq!(authenticator.authenticate(&token, now), Err(TokenError::Stale));
    }

    #[test]
    fn the_memory_is_bounded_and_keeps_what_is_used() {
        let mut cache = Cache::default();
        let verified = || {
            let principal = testing::payload().principal().unwrap();
            Arc::new(Verified { principal: Arc::new(principal), key_id: Uuid::nil(), version: 1, exp: 0 })
        };
        for number in 0..(GENERATION * 5) {
            cache.insert(&number.to_string(), verified());
            assert!(cache.get("0").is_some(), "in use, so never forgotten: {number}");
        }
        assert!(cache.young.len() + cache.old.len() <= GENERATION * 2);
    }
}
