//! Wire types of previews.

mod claims;
mod contributions;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries::AgeFlips;
pub use claims::{
    PreviewChecklistClaim, PreviewChecklists, PreviewClaimsInRegency, PreviewClock, PreviewClocks,
    PreviewEstimate, PreviewEstimates,
};
pub use contributions::{PreviewBatch, PreviewContributions, PreviewPlan, PreviewSource};

use super::service::{Candidate, Predecessor, Preview, TOO_LARGE};
use crate::cover::rules::benefits::dto::CreateBenefitRule;
use crate::cover::rules::checklists::dto::CreateChecklistItem;
use crate::cover::rules::contributions::dto::CreateContributionRate;
use crate::cover::rules::holidays::dto::CreateHoliday;
use crate::cover::rules::parameters::dto::CreateRuleParameter;
use crate::cover::wire::{PreviewCaseCode, RuleEffectCode};
use crate::domain::Rupiah;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// The row whose approval is rehearsed: exactly one of the five.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewRule {
    /// A contribution rate.
    contribution: Option<CreateContributionRate>,
    /// A benefit.
    #[schema(example = json!(null))]
    benefit: Option<CreateBenefitRule>,
    /// A single parameter.
    #[schema(example = json!(null))]
    parameter: Option<CreateRuleParameter>,
    /// A holiday.
    #[schema(example = json!(null))]
    holiday: Option<CreateHoliday>,
    /// A document of a checklist.
    #[schema(example = json!(null))]
    checklist_item: Option<CreateChecklistItem>,
    /// The row of the same kind in whose place it would come, on all of that row's days.
    supersedes: Option<Uuid>,
    /// The row of the same kind that would end on the last day, or in the last month, before this one begins: the usual
    /// change of a rate or a value, of which both steps are rehearsed as one, the correction that ends the old row and the
    /// row that follows it. Not beside `supersedes`, and not of a holiday.
    #[schema(example = json!(null))]
    ends: Option<Uuid>,
}

impl PreviewRule {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<(Candidate, Option<Predecessor>), Problem> {
        let Self { contribution, benefit, parameter, holiday, checklist_item, supersedes, ends } = self;
        let predecessor = predecessor(supersedes, ends, holiday.is_some())?;
        let candidate = match (contribution, benefit, parameter, holiday, checklist_item) {
            (Some(rate), None, None, None, None) => {
                rate.parse().map(|(_, facts)| Candidate::Contribution(facts)).map_err(below("/contribution"))
            }
            (None, Some(benefit), None, None, None) => {
                benefit.parse().map(|(_, facts)| Candidate::Benefit(facts)).map_err(below("/benefit"))
            }
            (None, None, Some(parameter), None, None) => {
                parameter.parse().map(|(_, facts)| Candidate::Parameter(facts)).map_err(below("/parameter"))
            }
            (None, None, None, Some(holiday), None) => {
                holiday.parse().map(|(_, facts)| Candidate::Holiday(facts)).map_err(below("/holiday"))
            }
            (None, None, None, None, Some(item)) => {
                item.parse().map(|(_, facts)| Candidate::Checklist(facts)).map_err(below("/checklist_item"))
            }
            _ => {
                let text = Text::fixed(
                    "Isi tepat satu: contribution, benefit, parameter, holiday, atau checklist_item.",
                    "Give exactly one of contribution, benefit, parameter, holiday and checklist_item.",
                );
                return Err(Problem::invalid_field(FieldError::new("", "exactly_one", text)));
            }
        };
        candidate.map(|candidate| (candidate, predecessor))
    }
}

/// The row that makes room: one that is replaced or one that ends, not both.
fn predecessor(
    supersedes: Option<Uuid>,
    ends: Option<Uuid>,
    is_of_holiday: bool,
) -> Result<Option<Predecessor>, Problem> {
    let refused = |code, text| Err(Problem::invalid_field(FieldError::new("/ends", code, text)));
    match (supersedes, ends) {
        (Some(_), Some(_)) => refused(
            "not_with_supersedes",
            Text::fixed("Isi supersedes atau ends, tidak keduanya.", "Give supersedes or ends, not both."),
        ),
        (None, Some(_)) if is_of_holiday => refused(
            "not_with_holiday",
            Text::fixed("Hari libur tidak dapat diakhiri.", "A holiday has no end to move."),
        ),
        (None, Some(id)) => Ok(Some(Predecessor::Ended(id))),
        (supersedes, None) => Ok(supersedes.map(Predecessor::Replaced)),
    }
}

/// Where a refusal to let the row count, or to count with it, stands in the request.
pub fn placed(pointer: &'static str, problem: Problem) -> Problem {
    let is_too_large = || problem.field_errors().iter().any(|error| error.code == TOO_LARGE);
    let is_of_row = problem.code() == Code::RuleOverlap || is_too_large();
    if is_of_row { below(pointer)(problem) } else { problem }
}

