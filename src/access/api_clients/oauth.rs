//! `POST /oauth2/token`: OAuth 2 client credentials (RFC 6749, 4.4). Its errors are those of the RFC and
//! not problems, since standard clients look for them.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA, WWW_AUTHENTICATE};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, post};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::basic::{self, Header, Presented};
use super::model::ApiClient;
use super::queries;
use crate::access::caller::ScopeSet;
use crate::access::tokens::opaque::OpaqueToken;
use crate::access::users::AccountStatus;
use crate::app::AppState;
use crate::platform::http::limits::charge_sign_in;
use crate::platform::http::query::pairs;
use crate::platform::http::{Problem, Reply, RequestContext, Routes};

/// Registers the route.
pub fn configure(config: &mut Routes<'_>) {
    config.service(create_token);
}

/// A form, `application/x-www-form-urlencoded`.
//
// This is the documented shape; `Form::read` reads it.
#[derive(Deserialize, ToSchema)]
#[expect(
    dead_code,
    reason = "describes the form in the OpenAPI document; an unknown name in a form is no error"
)]
pub struct TokenRequest {
    /// Always `client_credentials`.
    #[schema(example = "client_credentials")]
    grant_type: String,
    /// Space-separated; all scopes of the client without it.
    #[schema(example = "workers:read coverage:check")]
    scope: Option<String>,
    /// The client's id, unless it stands in the `Authorization` header.
    client_id: Option<String>,
    /// The client's secret, unless it stands in the `Authorization` header.
    #[schema(format = Password)]
    client_secret: Option<String>,
}

/// An access token for a system.
#[derive(Serialize, ToSchema)]
pub struct TokenResponse {
    /// Goes into `Authorization: Bearer ...`.
    access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds until it ends.
    #[schema(example = 600)]
    expires_in: i64,
    /// What it may do.
    #[schema(example = "coverage:check workers:read")]
    scope: String,
}

/// An error as RFC 6749 has it.
#[derive(Serialize, ToSchema)]
pub struct TokenError {
    /// `invalid_request`, `invalid_client`, `unsupported_grant_type` or `invalid_scope`.
    #[schema(example = "invalid_client")]
    error: &'static str,
    /// For the developer.
    #[schema(example = "The client is not known, or its secret does not match.")]
    error_description: &'static str,
}

/// Issue a token to a system
///
/// OAuth 2 client credentials. Id and secret stand in `Authorization: Basic` or in the form, not in both.
/// Errors have the form of RFC 6749.
#[utoipa::path(
    tag = "sessions",
    security(()),
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "An access token.", body = TokenResponse),
        (status = 400, description = "The request cannot be granted.", body = TokenError),
        (status = 401, description = "The client could not be authenticated.", body = TokenError),
    ),
)]
#[post("/oauth2/token")]
async fn create_token(
    body: Bytes,
    state: Data<AppState>,
    context: RequestContext,
    request: HttpRequest,
) -> Reply {
    charge_sign_in(&request)?;
    match issue(&request, &body, &state, context.now).await? {
        Ok(token) => Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header((PRAGMA, "no-cache"))
            .json(token)),
        Err(refusal) => Ok(refusal.respond()),
    }
}

/// Why no token is issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Request(&'static str),
    Client,
    GrantType,
    Scope,
}

/// The form, as far as it matters here. Unknown names are passed over, as the RFC asks.
struct Form {
    grant_type: Option<String>,
    scope: Option<String>,
    client_id: Option<String>,
    client_secret: Option<Zeroizing<String>>,
}

