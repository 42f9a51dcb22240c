//! Enrolling many people at once: what an approved plan becomes.
//!
//! A single proposal is admitted or refused with its reasons. A plan judges thousands, part by part, and keeps the reasons of
//! each: [`look`] finds for many what `admit` finds for one, by the same code, and only whoever it has cleared can be
//! enrolled.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use futures_util::{FutureExt as _, try_join};
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::queries::{self, Conflict, Wanted};
use super::super::rules::{self, CoverageStatus};
use super::approve::Decree;
use super::propose::{Proposal, judged_on, new_row};
use super::transition;
use crate::cover::contributions::obligations;
use crate::cover::eligibility;
use crate::cover::eligibility::rules::Eligibility;
use crate::cover::funding::budget::SourceKey;
use crate::cover::trail;
use crate::domain::{Day, MonthRange, ProgrammeSet, Rupiah, new_id};
use crate::platform::changes::{self, Actor, Change, Origin};
use crate::platform::db::columns::AsText;
use crate::platform::http::{Code, Problem};

/// The terms that all who are enrolled together share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// From which source of which regency.
    pub source: SourceKey,
    /// For which programmes.
    pub programmes: ProgrammeSet,
    /// The wage base of the contributions.
    pub wage_base: Rupiah,
    /// In which months.
    pub months: MonthRange,
}

impl Enrolment {
    /// These terms for one of them, if need be in the place of another period.
    pub(super) fn proposal(&self, id: Uuid, worker_id: Uuid, replaces_id: Option<Uuid>) -> Proposal {
        Proposal {
            id,
            worker_id,
            funding_source_id: self.source.0,
            programmes: self.programmes,
            wage_base: self.wage_base,
            months: self.months,
            replaces_id,
        }
    }
}

/// Somebody who is to be funded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// The registration.
    pub worker_id: Uuid,
    /// The person behind it.
    pub person_id: Uuid,
    /// Where the worker lives.
    pub village_code: String,
}

/// What was found of somebody who is to be funded.
#[derive(Debug, Clone)]
pub struct Found {
    sought: Sought,
    /// Whether the person can be covered by the source.
    pub eligibility: Eligibility,
    /// Periods of any regency that take some of the months.
    pub funded: Vec<Conflict>,
    /// The months whose contributions are paid already or in a batch under way, though no period takes them.
    pub under_way: Option<MonthRange>,
}

/// Somebody in whose way nothing stands.
#[derive(Debug, Clone)]
pub struct Cleared(Sought);

impl Found {
    /// The same person, if nothing stands in the way.
    pub fn cleared(self) -> Option<Cleared> {
        let is_clear =
            self.funded.is_empty() && self.under_way.is_none() && self.eligibility.may_be_proposed().is_ok();
        is_clear.then_some(Cleared(self.sought))
    }
}

/// What is to be known of people before they are judged.
#[derive(Debug)]
pub struct Seen {
    asked: Vec<eligibility::Asked>,
    known: eligibility::service::Known,
    funded: Vec<Conflict>,
    under_way: HashMap<Uuid, MonthRange>,
}

/// Looks at people, in the order given. For an approval the caller holds their registrations and their persons' locks.
pub async fn look(
    conn: &AsyncPgConnection,
    today: Day,
    terms: &Enrolment,
    people: Vec<Sought>,
) -> Result<Vec<Found>, Problem> {
    see(conn, today, terms, &people).await?.weigh(people)
}

