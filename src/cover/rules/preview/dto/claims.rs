//! What a row would change of open claims.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::service::{Asked, Changed, Clocks, ConcernedClaims, Due, Estimate, Estimates, Lists};
use crate::cover::rules::checklists::codes::Requirement;
use crate::cover::wire::{ChecklistKindCode, RequirementCode};

/// How many claims of a regency change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewClaimsInRegency {
    /// The regency.
    #[schema(example = "35.29")]
    pub region_code: String,
    /// Its name.
    #[schema(example = "Sumenep")]
    pub name: String,
    /// So many of its claims change.
    #[schema(example = 4, minimum = 1)]
    pub claims: i64,
}

/// Which open claims are due on another day: claims that are verified or sent, whose papers are complete and on which the
/// insurer has not decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewClocks {
    /// For so many claims the insurer's clock runs.
    #[schema(example = 12, minimum = 0)]
    pub running: i64,
    /// For so many of them it would end on another day.
    #[schema(example = 4, minimum = 0)]
    pub moved: i64,
    /// For so many later.
    #[schema(example = 4, minimum = 0)]
    pub later: i64,
    /// For so many earlier.
    #[schema(example = 0, minimum = 0)]
    pub earlier: i64,
    /// The hundred regencies with the most of them.
    #[schema(max_items = 100)]
    pub regencies: Vec<PreviewClaimsInRegency>,
    /// A hundred of them: the first of each regency, then the second of each, and so on.
    #[schema(max_items = 100)]
    pub claims: Vec<PreviewClock>,
}

/// A claim that is due on another day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewClock {
    /// The claim.
    pub claim_id: Uuid,
    /// Its regency.
    #[schema(example = "35.29")]
    pub region_code: String,
    /// What is claimed.
    #[schema(value_type = ChecklistKindCode, example = "death")]
    pub kind: &'static str,
    /// The day on which its papers were complete.
    #[schema(example = "2026-03-17")]
    pub complete_on: NaiveDate,
    /// The last day of the insurer by the rules in force; null where none says so.
    #[schema(example = "2026-03-20")]
    pub before_on: Option<NaiveDate>,
    /// The last day of the insurer once the row counts.
    #[schema(example = "2026-03-23")]
    pub after_on: Option<NaiveDate>,
}

/// Of which open claims another paper is asked. Papers that lie there already are not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewChecklists {
    /// So many claims of the kind with events on the row's days have not been decided by the insurer.
    #[schema(example = 30, minimum = 0)]
    pub open: i64,
    /// The lists of so many of them change, also where only what is taken in the document's place does.
    #[schema(example = 9, minimum = 0)]
    pub changed: i64,
    /// So many would have to bring the document, and need not now.
    #[schema(example = 9, minimum = 0)]
    pub asked_more: i64,
    /// Of them so many have been handed in, and would miss it.
    #[schema(example = 3, minimum = 0)]
    pub asked_more_handed_in: i64,
    /// So many have to bring it now, and would not have to any more.
    #[schema(example = 0, minimum = 0)]
    pub asked_less: i64,
    /// Whether claims themselves say that the circumstance applies. A claim does not tell of traffic nor of a scholarship: the
    /// figures then speak of all claims, or of all with a child, of which it may be so.
    #[schema(example = true)]
    pub certain: bool,
    /// The hundred regencies with the most changed lists.
    #[schema(max_items = 100)]
    pub regencies: Vec<PreviewClaimsInRegency>,
    /// A hundred of the claims whose lists change: the first of each regency, then the second of each, and so on.
    #[schema(max_items = 100)]
    pub claims: Vec<PreviewChecklistClaim>,
}

/// A claim whose list changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewChecklistClaim {
    /// The claim.
    pub claim_id: Uuid,
    /// Its regency.
    #[schema(example = "35.29")]
    pub region_code: String,
    /// The day of the event.
    #[schema(example = "2026-11-02")]
    pub event_on: NaiveDate,
    /// Whether it has been handed in: it is submitted, verified or sent.
    #[schema(example = true)]
    pub handed_in: bool,
    /// How the document is asked for now; null where it is not.
    #[schema(value_type = Option<RequirementCode>)]
    pub before: Option<&'static str>,
    /// How it would be asked for.
    #[schema(value_type = Option<RequirementCode>, example = "required")]
    pub after: Option<&'static str>,
}

