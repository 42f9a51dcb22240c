//! What callers say of funded periods.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::rules::EndReason;
use super::super::service::{Activation, Decree, Ending, NewPlace, Proposal, Revision};
use crate::cover::wire::{self, EndReasonCode, ProgrammeCode};
use crate::domain::{Day, MemberNumber, Month, Rupiah};
use crate::platform::db::columns::AsFirstDay;
use crate::platform::http::{Field, Issues, Problem, brought_id};

/// A period to be proposed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCoverage {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// Whose contributions are to be paid.
    worker_id: Uuid,
    /// From which source of the worker's regency.
    funding_source_id: Uuid,
    /// For which programmes: any set that is not empty. The insurer takes JKK and JKM together and JHT beside them; that one of
    /// them alone is funded is not refused, since another payer may bear the rest.
    #[schema(value_type = Vec<ProgrammeCode>, example = json!(["jkk", "jkm"]), min_items = 1, max_items = 3)]
    programmes: Vec<String>,
    /// The wage base of the contributions.
    #[schema(example = 1_000_000, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    wage_base_idr: i64,
    /// The first month.
    #[schema(example = "2026-01", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: String,
    /// The last month.
    #[schema(example = "2026-12", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: String,
}

impl CreateCoverage {
    /// Reads the request, all problems at once.
    pub fn parse(self, new_id: impl FnOnce() -> Uuid) -> Result<Proposal, Problem> {
        let mut issues = Issues::new();
        let programmes = wire::programmes(&mut issues, "/programmes", &self.programmes);
        let wage_base = wire::amount(&mut issues, "/wage_base_idr", self.wage_base_idr);
        let months = wire::months(&mut issues, &self.from_month, &self.until_month);
        let proposal = || {
            Some(Proposal {
                id: self.id.unwrap_or_else(new_id),
                worker_id: self.worker_id,
                funding_source_id: self.funding_source_id,
                programmes: programmes?,
                wage_base: wage_base?,
                months: months?,
                replaces_id: None,
            })
        };
        wire::finish(proposal(), issues)
    }
}

/// What to change of a proposal (JSON Merge Patch).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateCoverage {
    /// From which source.
    #[serde(default)]
    #[schema(value_type = Uuid)]
    funding_source_id: Field<Uuid>,
    /// For which programmes.
    #[serde(default)]
    #[schema(value_type = Vec<ProgrammeCode>, min_items = 1, max_items = 3)]
    programmes: Field<Vec<String>>,
    /// The wage base of the contributions.
    #[serde(default)]
    #[schema(value_type = i64, example = 1_200_000, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    wage_base_idr: Field<i64>,
    /// The first month.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: Field<String>,
    /// The last month.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: Field<String>,
}

impl UpdateCoverage {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<Revision, Problem> {
        let mut issues = Issues::new();
        let funding_source_id = wire::never_null(&mut issues, "/funding_source_id", self.funding_source_id);
        let programmes = wire::never_null(&mut issues, "/programmes", self.programmes);
        let programmes = programmes.and_then(|codes| wire::programmes(&mut issues, "/programmes", &codes));
        let wage_base = wire::never_null(&mut issues, "/wage_base_idr", self.wage_base_idr);
        let wage_base = wage_base.and_then(|base| wire::amount(&mut issues, "/wage_base_idr", base));
        let from_month = wire::never_null(&mut issues, "/from_month", self.from_month);
        let from_month = issues.take_optional("/from_month", from_month, |text| Month::parse(&text));
        let until_month = wire::never_null(&mut issues, "/until_month", self.until_month);
        let until_month = issues.take_optional("/until_month", until_month, |text| Month::parse(&text));
        issues.finish()?;
        Ok(Revision {
            funding_source_id,
            programmes,
            wage_base,
            from_month: from_month.map(AsFirstDay),
            until_month: until_month.map(AsFirstDay),
        })
    }
}

/// The decree by which a period is approved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveCoverage {
    /// Its number.
    #[schema(max_length = 100, example = "188/245/KEP/435.013/2026")]
    decree_number: String,
    /// Its day; not in the future.
    #[schema(value_type = NaiveDate, example = "2026-01-15")]
    decree_on: String,
}