/// Reads what [`Seen::weigh`] judges by, all of it on its way at once.
pub async fn see(
    conn: &AsyncPgConnection,
    today: Day,
    terms: &Enrolment,
    people: &[Sought],
) -> Result<Seen, Problem> {
    let (funding_source_id, regency_id) = terms.source;
    let on = judged_on(today, terms.months.from());
    let asked: Vec<eligibility::Asked> = people
        .iter()
        .map(|one| eligibility::Asked {
            worker_id: one.worker_id,
            regency_id,
            on,
            funding_source_id: Some(funding_source_id),
        })
        .collect();
    let persons: Vec<Uuid> = people.iter().map(|one| one.person_id).collect();
    let wanted: Vec<Wanted> = persons
        .iter()
        .map(|person_id| Wanted {
            person_id: *person_id,
            programmes: terms.programmes,
            months: terms.months,
            itself: Uuid::nil(),
        })
        .collect();
    let known = eligibility::service::known(conn, &asked, &persons).boxed_local();
    let funded = async { Ok(queries::all_conflicts(conn, &wanted).await?) }.boxed_local();
    let under_way =
        async { Ok(obligations::queries::under_way(conn, &persons, terms.programmes, terms.months).await?) };
    let (known, funded, under_way) = try_join!(known, funded, under_way.boxed_local())?;
    Ok(Seen { asked, known, funded, under_way })
}

impl Seen {
    /// What was found of the same people, in the same order.
    pub fn weigh(self, people: Vec<Sought>) -> Result<Vec<Found>, Problem> {
        let Self { asked, known, funded, mut under_way } = self;
        let assessed = eligibility::service::weigh(&asked, known)?;
        // By the places of the people.
        let mut taken: HashMap<i32, Vec<Conflict>> = HashMap::new();
        for conflict in funded {
            taken.entry(conflict.place).or_default().push(conflict);
        }
        let found = (0..).zip(people).zip(assessed).map(|((place, sought), eligibility)| {
            let funded = taken.remove(&place).unwrap_or_default();
            // What a period takes is said of the period.
            let under_way = under_way.remove(&sought.person_id).filter(|_| funded.is_empty());
            Found { sought, eligibility, funded, under_way }
        });
        Ok(found.collect())
    }
}

/// Writes approved periods for people who were cleared in this transaction, and makes their months due. They were proposed
/// by who submitted them together; the approver is a person who did not. Gives registration and period of each.
///
/// The caller holds registrations, persons and source, in this order.
pub async fn enrol(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    terms: &Enrolment,
    (proposed_by, decree): (Option<Uuid>, &Decree),
    because: &str,
    people: Vec<Cleared>,
) -> Result<Vec<(Uuid, Uuid)>, Problem> {
    let Actor::User(approver) = origin.actor else {
        return Err(Problem::new(Code::SecondPersonRequired));
    };
    if !rules::is_second_person(&approver, proposed_by.as_ref(), None) {
        return Err(Problem::new(Code::SecondPersonRequired));
    }
    let rows: Vec<CoverageRow> = people
        .iter()
        .map(|Cleared(sought)| approved(sought, terms, (proposed_by, approver), decree, origin))
        .collect();
    queries::insert(conn, &rows).await?;
    let changes = rows.iter().zip(&people).map(|(row, Cleared(sought))| {
        let change = Change::created(row)?;
        let (region_code, reason) = (Some(sought.village_code.clone()), Some(because.to_owned()));
        Ok(Change { region_code, reason, ..change })
    });
    let changes = changes.collect::<Result<Vec<_>, serde_json::Error>>().map_err(Problem::internal)?;
    changes::record(conn, origin, &changes).await?;
    obligations::service::oblige(conn, origin, &transition::periods(&rows), None).await?;
    Ok(rows.into_iter().map(|row| (row.worker_id, row.id)).collect())
}

fn approved(
    sought: &Sought,
    terms: &Enrolment,
    (proposed_by, approver): (Option<Uuid>, Uuid),
    decree: &Decree,
    origin: &Origin,
) -> CoverageRow {
    let proposal = terms.proposal(new_id(origin.now), sought.worker_id, None);
    CoverageRow {
        status: AsText(CoverageStatus::Approved),
        proposed_by,
        approved_by: Some(approver),
        approved_at: Some(trail::instant(origin)),
        decree_number: Some(decree.number.clone()),
        decree_on: Some(decree.on),
        ..new_row(&proposal, (terms.source.1, sought.person_id), origin)
    }
}
