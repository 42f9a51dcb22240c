//! Wire types of coverage checks.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::service::{Check, Identifier};
use crate::cover::standing::rules::Standing;
use crate::cover::wire::{self, ProgrammeCode, StandingCode};
use crate::domain::{Day, MemberNumber, Month, Nik, code_list};
use crate::platform::http::{CodeOf, Issues, Problem, Text};

/// The most checks of one request.
const CHECKS_MAX: usize = 1_000;

code_list! {
    /// By what somebody is identified.
    pub enum IdentifierType = "coverage_check_identifier" {
        /// The national identity number.
        Nik = "nik",
        /// The insurer's member number (KPJ).
        MemberNumber = "member_number",
    }
}

/// The schema of types of identifiers.
pub type IdentifierTypeCode = CodeOf<IdentifierType>;

/// Whom to check.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckCoverage {
    /// One to 1,000 checks, answered in this order.
    #[schema(min_items = 1, max_items = 1000)]
    checks: Vec<CoverageCheck>,
}

/// One check.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverageCheck {
    /// By what somebody is identified.
    #[serde(rename = "type")]
    #[schema(value_type = IdentifierTypeCode, example = "nik")]
    kind: String,
    /// The identifier.
    #[schema(max_length = 20, example = "3529014107850001")]
    value: String,
    /// The day; today when absent.
    #[schema(value_type = Option<NaiveDate>)]
    on: Option<String>,
}

/// Written by hand, since an identifier must not reach a log.
impl std::fmt::Debug for CoverageCheck {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("CoverageCheck").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl CheckCoverage {
    /// Reads the request, all problems at once.
    pub fn parse(self, today: Day) -> Result<Vec<Check>, Problem> {
        let mut issues = Issues::new();
        if self.checks.is_empty() || self.checks.len() > CHECKS_MAX {
            let text = Text::new(
                format!("Kirim 1 sampai {CHECKS_MAX} pemeriksaan."),
                format!("Send 1 to {CHECKS_MAX} checks."),
            );
            issues.push("/checks", "wrong_count", text);
            return Err(issues.into_problem());
        }
        let mut checks = Vec::with_capacity(self.checks.len());
        for (place, check) in self.checks.into_iter().enumerate() {
            let mut part = Issues::new();
            let identifier = match part.take("/type", IdentifierType::parse(&check.kind)) {
                Some(IdentifierType::Nik) => {
                    part.take("/value", Nik::parse(&check.value)).map(Identifier::Nik)
                }
                Some(IdentifierType::MemberNumber) => {
                    part.take("/value", MemberNumber::parse(&check.value)).map(Identifier::MemberNumber)
                }
                None => None,
            };
            let on = match check.on {
                Some(text) => wire::day(&mut part, "/on", &text),
                None => Some(today),
            };
            if let (Some(identifier), Some(on)) = (identifier, on) {
                checks.push(Check { identifier, on });
            }
            issues.absorb(&format!("/checks/{place}"), part);
        }
        issues.finish()?;
        Ok(checks)
    }
}

/// The answers in the order of the checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageChecksResponse {
    /// One for each check.
    pub data: Vec<CoverageCheckResponse>,
}

/// How somebody stands. Of people who are not known it says the same as of people who are not covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageCheckResponse {
    /// The day of which it speaks.
    pub on: NaiveDate,
    /// How the person stands. In arrears is never a plain yes.
    #[schema(value_type = StandingCode)]
    pub standing: &'static str,
    /// The last month that is known to be paid, and not the month in which a membership ends. By the word of the insurer the
    /// one that it named as paid: it can lie before the month of `on` while the standing is `active`, since the insurer calls
    /// somebody active whose newest month is still to be paid, and it is null where the word names none. By our own books the
    /// last paid one, or a later month in which the insurer called the membership active.
    #[schema(value_type = Option<String>, example = "2026-12")]
    pub until_month: Option<Month>,
    /// For which programmes.
    #[schema(value_type = Vec<ProgrammeCode>)]
    pub programmes: Vec<&'static str>,
}

impl CoverageCheckResponse {
    /// The wire form.
    pub fn new(on: NaiveDate, standing: &Standing) -> Self {
        Self {
            on,
            standing: standing.state.as_str(),
            until_month: standing.until_month,
            programmes: standing.programmes.codes(),
        }
    }
}
