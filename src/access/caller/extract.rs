//! `Caller<P>`: the extractor that stands in every handler's signature.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, HeaderValue, WWW_AUTHENTICATE};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use chrono::{DateTime, Utc};

use super::{Permission, Principal};
use crate::access::tokens::{Authenticator, TokenError};
use crate::platform::changes::Origin;
use crate::platform::http::limits::{charge_address, charge_caller};
use crate::platform::http::{Code, Problem, RequestId, Text};

/// The caller of a request who has the permission `P`.
///
/// Derefs to [`Principal`]: `caller.scope`, `caller.role`, `caller.may::<PiiRead>()`.
pub struct Caller<P: Permission> {
    principal: Arc<Principal>,
    request_id: Option<uuid::Uuid>,
    permission: PhantomData<fn() -> P>,
}

impl<P: Permission> Caller<P> {
    /// How the history names who writes at this moment.
    pub fn origin(&self, now: DateTime<Utc>) -> Origin {
        Origin { actor: self.principal.actor, request_id: self.request_id, import_id: None, now }
    }

    fn extract(request: &HttpRequest) -> Result<Self, Problem> {
        let principal = match authenticate(request) {
            Ok(principal) => principal,
            Err(problem) => {
                // The edge has charged those who send no token at all.
                if request.headers().contains_key(AUTHORIZATION) {
                    charge_address(request)?;
                }
                return Err(problem);
            }
        };
        charge_caller(request, principal.account_id)?;
        if !principal.may::<P>() {
            return Err(forbidden::<P>());
        }
        let request_id = request.extensions().get::<RequestId>().map(|id| id.0);
        Ok(Caller { principal, request_id, permission: PhantomData })
    }
}

impl<P: Permission> Deref for Caller<P> {
    type Target = Principal;

    fn deref(&self) -> &Principal {
        &self.principal
    }
}

impl<P: Permission> FromRequest for Caller<P> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::extract(request))
    }
}

fn authenticate(request: &HttpRequest) -> Result<Arc<Principal>, Problem> {
    let authenticator = request
        .app_data::<web::Data<Authenticator>>()
        .ok_or_else(|| Problem::internal("no authenticator is registered"))?;
    let header = request.headers().get(AUTHORIZATION).ok_or_else(unauthenticated)?;
    let token = bearer(header).ok_or_else(unauthenticated)?;
    authenticator.authenticate(token, Utc::now()).map_err(refuse)
}

/// The token of `Authorization: Bearer ...`; the scheme's name in any case (RFC 9110).
fn bearer(header: &HeaderValue) -> Option<&str> {
    let (scheme, token) = header.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_start())
}

fn unauthenticated() -> Problem {
    Problem::new(Code::Unauthenticated).www_authenticate(r#"Bearer realm="payung""#)
}

fn refuse(error: TokenError) -> Problem {
    const CHALLENGE: &str = r#"Bearer realm="payung", error="invalid_token""#;
    match error {
        TokenError::Invalid => Problem::new(Code::Unauthenticated).www_authenticate(CHALLENGE),
        TokenError::Expired => Problem::new(Code::TokenExpired).www_authenticate(CHALLENGE),
        TokenError::Revoked => Problem::new(Code::TokenRevoked).www_authenticate(CHALLENGE),
        TokenError::Stale => Problem::unavailable().source(error),
    }
}

/// A 403 that names the scope a system would need (RFC 6750, section 3.1).
fn forbidden<P: Permission>() -> Problem {
    let problem = Problem::new(Code::Forbidden);
    if P::PEOPLE_ONLY {
        return problem;
    }
    let challenge = format!(r#"Bearer realm="payung", error="insufficient_scope", scope="{}""#, P::SCOPE);
    let problem = problem.detail(Text::new(
        format!("Peran atau cakupan Anda tidak memuat {}.", P::SCOPE),
        format!("Your role or scopes do not include {}.", P::SCOPE),
    ));
    match HeaderValue::from_str(&challenge) {
        Ok(value) => problem.header(WWW_AUTHENTICATE, value),
        Err(error) => problem.source(error),
    }
}