/// The problems of a part, whose pointers are relative to it.
fn below(prefix: &'static str) -> impl FnOnce(Problem) -> Problem {
    move |problem| {
        let errors = problem
            .field_errors()
            .iter()
            .map(|error| FieldError { pointer: format!("{prefix}{}", error.pointer), ..error.clone() });
        Problem::new(problem.code()).errors(errors.collect())
    }
}

/// What the row would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewResponse {
    /// The day of the quotes: the first on which the row holds.
    #[schema(example = "2027-01-01")]
    pub on: NaiveDate,
    /// Standard cases with the lowest wage base of that day.
    pub quotes: Vec<PreviewQuote>,
    /// What funded periods and plans cost in the months of a contribution rate; null for other rules.
    pub contributions: Option<PreviewContributions>,
    /// Days of the row that is replaced or ended on which nothing would count any more: what needs the parameter, or the rate without
    /// relief, is refused on them until another row is approved.
    pub left_open: Vec<PreviewDays>,
    /// What the row decides as well, and this preview does not compute: it may change from the first day of the row on, and
    /// is seen there once the row counts.
    #[schema(value_type = Vec<RuleEffectCode>, example = json!(["coverage_gaps", "work_items"]))]
    pub not_computed: Vec<&'static str>,
    /// Whom a new entry age lets in or keeps out; null for other rules.
    pub entry_age: Option<PreviewEntryAge>,
    /// Which open claims are due on another day; null for rules that do not count working days.
    pub clocks: Option<PreviewClocks>,
    /// Of which open claims another paper is asked; null for other rules than checklists.
    pub checklists: Option<PreviewChecklists>,
    /// What open claims of deaths come to; null for rules on which no estimate depends.
    pub estimates: Option<PreviewEstimates>,
}

/// From one day to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewDays {
    /// The first day.
    #[schema(example = "2027-01-01")]
    pub from: NaiveDate,
    /// The last day; null where it goes on for good.
    #[schema(example = "2027-12-31")]
    pub until: Option<NaiveDate>,
}

/// A case before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewQuote {
    /// The case.
    #[schema(value_type = PreviewCaseCode, example = "death")]
    pub case: &'static str,
    /// Its total by the rules in force; null where there are none.
    #[schema(example = 42_000_000, minimum = 0)]
    pub before_idr: Option<i64>,
    /// Its total once the row counts.
    #[schema(example = 42_000_000, minimum = 0)]
    pub after_idr: Option<i64>,
    /// Whether the row changes it.
    pub changes: bool,
}

/// Whom a new entry age lets in or keeps out: open registrations that nobody funds at the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewEntryAge {
    /// The limit in force.
    #[schema(example = 65)]
    pub before_years: i64,
    /// The limit that would be.
    #[schema(example = 66)]
    pub after_years: i64,
    /// Workers who could enter then.
    #[schema(example = 120, minimum = 0)]
    pub gaining: i64,
    /// Workers who could not enter any more.
    #[schema(example = 0, minimum = 0)]
    pub losing: i64,
    /// The hundred regencies with the most of them.
    #[schema(max_items = 100)]
    pub regencies: Vec<PreviewRegency>,
}

/// Whom a new entry age lets in or keeps out in a regency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewRegency {
    /// The regency.
    #[schema(example = "35.29")]
    pub region_code: String,
    /// Its name.
    #[schema(example = "Sumenep")]
    pub name: String,
    /// Workers who could enter then.
    #[schema(example = 120, minimum = 0)]
    pub gaining: i64,
    /// Workers who could not enter any more.
    #[schema(example = 0, minimum = 0)]
    pub losing: i64,
}

impl PreviewResponse {
    /// The wire form.
    pub fn new(preview: Preview) -> Self {
        let quotes = preview.quotes.into_iter().map(|(case, before, after)| PreviewQuote {
            case: case.as_str(),
            before_idr: before.map(Rupiah::amount),
            after_idr: after.map(Rupiah::amount),
            changes: before != after,
        });
        Self {
            on: preview.on,
            quotes: quotes.collect(),
            contributions: preview.costs.map(PreviewContributions::new),
            left_open: preview
                .left_open
                .into_iter()
                .map(|(from, until)| PreviewDays { from, until })
                .collect(),
            not_computed: preview.not_computed.iter().map(|effect| effect.as_str()).collect(),
            entry_age: preview.ages.map(|(before, after, flips)| PreviewEntryAge::new(before, after, flips)),
            clocks: preview.clocks.map(PreviewClocks::from),
            checklists: preview.lists.map(PreviewChecklists::from),
            estimates: preview.estimates.map(PreviewEstimates::from),
        }
    }
}

impl PreviewEntryAge {
    fn new(before: i64, after: i64, flips: Vec<AgeFlips>) -> Self {
        let all = flips.first().map_or((0, 0), |first| (first.all_gaining, first.all_losing));
        let regencies = flips.into_iter().map(|flips| PreviewRegency {
            region_code: flips.region_code,
            name: flips.name,
            gaining: flips.gaining,
            losing: flips.losing,
        });
        Self {
            before_years: before,
            after_years: after,
            gaining: all.0,
            losing: all.1,
            regencies: regencies.collect(),
        }
    }
}
