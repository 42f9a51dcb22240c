//! Wire types of accounts of people.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::model::User;
use super::password::Password;
use super::queries::UserFilter;
use super::rules;
use super::service::{NewUser, UserChanges};
use super::status::AccountStatus;
use super::username::Username;
use crate::access::caller::Role;
use crate::domain::{PersonName, RegionCode, new_id};
use crate::platform::http::{Issues, Problem, Text, brought_id};

/// A new account. Nobody chooses a password for someone else: the answer carries a one-time start code.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    /// The id, if the caller brings one.
    #[schema(example = "01937b1c-5f00-7c21-9d3e-3f1f6a1b2c01")]
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// The name to sign in with; unique in the deployment.
    #[schema(min_length = 3, max_length = 64, example = "desa.pamolokan")]
    username: String,
    /// The person's name.
    #[schema(max_length = 100, example = "Siti Rahmah")]
    full_name: String,
    /// What the person does.
    #[schema(value_type = Role, example = "village_operator")]
    role: String,
    /// Villages for a village operator, districts for a district viewer, else the regency; empty for the
    /// national role.
    #[schema(max_items = 50, example = json!(["35.29.01.2013"]))]
    #[serde(default)]
    region_codes: Vec<String>,
}

/// What changes; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateUser {
    /// The person's name.
    #[schema(max_length = 100, example = "Siti Rahmah")]
    full_name: Option<String>,
    /// What the person does.
    #[schema(value_type = Option<Role>, example = "village_operator")]
    role: Option<String>,
    /// All regions from now on.
    #[schema(max_items = 50, example = json!(["35.29.01.2013", "35.29.01.1015"]))]
    region_codes: Option<Vec<String>>,
}

/// Why an account is shut.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisableUser {
    /// Kept in the account's history.
    #[schema(min_length = 3, max_length = 500, example = "No longer works for the village")]
    reason: String,
}

/// Why an account is opened again.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnableUser {
    /// Kept in the account's history.
    #[schema(min_length = 3, max_length = 500, example = "Back from leave")]
    reason: Option<String>,
}

/// Which accounts to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    /// Accounts of this role.
    role: Option<Role>,
    /// Accounts in this state.
    status: Option<AccountStatus>,
    /// Accounts that act in this region or in one within it.
    #[param(value_type = Option<String>, example = "35.29.01")]
    region: Option<RegionCode>,
}

/// At which instant to look.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AsKnownAt {
    /// What was known then instead of now.
    pub as_known_at: Option<DateTime<Utc>>,
}

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserResponse {
    /// Its id.
    id: Uuid,
    /// The name to sign in with.
    #[schema(example = "desa.pamolokan")]
    username: String,
    /// The person's name.
    #[schema(example = "Siti Rahmah")]
    full_name: String,
    /// What the person does.
    #[schema(value_type = Role)]
    role: &'static str,
    /// The regions in which the person acts.
    #[schema(example = json!(["35.29.01.2013"]))]
    region_codes: Vec<String>,
    /// Whether the account can be used.
    #[schema(value_type = AccountStatus)]
    status: &'static str,
    /// What may be done with it.
    #[schema(example = json!(["disable", "issue_start_code"]))]
    allowed_actions: Vec<&'static str>,
    /// The one-time start code; only in the answer that made it, never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "K7QF-9MXD-2RTB")]
    start_code: Option<String>,
    /// Until when the start code can be used; absent once the owner has chosen a password.
    #[serde(skip_serializing_if = "Option::is_none")]
    start_code_expires_at: Option<DateTime<Utc>>,
    /// Its version, as in the entity tag.
    version: i32,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl UserResponse {
    /// An account; `start_codes` holds those that wait for their owner.
    pub fn new(user: &User, start_codes: &HashMap<Uuid, DateTime<Utc>>) -> Self {
        let row = &user.row;
        UserResponse {
            id: row.id,
            username: row.username.as_str().to_owned(),
            full_name: row.full_name.as_str().to_owned(),
            role: row.role.as_str(),
            region_codes: user.region_codes.iter().map(|code| code.as_str().to_owned()).collect(),
            status: row.status.as_str(),
            allowed_actions: rules::allowed_actions(row.status).to_vec(),
            start_code: None,
            start_code_expires_at: start_codes.get(&row.id).copied(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }

    /// The account together with the start code that was just made.
    pub fn with_start_code(mut self, code: &Password) -> Self {
        self.start_code = Some(code.expose().to_owned());
        self
    }
}

impl CreateUser {
    /// Reads the request, all problems at once.
    pub fn parse(self, now: DateTime<Utc>) -> Result<NewUser, Problem> {
        let mut issues = Issues::new();
        let username = issues.take("/username", Username::parse(&self.username));
        let full_name = issues.take("/full_name", PersonName::parse(&self.full_name));
        let role = issues.take("/role", Role::parse(&self.role));
        let region_codes = parse_regions(&mut issues, &self.region_codes);
        match (username, full_name, role, issues.is_empty()) {
            (Some(username), Some(full_name), Some(role), true) => {
                let id = self.id.unwrap_or_else(|| new_id(now));
                Ok(NewUser { id, username, full_name, role, region_codes })
            }
            _ => Err(issues.into_problem()),
        }
    }
}

impl UpdateUser {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<UserChanges, Problem> {
        let mut issues = Issues::new();
        let full_name = issues.take_optional("/full_name", self.full_name, |text| PersonName::parse(&text));
        let role = issues.take_optional("/role", self.role, |text| Role::parse(&text));
        let region_codes = self.region_codes.map(|codes| parse_regions(&mut issues, &codes));
        issues.finish()?;
        Ok(UserChanges { full_name, role, region_codes })
    }
}

impl DisableUser {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = parse_reason(&mut issues, &self.reason);
        issues.finish()?;
        Ok(reason)
    }
}

impl EnableUser {
    /// The reason, if one is given.
    pub fn parse(self) -> Result<Option<String>, Problem> {
        let mut issues = Issues::new();
        let reason = self.reason.map(|text| parse_reason(&mut issues, &text));
        issues.finish()?;
        Ok(reason)
    }
}

impl UserQuery {
    /// The filters of a page that begins after a user name.
    pub fn filter(self, after: Option<String>) -> UserFilter {
        UserFilter { role: self.role, status: self.status, region: self.region, after }
    }
}

/// Reads region codes, each with its own pointer.
pub fn parse_regions(issues: &mut Issues, texts: &[String]) -> Vec<RegionCode> {
    let parsed = texts
        .iter()
        .enumerate()
        .map(|(place, text)| issues.take(format!("/region_codes/{place}"), RegionCode::parse(text)));
    parsed.collect::<Vec<_>>().into_iter().flatten().collect()
}

/// Reads a reason: 3 to 500 characters.
pub fn parse_reason(issues: &mut Issues, text: &str) -> String {
    let text = text.trim();
    if !(3..=500).contains(&text.chars().count()) {
        issues.push(
            "/reason",
            "reason_length",
            Text::fixed("Alasan terdiri dari 3 sampai 500 karakter.", "A reason has 3 to 500 characters."),
        );
    }
    text.to_owned()
}
