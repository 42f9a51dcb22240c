//! Wire types of the public key set and the server's metadata.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The public keys that verify access tokens (RFC 7517).
#[derive(Serialize, ToSchema)]
pub struct KeySet {
    /// The keys, newest first.
    pub keys: Vec<PublicKey>,
}

/// An Ed25519 key (RFC 8037).
#[derive(Serialize, ToSchema)]
pub struct PublicKey {
    /// Always `OKP`.
    #[schema(example = "OKP")]
    pub kty: &'static str,
    /// Always `Ed25519`.
    #[schema(example = "Ed25519")]
    pub crv: &'static str,
    /// Always `EdDSA`.
    #[schema(example = "EdDSA")]
    pub alg: &'static str,
    /// Always `sig`.
    #[serde(rename = "use")]
    #[schema(example = "sig")]
    pub used_for: &'static str,
    /// The key's id, as in the token's header.
    pub kid: Uuid,
    /// The key, in base64url without padding.
    #[schema(example = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")]
    pub x: String,
}

/// What an OAuth client needs to know (RFC 8414).
#[derive(Serialize, ToSchema)]
pub struct ServerMetadata {
    /// The issuer of the tokens.
    #[schema(example = "https://payung.example.go.id")]
    pub issuer: String,
    /// Where systems get tokens.
    #[schema(example = "https://payung.example.go.id/oauth2/token")]
    pub token_endpoint: String,
    /// Where the public keys are.
    #[schema(example = "https://payung.example.go.id/.well-known/jwks.json")]
    pub jwks_uri: String,
    /// The grants.
    #[schema(example = json!(["client_credentials"]))]
    pub grant_types_supported: [&'static str; 1],
    /// None: there is no authorization endpoint.
    pub response_types_supported: [&'static str; 0],
    /// How a system presents its secret.
    #[schema(example = json!(["client_secret_basic", "client_secret_post"]))]
    pub token_endpoint_auth_methods_supported: [&'static str; 2],
    /// The scopes that a system can have.
    #[schema(example = json!(["workers:read", "coverage:check"]))]
    pub scopes_supported: Vec<&'static str>,
    /// Where the API is described.
    #[schema(example = "https://payung.example.go.id/docs")]
    pub service_documentation: String,
}
