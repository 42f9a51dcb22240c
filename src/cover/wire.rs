//! What the wire types of this wing share.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

mod lists;

pub use lists::{codes, deciles, regions};

use super::closes::rules::{CloseStatus, LapseKind, ReopenCause};
use super::contributions::batches::rules::{BatchStatus, LineStatus, RefusalAction, RefusalReason};
use super::contributions::mappings::rules::{Delimiter, MappedField, MappingKind};
use super::contributions::obligations::rules::ObligationStatus;
use super::contributions::statements::rules::UnmatchedReason;
use super::coverages::rules::{CoverageStatus, EndReason};
use super::eligibility::rules::Verdict;
use super::enrolment::pre_checks::rules::{CheckVerdict, Registry};
use super::enrolment::renewal::rules::Fate;
use super::enrolment::rules::{Outcome, PlanStatus, Priority};
use super::funding::rules::SourceStatus;
use super::gaps::rules::GapBy;
use super::rules::Confidence;
use super::rules::benefits::codes::{
    BenefitCircumstance, BenefitItem, BenefitKind, BenefitMeasure, EducationLevel, NotDueReason,
};
use super::rules::checklists::codes::{ChecklistCircumstance, ChecklistDocument, ChecklistKind, Requirement};
use super::rules::contributions::rules::RateMethod;
use super::rules::holidays::codes::HolidayKind;
use super::rules::preview::rules::{PreviewCase, RuleEffect};
use super::rules::proposals::{RuleKind, RuleStatus};
use super::standing::rules::{Basis, MembershipState, NotCounted, StandingState, Told};

use crate::domain::{
    Coded, Day, Line, Month, MonthRange, Occupation, OccupationSource, PayerKind, Programme, ProgrammeSet,
    Rupiah, Segment, WarungRole, parse_day,
};
use crate::platform::http::query::invalid_parameter;
use crate::platform::http::{CodeOf, Field, Issues, Problem, Text};

/// The schema of programmes.
pub type ProgrammeCode = CodeOf<Programme>;
/// The schema of segments.
pub type SegmentCode = CodeOf<Segment>;
/// The schema of occupations.
pub type OccupationCode = CodeOf<Occupation>;
/// The schema of where an occupation is known from.
pub type OccupationSourceCode = CodeOf<OccupationSource>;
/// The schema of roles in warungs.
pub type WarungRoleCode = CodeOf<WarungRole>;
/// The schema of states of enrolment plans.
pub type PlanStatusCode = CodeOf<PlanStatus>;
/// The schema of priorities of enrolment plans.
pub type EnrolmentPriorityCode = CodeOf<Priority>;
/// The schema of what an enrolment plan made of somebody.
pub type EnrolmentOutcomeCode = CodeOf<Outcome>;
/// The schema of what a renewal does to somebody.
pub type RenewalFateCode = CodeOf<Fate>;
/// The schema of who checks the list of a plan.
pub type PreCheckRegistryCode = CodeOf<Registry>;
/// The schema of what a check of a plan's list found.
pub type PreCheckVerdictCode = CodeOf<CheckVerdict>;
/// The schema of kinds of payers.
pub type PayerKindCode = CodeOf<PayerKind>;
/// The schema of states of funding sources.
pub type SourceStatusCode = CodeOf<SourceStatus>;
/// The schema of states of funded periods.
pub type CoverageStatusCode = CodeOf<CoverageStatus>;
/// The schema of reasons for the end of a funded period.
pub type EndReasonCode = CodeOf<EndReason>;
/// The schema of what the insurer calls a membership.
pub type MembershipStateCode = CodeOf<MembershipState>;
/// The schema of states of obligations.
pub type ObligationStatusCode = CodeOf<ObligationStatus>;
/// The schema of states of batches.
pub type BatchStatusCode = CodeOf<BatchStatus>;
/// The schema of states of lines.
pub type LineStatusCode = CodeOf<LineStatus>;
/// The schema of reasons for refusals.
pub type RefusalReasonCode = CodeOf<RefusalReason>;
/// The schema of what is to be done about refusals.
pub type RefusalActionCode = CodeOf<RefusalAction>;
/// The schema of standings.
pub type StandingCode = CodeOf<StandingState>;
/// The schema of where a standing is known from.
pub type BasisCode = CodeOf<Basis>;
/// The schema of why a month does not count.
pub type NotCountedCode = CodeOf<NotCounted>;
/// The schema of who tells of a month.
pub type MonthToldByCode = CodeOf<Told>;
/// The schema of states of monthly closes.
pub type CloseStatusCode = CodeOf<CloseStatus>;
/// The schema of why a monthly close was reopened.
pub type ReopenCauseCode = CodeOf<ReopenCause>;
/// The schema of what a run of a monthly close found.
pub type LapseKindCode = CodeOf<LapseKind>;
/// The schema of regions by which gaps are counted.
pub type GapByCode = CodeOf<GapBy>;
/// The schema of why a line of a statement confirms nothing.
pub type UnmatchedReasonCode = CodeOf<UnmatchedReason>;
/// The schema of files that column mappings are for.
pub type MappingKindCode = CodeOf<MappingKind>;
/// The schema of what a column of a file holds.
pub type MappedFieldCode = CodeOf<MappedField>;
/// The schema of what stands between columns.
pub type DelimiterCode = CodeOf<Delimiter>;
/// The schema of verdicts of eligibility.
pub type VerdictCode = CodeOf<Verdict>;
/// The schema of methods of contribution rates.
pub type RateMethodCode = CodeOf<RateMethod>;
/// The schema of how sure a rule is.
pub type ConfidenceCode = CodeOf<Confidence>;

