//! Wire types of API clients.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::model::ApiClient;
use super::rules::{self, LONGEST_OVERLAP_HOURS, USUAL_OVERLAP};
use super::service::{ApiClientChanges, NewApiClient};
use crate::access::caller::ScopeSet;
use crate::access::tokens::opaque::OpaqueToken;
use crate::access::users::{AccountStatus, parse_reason, parse_regions};
use crate::domain::{is_invisible, new_id};
use crate::platform::http::{Issues, Problem, Text, brought_id};

/// A new client. The answer carries its secret, once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateApiClient {
    /// The id, if the caller brings one.
    #[schema(example = "01937b1c-5f00-7c21-9d3e-3f1f6a1b2c02")]
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// What it is, in words; unique in the regency.
    #[schema(min_length = 1, max_length = 100, example = "Social office: poverty register")]
    name: String,
    /// What it may do.
    #[schema(min_items = 1, example = json!(["workers:read", "coverage:check"]))]
    scopes: Vec<String>,
    /// Where it may do it: the regency, districts or villages.
    #[schema(min_items = 1, max_items = 50, example = json!(["35.29"]))]
    region_codes: Vec<String>,
}

/// What changes; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateApiClient {
    /// What it is, in words.
    #[schema(min_length = 1, max_length = 100, example = "Social office: poverty register")]
    name: Option<String>,
    /// All scopes from now on.
    #[schema(min_items = 1, example = json!(["workers:read"]))]
    scopes: Option<Vec<String>>,
    /// All regions from now on.
    #[schema(min_items = 1, max_items = 50, example = json!(["35.29"]))]
    region_codes: Option<Vec<String>>,
}

/// Why a client is shut or opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeApiClientStatus {
    /// Kept in the client's history.
    #[schema(min_length = 3, max_length = 500, example = "The contract has ended")]
    reason: String,
}

/// How long the secret before stays good.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotateApiClientSecret {
    /// Hours; 0 ends it at once, for a secret in wrong hands. 24 unless given.
    #[schema(minimum = 0, maximum = 168, example = 24)]
    overlap_hours: Option<i64>,
}

/// Which clients to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ApiClientQuery {
    /// Clients in this state.
    pub status: Option<AccountStatus>,
}

/// A client.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiClientResponse {
    /// Its id, which is also its OAuth `client_id`.
    id: Uuid,
    /// What it is, in words.
    #[schema(example = "Social office: poverty register")]
    name: String,
    /// What it may do.
    #[schema(example = json!(["coverage:check", "workers:read"]))]
    scopes: Vec<&'static str>,
    /// Where it may do it.
    #[schema(example = json!(["35.29"]))]
    region_codes: Vec<String>,
    /// Whether it can be used.
    #[schema(value_type = AccountStatus)]
    status: &'static str,
    /// What may be done with it.
    #[schema(example = json!(["disable", "rotate_secret"]))]
    allowed_actions: Vec<&'static str>,
    /// The secret; only in the answer that made it, never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "pcs_zq8JbX1iQv5S0k2mB7hZ0yYt3uV9cW4eR6nA1dF8gLo")]
    client_secret: Option<String>,
    /// Its version, as in the entity tag.
    version: i32,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<&ApiClient> for ApiClientResponse {
    fn from(client: &ApiClient) -> Self {
        let row = &client.row;
        ApiClientResponse {
            id: row.id,
            name: row.name.clone(),
            scopes: row.scopes.iter().collect(),
            region_codes: client.region_codes.iter().map(|code| code.as_str().to_owned()).collect(),
            status: row.status.as_str(),
            allowed_actions: rules::allowed_actions(row.status).to_vec(),
            client_secret: None,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl ApiClientResponse {
    /// The client together with the secret that was just made.
    pub fn with_secret(mut self, secret: &OpaqueToken) -> Self {
        self.client_secret = Some(secret.expose().to_owned());
        self
    }
}

impl CreateApiClient {
    /// Reads the request, all problems at once.
    pub fn parse(self, now: DateTime<Utc>) -> Result<NewApiClient, Problem> {
        let mut issues = Issues::new();
        let name = parse_name(&mut issues, &self.name);
        let scopes = parse_scopes(&mut issues, &self.scopes);
        let region_codes = parse_regions(&mut issues, &self.region_codes);
        issues.finish()?;
        Ok(NewApiClient { id: self.id.unwrap_or_else(|| new_id(now)), name, scopes, region_codes })
    }
}

impl UpdateApiClient {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<ApiClientChanges, Problem> {
        let mut issues = Issues::new();
        let name = self.name.map(|text| parse_name(&mut issues, &text));
        let scopes = self.scopes.map(|names| parse_scopes(&mut issues, &names));
        let region_codes = self.region_codes.map(|codes| parse_regions(&mut issues, &codes));
        issues.finish()?;
        Ok(ApiClientChanges { name, scopes, region_codes })
    }
}

impl ChangeApiClientStatus {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = parse_reason(&mut issues, &self.reason);
        issues.finish()?;
        Ok(reason)
    }
}

impl RotateApiClientSecret {
    /// The overlap.
    pub fn parse(self) -> Result<Duration, Problem> {
        let Some(hours) = self.overlap_hours else { return Ok(USUAL_OVERLAP) };
        let mut issues = Issues::new();
        if !(0..=LONGEST_OVERLAP_HOURS).contains(&hours) {
            let rule = Text::fixed("Nilai antara 0 dan 168.", "A value from 0 to 168.");
            issues.push("/overlap_hours", "out_of_range", rule);
        }
        issues.finish()?;
        Ok(Duration::hours(hours))
    }
}

fn parse_name(issues: &mut Issues, text: &str) -> String {
    let text = text.trim();
    let printable = !text.chars().any(is_invisible);
    if !(1..=100).contains(&text.chars().count()) || !printable {
        let rule = Text::fixed(
            "Nama terdiri dari 1 sampai 100 karakter tanpa ganti baris.",
            "A name has 1 to 100 characters without line breaks.",
        );
        issues.push("/name", "name_shape", rule);
    }
    text.to_owned()
}

/// Reads scopes one by one, so that each wrong one is named.
fn parse_scopes(issues: &mut Issues, names: &[String]) -> ScopeSet {
    if names.is_empty() {
        issues.push(
            "/scopes",
            "scope_required",
            Text::fixed("Sekurang-kurangnya satu cakupan.", "At least one scope."),
        );
    }
    let mut all = ScopeSet::default();
    for (place, name) in names.iter().enumerate() {
        let parsed = ScopeSet::parse_for_client([name.as_str()]);
        if let Some(one) = issues.take(format!("/scopes/{place}"), parsed) {
            all = all.with(&one);
        }
    }
    all
}
