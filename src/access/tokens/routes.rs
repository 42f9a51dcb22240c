//! What verifiers and OAuth clients look up.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpResponse, get};

use super::dto::{KeySet, PublicKey, ServerMetadata};
use crate::access::caller::PERMISSIONS;
use crate::app::AppState;
use crate::platform::http::{Problem, Reply, RequestContext, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(get_key_set).service(get_server_metadata);
}

/// Read the public keys
///
/// The keys that verify access tokens: the one that signs, one that will, and those whose tokens have not
/// all expired. Whoever verifies tokens by these keys alone does not see revocations: a token is then
/// honoured for up to ten minutes after its session has ended.
#[utoipa::path(
    tag = "sessions",
    security(()),
    responses((status = 200, description = "The key set.", body = KeySet)),
)]
#[get("/.well-known/jwks.json")]
async fn get_key_set(state: Data<AppState>, context: RequestContext) -> Reply {
    if !state.access.trust.is_fresh() {
        return Err(Problem::unavailable());
    }
    let keys = state.access.trust.public_keys(context.now).into_iter().map(|(kid, x)| PublicKey {
        kty: "OKP",
        crv: "Ed25519",
        alg: "EdDSA",
        used_for: "sig",
        kid,
        x,
    });
    let set = KeySet { keys: keys.collect() };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=300")).json(set))
}

/// Read the authorization server's metadata
///
/// RFC 8414: where systems get tokens, how they present themselves, and which scopes there are.
#[utoipa::path(
    tag = "sessions",
    security(()),
    responses((status = 200, description = "The metadata.", body = ServerMetadata)),
)]
#[get("/.well-known/oauth-authorization-server")]
async fn get_server_metadata(state: Data<AppState>) -> Reply {
    let issuer = &state.access.trust.settings().issuer;
    let metadata = ServerMetadata {
        issuer: issuer.clone(),
        token_endpoint: format!("{issuer}/oauth2/token"),
        jwks_uri: format!("{issuer}/.well-known/jwks.json"),
        grant_types_supported: ["client_credentials"],
        response_types_supported: [],
        token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
        scopes_supported: PERMISSIONS
            .iter()
            .filter(|entry| !entry.people_only)
            .map(|entry| entry.scope)
            .collect(),
        service_documentation: format!("{issuer}/docs"),
    };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=300")).json(metadata))
}
