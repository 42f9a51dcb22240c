//! Approval by a second person, and activation by what the insurer gave.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::queries;
use super::super::rules::{self, Action, Rights};
use super::still;
use super::transition::{self, Held, Step};
use crate::access::caller::RegionScope;
use crate::cover::closes::rules::ReopenCause;
use crate::cover::closes::service::came_late_on;
use crate::cover::contributions::obligations;
use crate::cover::member_numbers;
use crate::cover::trail;
use crate::domain::{Day, MemberNumber};
use crate::platform::changes::{Actor, Origin};
use crate::platform::db::columns::AsText;
use crate::platform::http::{Code, Issues, Problem, Text};
use crate::platform::vault::{Identifier as _, Vault};

/// The decree by which periods are approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decree {
    /// Its number.
    pub number: String,
    /// Its day.
    pub on: Day,
}

/// What the insurer gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activation {
    /// The member number.
    pub member_number: MemberNumber,
    /// The first day of cover.
    pub effective_on: Day,
}

/// Approves proposals as a second person: a person with an account who neither proposed nor changed them. Their
/// months are owed from then on, if the source's budget bears them.
pub async fn approve(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    ids: &[Uuid],
    held: Held<'_>,
    decree: &Decree,
) -> Result<Vec<CoverageRow>, Problem> {
    let Actor::User(approver) = origin.actor else {
        return Err(Problem::new(Code::SecondPersonRequired));
    };
    let locked = transition::lock_for(conn, scope, ids, held, Action::Approve).await?;
    // What a person owes is decided under the person's lock, since another regency may decide it at the same time.
    let persons: Vec<Uuid> = locked.iter().map(|(placed, _)| placed.0.person_id).collect();
    queries::lock_persons(conn, &persons).await?;
    let rows = transition::rows_of(&locked);
    obligations::service::hold(conn, &transition::periods(rows.iter().copied())).await?;
    still::check(conn, &rows, Action::Approve).await?;
    let mut steps = Vec::with_capacity(locked.len());
    for (placed, status) in locked {
        let row = &placed.0;
        if !rules::is_second_person(&approver, row.proposed_by.as_ref(), row.revised_by.as_ref()) {
            let left = Rights { propose: true, approve: false, activate: true, end: true };
            return Err(Problem::new(Code::SecondPersonRequired).allowing(rules::allowed(row.state(), left)));
        }
        steps.push(Step::new(placed, origin, |row| {
            row.status = AsText(status);
            row.approved_by = Some(approver);
            row.approved_at = Some(trail::instant(origin));
            row.decree_number = Some(decree.number.clone());
            row.decree_on = Some(decree.on);
        }));
    }
    let rows = transition::write(conn, origin, Action::Approve.done(), steps).await?;
    obligations::service::oblige(conn, origin, &transition::periods(&rows), None).await?;
    Ok(rows)
}

/// Records what the insurer gave for approved periods.
pub async fn activate(
    conn: &mut AsyncPgConnection,
    vault: &Vault,
    scope: &RegionScope,
    origin: &Origin,
    today: Day,
    given: Vec<(Uuid, Activation)>,
    held: Held<'_>,
) -> Result<Vec<CoverageRow>, Problem> {
    let mut given: HashMap<Uuid, Activation> = given.into_iter().collect();
    let ids: Vec<Uuid> = given.keys().copied().collect();
    let locked = transition::lock_for(conn, scope, &ids, held, Action::Activate).await?;
    still::check(conn, &transition::rows_of(&locked), Action::Activate).await?;
    let mut steps = Vec::with_capacity(locked.len());
    for (placed, status) in locked {
        let Some(Activation { member_number, effective_on }) = given.remove(&placed.0.id) else { continue };
        check_effective(&placed.0, effective_on)?;
        let sealed = vault.seal(&member_number).map_err(Problem::internal)?;
        let hash = vault.lookup_hash(&member_number).map_err(Problem::internal)?;
        steps.push(Step::new(placed, origin, |row| {
            row.status = AsText(status);
            row.member_number_sealed = Some(sealed);
            row.member_number_mask = Some(member_number.masked());
            row.member_number_hash = Some(hash);
            row.effective_on = Some(effective_on);
            row.activated_on = Some(today);
        }));
    }
    member_numbers::claim(conn, steps.iter().map(|step| step.after.numbered())).await?;
    let rows = transition::write(conn, origin, Action::Activate.done(), steps).await?;
    let days = rows.iter().filter_map(|row| Some((row.regency_id, row.effective_on?)));
    came_late_on(conn, origin, days, ReopenCause::CoverageActivated).await?;
    Ok(rows)
}

fn check_effective(row: &CoverageRow, effective_on: Day) -> Result<(), Problem> {
    let mut issues = Issues::new();
    if effective_on > row.until_month.0.last_day() {
        let text = Text::fixed(
            "Hari mulai berlaku setelah bulan terakhir periode ini.",
            "The first day of cover lies after the last month of this period.",
        );
        issues.push("/effective_on", "effective_after_period", text);
    }
    if effective_on < row.from_month.0.first_day() {
        let text = Text::fixed(
            "Hari mulai berlaku sebelum bulan pertama periode ini.",
            "The first day of cover lies before the first month of this period.",
        );
        issues.push("/effective_on", "effective_before_period", text);
    }
    issues.finish()
}