/// The schema of kinds of events that are insured.
pub type BenefitKindCode = CodeOf<BenefitKind>;
/// The schema of what comes of such an event.
pub type BenefitCircumstanceCode = CodeOf<BenefitCircumstance>;
/// The schema of what a benefit is paid for.
pub type BenefitItemCode = CodeOf<BenefitItem>;
/// The schema of how a benefit becomes an amount.
pub type BenefitMeasureCode = CodeOf<BenefitMeasure>;
/// The schema of levels of education.
pub type EducationLevelCode = CodeOf<EducationLevel>;
/// The schema of why a benefit is not due.
pub type NotDueReasonCode = CodeOf<NotDueReason>;
/// The schema of what a dated row says of its day.
pub type HolidayKindCode = CodeOf<HolidayKind>;
/// The schema of claims that checklists are for.
pub type ChecklistKindCode = CodeOf<ChecklistKind>;
/// The schema of when a document is asked for that not every claim needs.
pub type ChecklistCircumstanceCode = CodeOf<ChecklistCircumstance>;
/// The schema of documents of claims.
pub type ChecklistDocumentCode = CodeOf<ChecklistDocument>;
/// The schema of whether nothing goes on without a document.
pub type RequirementCode = CodeOf<Requirement>;
/// The schema of cases whose quotes a preview compares.
pub type PreviewCaseCode = CodeOf<PreviewCase>;
/// The schema of what a rule decides that a preview does not compute.
pub type RuleEffectCode = CodeOf<RuleEffect>;
/// The schema of what rows of the rules are about.
pub type RuleKindCode = CodeOf<RuleKind>;
/// The schema of whether a row of the rules counts.
pub type RuleStatusCode = CodeOf<RuleStatus>;

/// As of when to read.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AsKnownAt {
    /// What the register said at this instant, instead of now.
    pub as_known_at: Option<DateTime<Utc>>,
}

/// Which day to speak of.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OnDay {
    /// The day; today when absent.
    #[param(value_type = Option<NaiveDate>)]
    on: Option<String>,
}

impl OnDay {
    /// The day, or 400 for what is none.
    pub fn day(&self, today: Day) -> Result<Day, Problem> {
        Ok(parameter("on", self.on.as_deref(), parse_day)?.unwrap_or(today))
    }
}

/// What was read, or everything that is wrong with it.
pub fn finish<T>(read: Option<T>, issues: Issues) -> Result<T, Problem> {
    match read {
        Some(read) if issues.is_empty() => Ok(read),
        _ => Err(issues.into_problem()),
    }
}

/// Reads a line of text.
pub fn line<const MAX: usize>(issues: &mut Issues, pointer: &str, text: &str) -> Option<String> {
    issues.take(pointer, Line::<MAX>::parse(text)).map(Line::into_string)
}

/// Reads a line of text that may be absent.
pub fn optional_line<const MAX: usize>(
    issues: &mut Issues,
    pointer: &str,
    text: Option<String>,
) -> Option<String> {
    text.and_then(|text| line::<MAX>(issues, pointer, &text))
}

/// Reads an amount that is not negative.
pub fn amount(issues: &mut Issues, pointer: &str, amount: i64) -> Option<Rupiah> {
    issues.take(pointer, Rupiah::non_negative(amount))
}

/// Reads a day.
pub fn day(issues: &mut Issues, pointer: &str, text: &str) -> Option<Day> {
    issues.take(pointer, parse_day(text))
}

/// Reads a day that is not in the future.
pub fn past_day(issues: &mut Issues, pointer: &str, text: &str, today: Day) -> Option<Day> {
    let day = day(issues, pointer, text)?;
    if day > today {
        let text = Text::fixed("Tanggal ini belum tiba.", "This day lies in the future.");
        issues.push(pointer, "day_in_future", text);
        return None;
    }
    Some(day)
}

/// Reads a set of programmes that is not empty.
pub fn programmes(issues: &mut Issues, pointer: &str, codes: &[String]) -> Option<ProgrammeSet> {
    let set = issues.take(pointer, ProgrammeSet::parse(codes))?;
    if set.is_empty() {
        issues.missing(pointer);
        return None;
    }
    Some(set)
}

/// Reads two months as a range.
pub fn months(issues: &mut Issues, from: &str, until: &str) -> Option<MonthRange> {
    let first = issues.take("/from_month", Month::parse(from));
    let last = issues.take("/until_month", Month::parse(until));
    issues.take("/until_month", MonthRange::new(first?, last?))
}

/// The value of a patch's field that cannot be cleared.
pub fn never_null<T>(issues: &mut Issues, pointer: &str, field: Field<T>) -> Option<T> {
    match field {
        Field::Absent => None,
        Field::Value(value) => Some(value),
        Field::Null => {
            issues.missing(pointer);
            None
        }
    }
}

/// Reads a query parameter by a type's own `parse`; 400 for what it refuses.
pub fn parameter<T, E: Coded>(
    name: &str,
    text: Option<&str>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<T>, Problem> {
    text.map(parse).transpose().map_err(|error| {
        invalid_parameter(name, error.code(), Text::new(error.indonesian(), error.to_string()))
    })
}