async fn issue(
    request: &HttpRequest,
    body: &[u8],
    state: &AppState,
    now: DateTime<Utc>,
) -> Result<Result<TokenResponse, Refusal>, Problem> {
    let (form, presented) = match Form::read(request, body).and_then(|form| form.credentials(request)) {
        Ok(read) => read,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(client) = authenticate(state, &presented, now).await? else { return Ok(Err(Refusal::Client)) };
    match form.grant_type.as_deref() {
        None => return Ok(Err(Refusal::Request("grant_type is missing."))),
        Some("client_credentials") => {}
        Some(_) => return Ok(Err(Refusal::GrantType)),
    }
    let scopes = match wanted_scopes(&client, form.scope.as_deref()) {
        Some(scopes) => scopes,
        None => return Ok(Err(Refusal::Scope)),
    };
    let scope = scopes.to_token();
    let signed = state.access.trust.sign(client.grant(scopes), now).map_err(Problem::internal)?;
    Ok(Ok(TokenResponse {
        access_token: signed.token,
        token_type: "Bearer",
        expires_in: signed.expires_in,
        scope,
    }))
}

/// The client whose secret this is. The comparison takes the same time wherever the digests differ.
async fn authenticate(
    state: &AppState,
    presented: &Presented,
    now: DateTime<Utc>,
) -> Result<Option<ApiClient>, Problem> {
    let Ok(id) = Uuid::try_parse(&presented.client_id) else { return Ok(None) };
    let digest = OpaqueToken::presented(&presented.secret).digest();
    let mut conn = state.db.read().await?;
    let good = queries::list_secret_digests(&mut conn, id, now).await?;
    if !good.iter().any(|known| verify_slices_are_equal(known, &digest).is_ok()) {
        return Ok(None);
    }
    let client = queries::find_own_account(&mut conn, id).await?;
    Ok(client.filter(|client| client.row.status == AccountStatus::Active))
}

/// The scopes asked for, if the client has them all; without any asked for, all it has.
fn wanted_scopes(client: &ApiClient, scope: Option<&str>) -> Option<ScopeSet> {
    let Some(scope) = scope.filter(|scope| !scope.trim().is_empty()) else {
        return Some(client.row.scopes.clone());
    };
    let wanted = ScopeSet::parse_for_client(scope.split(' ').filter(|name| !name.is_empty())).ok()?;
    client.row.scopes.covers(&wanted).then_some(wanted)
}

impl Form {
    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, Refusal> {
        let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = content_type.and_then(|value| value.split(';').next()).map(str::trim);
        if !essence.is_some_and(|essence| essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")) {
            return Err(Refusal::Request("The body must be application/x-www-form-urlencoded."));
        }
        let unreadable = Refusal::Request("The form cannot be read, or a name appears twice.");
        let text = std::str::from_utf8(body).map_err(|_| unreadable)?;
        let mut form = Form { grant_type: None, scope: None, client_id: None, client_secret: None };
        for (name, value) in pairs(text).map_err(|_| unreadable)? {
            match name.as_str() {
                "grant_type" => form.grant_type = Some(value),
                "scope" => form.scope = Some(value),
                "client_id" => form.client_id = Some(value),
                "client_secret" => form.client_secret = Some(Zeroizing::new(value)),
                _ => {}
            }
        }
        Ok(form)
    }

    /// The id and the secret from the one place where they stand.
    fn credentials(mut self, request: &HttpRequest) -> Result<(Self, Presented), Refusal> {
        let twice = Refusal::Request("Present the client either in the header or in the form.");
        let presented = match (basic::read(request), self.client_id.take(), self.client_secret.take()) {
            (Header::Basic(_), _, Some(_)) => return Err(twice),
            (Header::Basic(presented), Some(id), None) if id != presented.client_id => return Err(twice),
            (Header::Basic(presented), _, None) => presented,
            (Header::Absent, Some(client_id), Some(secret)) => Presented { client_id, secret },
            (Header::Absent | Header::Unreadable, _, _) => return Err(Refusal::Client),
        };
        Ok((self, presented))
    }
}

impl Refusal {
    fn respond(self) -> HttpResponse {
        let (status, error, error_description) = match self {
            Refusal::Request(why) => (StatusCode::BAD_REQUEST, "invalid_request", why),
            Refusal::Client => (
                StatusCode::UNAUTHORIZED,
                "invalid_client",
                "The client is not known, or its secret does not match.",
            ),
            Refusal::GrantType => (
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                "Only client_credentials is granted here.",
            ),
            Refusal::Scope => {
                (StatusCode::BAD_REQUEST, "invalid_scope", "The client does not have all these scopes.")
            }
        };
        let mut response = HttpResponse::build(status);
        response.insert_header((CACHE_CONTROL, "no-store"));
        if status == StatusCode::UNAUTHORIZED {
            response.insert_header((WWW_AUTHENTICATE, r#"Basic realm="payung", charset="UTF-8""#));
        }
        response.json(TokenError { error, error_description })
    }
}