impl ApproveCoverage {
    /// Reads the request, all problems at once.
    pub fn parse(self, today: Day) -> Result<Decree, Problem> {
        let mut issues = Issues::new();
        let number = wire::line::<100>(&mut issues, "/decree_number", &self.decree_number);
        let on = wire::past_day(&mut issues, "/decree_on", &self.decree_on, today);
        let decree = || Some(Decree { number: number?, on: on? });
        wire::finish(decree(), issues)
    }
}

/// What the insurer gave for a period.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivateCoverage {
    /// The member number (KPJ), eleven digits.
    #[schema(min_length = 11, max_length = 11, example = "26012345678")]
    member_number: String,
    /// The first day of cover.
    #[schema(value_type = NaiveDate, example = "2026-02-01")]
    effective_on: String,
}

impl ActivateCoverage {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<Activation, Problem> {
        let mut issues = Issues::new();
        let member_number = issues.take("/member_number", MemberNumber::parse(&self.member_number));
        let effective_on = wire::day(&mut issues, "/effective_on", &self.effective_on);
        let activation = || Some(Activation { member_number: member_number?, effective_on: effective_on? });
        wire::finish(activation(), issues)
    }
}

/// Why and when a period ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndCoverage {
    /// Why.
    #[schema(value_type = EndReasonCode, example = "moved_out")]
    reason: String,
    /// The day; not in the future. Of an active period for `lapsed`, `quota_cut` or `withdrew` not before its first month;
    /// what was true of the person may have been so before, and then no month stays funded.
    #[schema(value_type = NaiveDate, example = "2026-07-31")]
    ended_on: String,
    /// What else there is to say.
    #[schema(max_length = 500)]
    note: Option<String>,
}

impl EndCoverage {
    /// Reads the request, all problems at once.
    pub fn parse(self, today: Day) -> Result<Ending, Problem> {
        let mut issues = Issues::new();
        let reason = issues.take("/reason", EndReason::parse(&self.reason));
        let on = wire::past_day(&mut issues, "/ended_on", &self.ended_on, today);
        let note = wire::optional_line::<500>(&mut issues, "/note", self.note);
        let ending = || Some(Ending { reason: reason?, on: on?, note });
        wire::finish(ending(), issues)
    }
}

/// Why an end is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenCoverage {
    /// Kept in the history.
    #[schema(max_length = 500, example = "Another person of the same name died")]
    reason: String,
}

impl ReopenCoverage {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<500>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}

/// Who comes in the place of a period.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplaceCoverage {
    /// The id of the new period, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// Who comes; somebody of the same regency.
    worker_id: Uuid,
    /// From which month; the first free one when absent.
    #[schema(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: Option<String>,
    /// The wage base; as before when absent.
    #[schema(example = 1_000_000, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    wage_base_idr: Option<i64>,
    /// Why the old period ends; needed while it lasts.
    #[schema(value_type = Option<EndReasonCode>, example = "death")]
    reason: Option<String>,
    /// The day on which the old period ends; needed while it lasts, not in the future.
    #[schema(value_type = Option<NaiveDate>, example = "2026-07-31")]
    ended_on: Option<String>,
    /// What else there is to say about the end.
    #[schema(max_length = 500)]
    note: Option<String>,
}

impl ReplaceCoverage {
    /// Reads the request, all problems at once.
    pub fn parse(self, today: Day, new_id: impl FnOnce() -> Uuid) -> Result<NewPlace, Problem> {
        let mut issues = Issues::new();
        let from_month = issues.take_optional("/from_month", self.from_month, |text| Month::parse(&text));
        let wage_base = issues.take_optional("/wage_base_idr", self.wage_base_idr, Rupiah::non_negative);
        let given = (self.reason.is_some(), self.ended_on.is_some());
        let reason = issues.take_optional("/reason", self.reason, |text| EndReason::parse(&text));
        let on = self.ended_on.and_then(|text| wire::past_day(&mut issues, "/ended_on", &text, today));
        let note = wire::optional_line::<500>(&mut issues, "/note", self.note);
        match given {
            (true, false) => issues.missing("/ended_on"),
            (false, true) => issues.missing("/reason"),
            (false, false) if note.is_some() => issues.missing("/reason"),
            _ => {}
        }
        issues.finish()?;
        Ok(NewPlace {
            id: self.id.unwrap_or_else(new_id),
            worker_id: self.worker_id,
            from_month,
            wage_base,
            ending: reason.zip(on).map(|(reason, on)| Ending { reason, on, note }),
        })
    }
}
