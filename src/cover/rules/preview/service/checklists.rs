//! Of which open claims another paper would be asked.

use diesel_async::AsyncPgConnection;

use super::super::queries::changed;
use super::super::queries::claims::{self, Days, Needing, Papers};
use super::concerned::Concerned;
use crate::cover::rules::checklists;
use crate::cover::rules::checklists::codes::{
    ChecklistCircumstance, ChecklistDocument, ChecklistKind, Requirement,
};
use crate::cover::rules::checklists::model::ChecklistRow;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::domain::Day;
use crate::platform::http::Problem;

/// Whether a document is asked for, and what is taken in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    requirement: Requirement,
    alternatives: Vec<String>,
}

/// What becomes of the document in the list of one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The day of the event.
    pub event_on: Day,
    /// Whether the claim has been handed in already.
    pub is_handed_in: bool,
    /// Whether it is asked for by the rules in force; none: it is not in the list.
    pub before: Option<Requirement>,
    /// Whether it would be.
    pub after: Option<Requirement>,
}

/// What a row changes of the lists of open claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists {
    /// So many open claims of the kind have events on its days.
    pub open: i64,
    /// So many would have to bring the document, and need not now.
    pub asked_more: i64,
    /// Of them so many have been handed in and would miss it.
    pub handed_in: i64,
    /// So many have to bring it now, and would not have to any more.
    pub asked_less: i64,
    /// Whether a claim itself says that the circumstance applies.
    pub is_certain: bool,
    /// Those whose lists change, also where only what is taken in its place does.
    pub changed: Concerned<Asked>,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// Of which claims.
    pub kind: ChecklistKind,
    /// In which circumstance.
    pub circumstance: Option<ChecklistCircumstance>,
    /// Which document.
    pub document: ChecklistDocument,
    /// On which days.
    pub days: Days,
}

/// The claims that a row is about, and what is asked of them by the rules in force.
pub struct Watched {
    about: About,
    needing: Needing,
    claims: Vec<Papers>,
    wanted: Vec<Option<Wanted>>,
}

impl Watched {
    /// Looks at the lists by the rules in force.
    pub async fn now(conn: &mut AsyncPgConnection, about: About, today: Day) -> Result<Self, Problem> {
        let years = parameters::queries::row_on(conn, ParameterKey::AgeOfMajorityYears, today).await?;
        let months =
            years.and_then(|row| u32::try_from(row.value).ok()).and_then(|years| years.checked_mul(12));
        let of_age = months.and_then(|months| today.checked_sub_months(chrono::Months::new(months)));
        let needing = Needing { kind: about.kind, days: about.days, of_age };
        let claims = claims::papers(conn, &needing).await?;
        let wanted = wanted(conn, about, &claims).await?;
        Ok(Self { about, needing, claims, wanted })
    }

    /// Looks again once a row counts.
    pub async fn again(self, conn: &mut AsyncPgConnection) -> Result<Lists, Problem> {
        let after = wanted(conn, self.about, &self.claims).await?;
        let (mut asked_more, mut handed_in, mut asked_less, mut all) = (0, 0, 0, 0);
        let (mut groups, mut whats) = (Vec::new(), Vec::new());
        for ((group, before), after) in self.claims.iter().zip(self.wanted).zip(after) {
            if before == after {
                continue;
            }
            let requirement = |wanted: Option<Wanted>| wanted.map(|wanted| wanted.requirement);
            let (before, after) = (requirement(before), requirement(after));
            let needs = |wanted| wanted == Some(Requirement::Required);
            let counted = |counts: bool| if counts { group.claims } else { 0 };
            all += group.claims;
            asked_more += counted(needs(after) && !needs(before));
            handed_in += counted(needs(after) && !needs(before) && group.is_handed_in);
            asked_less += counted(needs(before) && !needs(after));
            groups.push(*group);
            let is_handed_in = group.is_handed_in;
            whats.push(Asked { event_on: group.event_on, is_handed_in, before, after });
        }
        let rows = changed::of_papers(conn, &self.needing, &groups).await?;
        Ok(Lists {
            open: self.claims.iter().map(|group| group.claims).sum(),
            asked_more,
            handed_in,
            asked_less,
            is_certain: is_certain(self.about.circumstance),
            changed: Concerned::of(all, &whats, rows)?,
        })
    }
}

async fn wanted(
    conn: &mut AsyncPgConnection,
    about: About,
    claims: &[Papers],
) -> Result<Vec<Option<Wanted>>, Problem> {
    let rows = checklists::queries::rows_of(conn, about.kind, about.document).await?;
    Ok(claims.iter().map(|claim| asked_of(claim, &rows, about.circumstance)).collect())
}

/// What the rows ask of a claim: the strictest of those that apply, and everything that one of them takes instead.
fn asked_of(claim: &Papers, rows: &[ChecklistRow], about: Option<ChecklistCircumstance>) -> Option<Wanted> {
    let holds = |row: &&ChecklistRow| {
        row.valid_from <= claim.event_on && row.valid_until.is_none_or(|until| until >= claim.event_on)
    };
    let mut applying = rows.iter().filter(holds).filter(|row| {
        let circumstance = row.circumstance.map(|circumstance| circumstance.0);
        // What a claim does not say is taken as so for the circumstance that is asked about, and as not so else.
        applies(claim, circumstance) && (is_certain(circumstance) || circumstance == about)
    });
    let first = applying.next()?;
    let wanted = Wanted { requirement: first.requirement.0, alternatives: first.alternatives.clone() };
    Some(applying.fold(wanted, |mut wanted, row| {
        wanted.requirement = wanted.requirement.min(row.requirement.0);
        wanted.alternatives.extend(row.alternatives.iter().cloned());
        wanted.alternatives.sort();
        wanted.alternatives.dedup();
        wanted
    }))
}

/// Whether a claim itself says that a circumstance applies to it.
fn is_certain(circumstance: Option<ChecklistCircumstance>) -> bool {
    match circumstance {
        None | Some(ChecklistCircumstance::Spouse | ChecklistCircumstance::MinorHeir) => true,
        Some(ChecklistCircumstance::Scholarship | ChecklistCircumstance::Traffic) => false,
    }
}

/// Whether a circumstance applies to a claim, or may.
fn applies(claim: &Papers, circumstance: Option<ChecklistCircumstance>) -> bool {
    match circumstance {
        None | Some(ChecklistCircumstance::Traffic) => true,
        Some(ChecklistCircumstance::Spouse) => claim.has_spouse,
        Some(ChecklistCircumstance::MinorHeir) => claim.has_minor,
        Some(ChecklistCircumstance::Scholarship) => claim.has_child,
    }
}
