//! What callers say of the insurer's facts.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::model::MembershipRow;
use super::super::service::{Fact, NewFact, set_member_number};
use crate::cover::standing::rules::MembershipState;
use crate::cover::wire::{self, MembershipStateCode, ProgrammeCode};
use crate::domain::{Day, MemberNumber, Month, ProgrammeSet, parse_day};
use crate::platform::db::columns::{AsCodes, AsFirstDay, AsText};
use crate::platform::http::{Field, Issues, Problem, Text, brought_id};
use crate::platform::vault::Vault;

/// A fact to be recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateMembership {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// Whose membership.
    worker_id: Uuid,
    /// The member number (KPJ), eleven digits.
    #[schema(min_length = 11, max_length = 11, example = "26012345678")]
    member_number: Option<String>,
    /// What the insurer calls the membership.
    #[schema(value_type = MembershipStateCode, example = "active")]
    state: String,
    /// For which programmes; none for somebody who is no member.
    #[schema(value_type = Vec<ProgrammeCode>, example = json!(["jkk", "jkm"]), max_items = 3)]
    #[serde(default)]
    programmes: Vec<String>,
    /// Since when it exists.
    #[schema(value_type = Option<NaiveDate>, example = "2024-03-01")]
    since_on: Option<String>,
    /// The last month paid.
    #[schema(example = "2026-10", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    paid_until: Option<String>,
    /// The day of which the insurer spoke; not in the future.
    #[schema(value_type = NaiveDate, example = "2026-11-01")]
    as_of: String,
    /// Where it is known from.
    #[schema(max_length = 300, example = "Daftar peserta BPJS, 1 November 2026, baris 214")]
    evidence: String,
}

impl CreateMembership {
    /// Reads the request, all problems at once.
    pub fn parse(self, today: Day, new_id: impl FnOnce() -> Uuid) -> Result<NewFact, Problem> {
        let mut issues = Issues::new();
        let member_number =
            issues.take_optional("/member_number", self.member_number, |text| MemberNumber::parse(&text));
        let state = issues.take("/state", MembershipState::parse(&self.state));
        let programmes = issues.take("/programmes", ProgrammeSet::parse(&self.programmes));
        let since_on = issues.take_optional("/since_on", self.since_on, |text| parse_day(&text));
        let paid_until = issues.take_optional("/paid_until", self.paid_until, |text| Month::parse(&text));
        let as_of = as_of(&mut issues, &self.as_of, today);
        let evidence = wire::line::<300>(&mut issues, "/evidence", &self.evidence);
        let fact = || {
            Some(Fact {
                member_number,
                state: state?,
                programmes: programmes?,
                since_on,
                paid_until,
                as_of: as_of?,
                evidence: evidence?,
            })
        };
        let fact = wire::finish(fact(), issues)?;
        Ok(NewFact { id: self.id.unwrap_or_else(new_id), worker_id: self.worker_id, fact })
    }
}

/// What to correct of a fact (JSON Merge Patch).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateMembership {
    /// The member number (KPJ), eleven digits.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 11, max_length = 11)]
    member_number: Field<String>,
    /// What the insurer calls the membership.
    #[serde(default)]
    #[schema(value_type = MembershipStateCode)]
    state: Field<String>,
    /// For which programmes.
    #[serde(default)]
    #[schema(value_type = Vec<ProgrammeCode>, max_items = 3)]
    programmes: Field<Vec<String>>,
    /// Since when it exists.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    since_on: Field<String>,
    /// The last month paid.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2026-11", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    paid_until: Field<String>,
    /// The day of which the insurer spoke.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    as_of: Field<String>,
    /// Where it is known from.
    #[serde(default)]
    #[schema(value_type = String, max_length = 300)]
    evidence: Field<String>,
}

impl UpdateMembership {
    /// The row with the corrections, all problems at once.
    pub fn apply(self, vault: &Vault, today: Day, mut row: MembershipRow) -> Result<MembershipRow, Problem> {
        let mut issues = Issues::new();
        match self.member_number {
            Field::Absent => {}
            Field::Null => set_member_number(vault, &mut row, None)?,
            Field::Value(text) => {
                // The same number sealed again would be a change that changes nothing.
                if let Some(number) = issues.take("/member_number", MemberNumber::parse(&text)) {
                    let hash = vault.lookup_hash(&number).map_err(Problem::internal)?;
                    if row.member_number_hash.as_ref() != Some(&hash) {
                        set_member_number(vault, &mut row, Some(&number))?;
                    }
                }
            }
        }
        if let Some(text) = wire::never_null(&mut issues, "/state", self.state) {
            row.state = issues.take("/state", MembershipState::parse(&text)).map_or(row.state, AsText);
        }
        if let Some(codes) = wire::never_null(&mut issues, "/programmes", self.programmes) {
            let programmes = issues.take("/programmes", ProgrammeSet::parse(&codes));
            row.programmes = programmes.map_or(row.programmes, AsCodes);
        }
        match self.since_on {
            Field::Absent => {}
            Field::Null => row.since_on = None,
            Field::Value(text) => row.since_on = wire::day(&mut issues, "/since_on", &text),
        }
        match self.paid_until {
            Field::Absent => {}
            Field::Null => row.paid_until = None,
            Field::Value(text) => {
                row.paid_until = issues.take("/paid_until", Month::parse(&text)).map(AsFirstDay);
            }
        }
        if let Some(text) = wire::never_null(&mut issues, "/as_of", self.as_of) {
            row.as_of = as_of(&mut issues, &text, today).unwrap_or(row.as_of);
        }
        if let Some(text) = wire::never_null(&mut issues, "/evidence", self.evidence) {
            row.evidence = wire::line::<300>(&mut issues, "/evidence", &text).unwrap_or(row.evidence);
        }
        issues.finish()?;
        Ok(row)
    }
}

fn as_of(issues: &mut Issues, text: &str, today: Day) -> Option<Day> {
    let day = wire::day(issues, "/as_of", text)?;
    if day > today {
        let text = Text::fixed("Tanggal ini belum tiba.", "This day lies in the future.");
        issues.push("/as_of", "day_in_future", text);
        return None;
    }
    Some(day)
}