/// What open claims of deaths come to, at work or not: as the quote of benefits for the worker says, with the wage base of the
/// period that covers the day of the event, else with the lowest one, and with what any regency has paid for the dead. The
/// scholarships of the children whom claims name stand beside that, since they are paid by school years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewEstimates {
    /// So many open claims of deaths have events on the row's days.
    #[schema(example = 30, minimum = 0)]
    pub open: i64,
    /// Of so many an estimate was made: at most of the thousand with the newest events, and of none where no rule is in force.
    #[schema(example = 30, minimum = 0, maximum = 1000)]
    pub estimated: i64,
    /// For so many of them it changes.
    #[schema(example = 4, minimum = 0)]
    pub changed: i64,
    /// What those of which one was made come to by the rules in force.
    #[schema(example = 1_260_000_000, minimum = 0)]
    pub before_idr: i64,
    /// What they would come to.
    #[schema(example = 1_268_000_000, minimum = 0)]
    pub after_idr: i64,
    /// What the scholarships of their children come to by the rules in force.
    #[schema(example = 156_000_000, minimum = 0)]
    pub scholarships_before_idr: i64,
    /// What they would come to.
    #[schema(example = 156_000_000, minimum = 0)]
    pub scholarships_after_idr: i64,
    /// The hundred regencies with the most changed estimates.
    #[schema(max_items = 100)]
    pub regencies: Vec<PreviewClaimsInRegency>,
    /// A hundred of the claims with another estimate: the first of each regency, then the second of each, and so on.
    #[schema(max_items = 100)]
    pub claims: Vec<PreviewEstimate>,
}

/// A claim with another estimate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewEstimate {
    /// The claim.
    pub claim_id: Uuid,
    /// Its regency.
    #[schema(example = "35.29")]
    pub region_code: String,
    /// What is claimed.
    #[schema(value_type = ChecklistKindCode, example = "death")]
    pub kind: &'static str,
    /// The day of the event.
    #[schema(example = "2026-11-02")]
    pub event_on: NaiveDate,
    /// The estimate by the rules in force; null where there are none.
    #[schema(example = 42_000_000, minimum = 0)]
    pub before_idr: Option<i64>,
    /// The estimate once the row counts.
    #[schema(example = 44_000_000, minimum = 0)]
    pub after_idr: Option<i64>,
    /// The scholarships of its children by the rules in force; null where there are none.
    #[schema(example = 78_000_000, minimum = 0)]
    pub scholarships_before_idr: Option<i64>,
    /// The scholarships once the row counts.
    #[schema(example = 78_000_000, minimum = 0)]
    pub scholarships_after_idr: Option<i64>,
}

fn parts<T, W>(
    concerned: ConcernedClaims<T>,
    one: impl Fn(String, Changed<T>) -> W,
) -> (i64, Vec<PreviewClaimsInRegency>, Vec<W>) {
    let regencies = concerned.regencies.into_iter().map(|regency| PreviewClaimsInRegency {
        region_code: regency.region_code,
        name: regency.name,
        claims: regency.claims,
    });
    let listed = concerned.listed.into_iter().map(|(region_code, changed)| one(region_code, changed));
    (concerned.claims, regencies.collect(), listed.collect())
}

impl From<Clocks> for PreviewClocks {
    fn from(clocks: Clocks) -> Self {
        let (moved, regencies, claims) = parts(clocks.moved, PreviewClock::new);
        Self {
            running: clocks.running,
            moved,
            later: clocks.later,
            earlier: clocks.earlier,
            regencies,
            claims,
        }
    }
}

impl PreviewClock {
    fn new(region_code: String, Changed { claim_id, what }: Changed<Due>) -> Self {
        Self {
            claim_id,
            region_code,
            kind: what.kind.as_str(),
            complete_on: what.complete_on,
            before_on: what.before,
            after_on: what.after,
        }
    }
}

impl From<Lists> for PreviewChecklists {
    fn from(lists: Lists) -> Self {
        let (changed, regencies, claims) = parts(lists.changed, PreviewChecklistClaim::new);
        Self {
            open: lists.open,
            changed,
            asked_more: lists.asked_more,
            asked_more_handed_in: lists.handed_in,
            asked_less: lists.asked_less,
            certain: lists.is_certain,
            regencies,
            claims,
        }
    }
}

impl PreviewChecklistClaim {
    fn new(region_code: String, Changed { claim_id, what }: Changed<Asked>) -> Self {
        Self {
            claim_id,
            region_code,
            event_on: what.event_on,
            handed_in: what.is_handed_in,
            before: what.before.map(Requirement::as_str),
            after: what.after.map(Requirement::as_str),
        }
    }
}

impl From<Estimates> for PreviewEstimates {
    fn from(estimates: Estimates) -> Self {
        let (changed, regencies, claims) = parts(estimates.changed, PreviewEstimate::new);
        Self {
            open: estimates.open,
            estimated: estimates.estimated,
            changed,
            before_idr: estimates.before.at_once.amount(),
            after_idr: estimates.after.at_once.amount(),
            scholarships_before_idr: estimates.before.scholarships.amount(),
            scholarships_after_idr: estimates.after.scholarships.amount(),
            regencies,
            claims,
        }
    }
}

impl PreviewEstimate {
    fn new(region_code: String, Changed { claim_id, what }: Changed<Estimate>) -> Self {
        Self {
            claim_id,
            region_code,
            kind: what.kind.as_str(),
            event_on: what.event_on,
            before_idr: what.before.map(|totals| totals.at_once.amount()),
            after_idr: what.after.map(|totals| totals.at_once.amount()),
            scholarships_before_idr: what.before.map(|totals| totals.scholarships.amount()),
            scholarships_after_idr: what.after.map(|totals| totals.scholarships.amount()),
        }
    }
}
