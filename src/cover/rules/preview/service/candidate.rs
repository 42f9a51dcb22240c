//! The row whose approval is rehearsed, and what it is about.

use diesel_async::AsyncPgConnection;

use super::super::queries::claims::Days;
use super::super::rules::RuleEffect;
use super::checklists;
use super::predecessor::{Predecessor, enter};
use crate::cover::contributions::obligations::queries::Concerned;
use crate::cover::rules::benefits::codes::BenefitKind;
use crate::cover::rules::benefits::model::{BenefitFacts, BenefitRow};
use crate::cover::rules::checklists::model::{ChecklistFacts, ChecklistRow};
use crate::cover::rules::contributions;
use crate::cover::rules::contributions::model::{RateFacts, RateRow};
use crate::cover::rules::holidays::model::HolidayFacts;
use crate::cover::rules::parameters::model::{ParameterFacts, ParameterRow};
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::cover::rules::proposals::DatedRule as _;
use crate::cover::rules::proposals::service::rehearse_approval;
use crate::domain::Day;
use crate::platform::changes::Origin;
use crate::platform::http::{FieldError, Problem, Text};

/// The row whose approval is rehearsed.
#[derive(Debug, Clone)]
pub enum Candidate {
    /// A contribution rate.
    Contribution(RateFacts),
    /// A benefit.
    Benefit(BenefitFacts),
    /// A single parameter.
    Parameter(ParameterFacts),
    /// A holiday.
    Holiday(HolidayFacts),
    /// A document of a checklist.
    Checklist(ChecklistFacts),
}

/// What a row is about, together with the one that makes room for it: a correction may also take something away.
#[derive(Debug, Default)]
pub struct About {
    /// The months of a contribution rate.
    pub months: Option<Concerned>,
    /// The day of whose working days the insurer's clocks are counted, where the row may change them.
    pub working_days_on: Option<Day>,
    /// The document of a checklist.
    pub document: Option<checklists::About>,
    /// The events of which estimates may change: of one kind, or of any.
    pub deaths: Option<(Option<BenefitKind>, Days)>,
}

impl Candidate {
    /// Where the request holds it.
    pub const fn pointer(&self) -> &'static str {
        match self {
            Self::Contribution(_) => "/contribution",
            Self::Benefit(_) => "/benefit",
            Self::Parameter(_) => "/parameter",
            Self::Holiday(_) => "/holiday",
            Self::Checklist(_) => "/checklist_item",
        }
    }

    /// The first day on which it holds.
    pub fn first_day(&self) -> Day {
        match self {
            Self::Contribution(facts) => facts.from_month.first_day(),
            Self::Benefit(facts) => facts.period.from,
            Self::Parameter(facts) => facts.period.from,
            Self::Holiday(facts) => facts.holiday_on,
            Self::Checklist(facts) => facts.period.from,
        }
    }

    /// Whether it says until which age somebody may enter.
    pub fn limits_age(&self) -> bool {
        matches!(self, Self::Parameter(facts) if facts.key == ParameterKey::EntryAgeLimitYears)
    }

    /// What it decides beside what a preview of it computes.
    pub const fn effects(&self) -> &'static [RuleEffect] {
        match self {
            Self::Contribution(_) => RuleEffect::OF_RATE,
            Self::Benefit(_) => RuleEffect::OF_BENEFIT,
            Self::Parameter(facts) => RuleEffect::of_parameter(facts.key),
            Self::Holiday(_) => RuleEffect::OF_HOLIDAY,
            Self::Checklist(_) => RuleEffect::OF_DOCUMENT,
        }
    }

    /// What it is about. 422 for a row that no correction could replace by this one; whether there is such a row at all is for
    /// the rehearsal to say.
    pub async fn about(
        &self,
        conn: &mut AsyncPgConnection,
        predecessor: Option<Predecessor>,
    ) -> Result<About, Problem> {
        match self {
            Self::Contribution(facts) => months(conn, facts, predecessor).await,
            Self::Benefit(facts) => deaths(conn, facts, predecessor).await,
            Self::Parameter(facts) => parameter(conn, facts, predecessor).await,
            // A holiday moves what is due now, whenever it is.
            Self::Holiday(_) => Ok(About { working_days_on: Some(Day::MIN), ..About::default() }),
            Self::Checklist(facts) => document(conn, facts, predecessor).await,
        }
    }

    /// Lets it count, in the place of another row, after the end of one, or as a new one.
    pub async fn enter(
        self,
        conn: &mut AsyncPgConnection,
        origin: &Origin,
        predecessor: Option<Predecessor>,
    ) -> Result<(), Problem> {
        let begin = self.first_day();
        match self {
            Self::Contribution(facts) => {
                let rows =
                    enter(conn, origin, predecessor, begin, |id, entry| facts.into_row(id, entry)).await?;
                for row in &rows {
                    contributions::service::check_left_out(conn, row).await?;
                }
                Ok(())
            }
            Self::Benefit(facts) => {
                enter(conn, origin, predecessor, begin, |id, entry| facts.into_row(id, entry)).await?;
                Ok(())
            }
            Self::Parameter(facts) => {
                let key = facts.key;
                enter(conn, origin, predecessor, begin, |id, entry| facts.into_row(id, entry)).await?;
                parameters::service::check_pair(conn, key.as_str()).await
            }
            Self::Holiday(facts) => {
                // A holiday is a day: the request cannot end one.
                let supersedes = predecessor.and_then(Predecessor::replaced);
                rehearse_approval(conn, origin, supersedes, |id, entry| facts.into_row(id, entry)).await?;
                Ok(())
            }
            Self::Checklist(facts) => {
                enter(conn, origin, predecessor, begin, |id, entry| facts.into_row(id, entry)).await?;
                Ok(())
            }
        }
    }
}

/// The months of a rate and of the one that makes room for it.
async fn months(
    conn: &mut AsyncPgConnection,
    facts: &RateFacts,
    predecessor: Option<Predecessor>,
) -> Result<About, Problem> {
    let mut own = Concerned {
        programme: facts.programme,
        segment: facts.segment,
        relief: facts.relief,
        from_month: facts.from_month,
        until_month: facts.until_month,
    };
    if let Some(predecessor) = predecessor
        && let Some(old) = RateRow::find(conn, predecessor.id()).await?
    {
        if (old.programme.0, old.segment.0, old.relief) != (own.programme, own.segment, own.relief) {
            return Err(no_correction(predecessor));
        }
        own.until_month = own.until_month.zip(old.until_month).map(|(own, old)| own.max(old.0));
        own.from_month = predecessor.changes_since(old.from_month.0, own.from_month);
    }
    Ok(About { months: Some(own), ..About::default() })
}

async fn deaths(
    conn: &mut AsyncPgConnection,
    facts: &BenefitFacts,
    predecessor: Option<Predecessor>,
) -> Result<About, Problem> {
    let mut days = Days { from: facts.period.from, until: facts.period.until };
    let mut kind = Some(facts.kind);
    if let Some(predecessor) = predecessor
        && let Some(old) = BenefitRow::find(conn, predecessor.id()).await?
    {
        let same = (old.kind.0, old.circumstance.map(|one| one.0), old.item.0);
        if same != (facts.kind, facts.circumstance, facts.item) && predecessor.replaced().is_none() {
            return Err(no_correction(predecessor));
        }
        days = days.with(predecessor.changes_since(old.valid_from, days.from), old.valid_until);
        kind = kind.filter(|kind| *kind == old.kind.0);
    }
    Ok(About { deaths: Some((kind, days)), ..About::default() })
}

async fn parameter(
    conn: &mut AsyncPgConnection,
    facts: &ParameterFacts,
    predecessor: Option<Predecessor>,
) -> Result<About, Problem> {
    let mut days = Days { from: facts.period.from, until: facts.period.until };
    if let Some(predecessor) = predecessor
        && let Some(old) = ParameterRow::find(conn, predecessor.id()).await?
    {
        if old.key != facts.key.as_str() {
            return Err(no_correction(predecessor));
        }
        days = days.with(predecessor.changes_since(old.valid_from, days.from), old.valid_until);
    }
    Ok(match facts.key {
        ParameterKey::DeathClaimServiceWorkingDays | ParameterKey::WorkAccidentClaimServiceWorkingDays => {
            About { working_days_on: Some(facts.period.from), ..About::default() }
        }
        ParameterKey::WageBaseMinimumIdr
        | ParameterKey::LapseAfterUnpaidMonths
        | ParameterKey::WaitingMonthsFullDeathBenefit => {
            About { deaths: Some((None, days)), ..About::default() }
        }
        ParameterKey::EntryAgeLimitYears
        | ParameterKey::WageBaseMaximumIdr
        | ParameterKey::JobsMaximum
        | ParameterKey::ArrearsMonthsPayable
        | ParameterKey::LapseAlertAfterUnpaidMonths
        | ParameterKey::WorkAccidentClaimYears
        | ParameterKey::WorkAccidentReportHours
        | ParameterKey::AgeOfMajorityYears
        | ParameterKey::PayoutChangeCoolingHours
        | ParameterKey::TransferAnswerDays
        | ParameterKey::SchoolYearStartMonth
        | ParameterKey::PosthumousBirthDays => About::default(),
    })
}

async fn document(
    conn: &mut AsyncPgConnection,
    facts: &ChecklistFacts,
    predecessor: Option<Predecessor>,
) -> Result<About, Problem> {
    let mut days = Days { from: facts.period.from, until: facts.period.until };
    if let Some(predecessor) = predecessor
        && let Some(old) = ChecklistRow::find(conn, predecessor.id()).await?
    {
        let same = (old.kind.0, old.circumstance.map(|one| one.0), old.document.0);
        if same != (facts.kind, facts.circumstance, facts.document) {
            return Err(no_correction(predecessor));
        }
        days = days.with(predecessor.changes_since(old.valid_from, days.from), old.valid_until);
    }
    let about = checklists::About {
        kind: facts.kind,
        circumstance: facts.circumstance,
        document: facts.document,
        days,
    };
    Ok(About { document: Some(about), ..About::default() })
}

fn no_correction(predecessor: Predecessor) -> Problem {
    let text = Text::fixed(
        "Koreksi berlaku untuk hal yang sama dengan baris yang digantikan atau diakhiri: program, kelompok pekerja dan keringanan; \
         manfaat, keadaan dan jenisnya; parameter; atau jenis klaim, keadaan dan dokumen.",
        "A correction is about the same as the row that it replaces or ends: programme, group of workers and relief; benefit, \
         circumstance and item; parameter; or kind of claim, circumstance and document.",
    );
    Problem::invalid_field(FieldError::new(predecessor.pointer(), "no_correction", text))
}
