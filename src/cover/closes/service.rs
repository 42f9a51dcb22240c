//! Closing months, and reopening them when something comes late.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::model::CloseRow;
use super::queries::{self, Finding};
use super::rules::{self, CloseStatus, ReopenCause};
use crate::access::caller::RegionScope;
use crate::cover::rules::parameters::ParameterKey;
use crate::cover::rules::parameters::queries::row_on;
use crate::cover::standing::queries::{Asked, known};
use crate::cover::trail;
use crate::domain::{Day, Month};
use crate::platform::changes::Origin;
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::transaction::take_time;
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};

/// How many people are looked at together: keeps the memory constant.
const PEOPLE_AT_ONCE: i64 = 1_000;

/// A month to be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewClose {
    /// Its id.
    pub id: Uuid,
    /// The regency.
    pub regency_id: i32,
    /// The month.
    pub month: Month,
}

/// Closes a month of a regency for the first time. 409 `already_exists` if it was closed before.
pub async fn create(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    today: Day,
    new: NewClose,
) -> Result<CloseRow, Problem> {
    if new.month.last_day() >= today {
        return Err(not_over());
    }
    check_rule(conn, new.month).await?;
    queries::hold_still(conn, new.regency_id).await?;
    if let Some(id) = queries::of_month(conn, new.regency_id, new.month).await? {
        return Err(closed_before(id));
    }
    let now = trail::instant(origin);
    let empty = CloseRow {
        id: new.id,
        regency_id: new.regency_id,
        month: AsFirstDay(new.month),
        status: AsText(CloseStatus::Closed),
        run: 1,
        lapses_total: 0,
        closed_on: today,
        closed_by: origin.actor.id(),
        reopened_at: None,
        reopened_by: None,
        reopen_cause: None,
        reopen_reason: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    queries::insert(conn, &empty).await?;
    let row = CloseRow { lapses_total: run(conn, &empty).await?, ..empty };
    queries::update(conn, &row).await?;
    trail::created(conn, origin, &row).await?;
    Ok(row)
}

/// Closes a reopened month again and records what has changed.
pub async fn close_again(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    today: Day,
    id: Uuid,
    held: &IfMatch,
) -> Result<CloseRow, Problem> {
    let found = queries::find(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    queries::hold_still(conn, found.regency_id).await?;
    let before = lock(conn, scope, id, held, CloseStatus::Reopened).await?;
    let advanced = CloseRow {
        status: AsText(CloseStatus::Closed),
        run: before.run + 1,
        closed_on: today,
        closed_by: origin.actor.id(),
        ..before.clone()
    };
    let after = CloseRow { lapses_total: run(conn, &advanced).await?, ..advanced };
    write(conn, origin, &before, after, "closed", None).await
}

/// Reopens a closed month by somebody's decision.
pub async fn reopen(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    reason: String,
) -> Result<CloseRow, Problem> {
    let before = lock(conn, scope, id, held, CloseStatus::Closed).await?;
    let after = reopened(&before, origin, ReopenCause::Manual, Some(reason.clone()));
    write(conn, origin, &before, after, "reopened", Some(reason)).await
}

/// Reopens the closed months of a regency from one on, for what was written in this transaction. From here to its end
/// no month of the regency is closed, so that no close misses it.
pub async fn came_late(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    regency_id: i32,
    from: Month,
    cause: ReopenCause,
) -> Result<(), Problem> {
    queries::hold_open(conn, regency_id).await?;
    if !queries::is_closed_from(conn, regency_id, from).await? {
        return Ok(());
    }
    // All of them are locked, also those that stay closed: the same transaction may reopen an earlier month later, which
    // somebody else would hold by then who waits for one of these.
    let closed = queries::lock_closed(conn, regency_id).await?;
    for before in closed.into_iter().filter(|row| row.month.0 >= from) {
        let after = reopened(&before, origin, cause, None);
        write(conn, origin, &before, after, "reopened", Some(cause.as_str().to_owned())).await?;
    }
    Ok(())
}

/// Like [`came_late`], of regencies each from the earliest of its days on.
pub async fn came_late_on(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    days: impl Iterator<Item = (i32, Day)>,
    cause: ReopenCause,
) -> Result<(), Problem> {
    let mut earliest: BTreeMap<i32, Day> = BTreeMap::new();
    for (regency_id, day) in days {
        let found = earliest.entry(regency_id).or_insert(day);
        *found = day.min(*found);
    }
    for (regency_id, day) in earliest {
        came_late(conn, origin, regency_id, Month::from_date(day), cause).await?;
    }
    Ok(())
}

/// Locks the closed months of regencies, one after the other in the order in which they are given, which is that of their
/// numbers: for who may reopen months of several, one call after the other.
pub async fn hold(conn: &mut AsyncPgConnection, regency_ids: &[i32]) -> Result<(), Problem> {
    for regency_id in regency_ids {
        queries::hold_open(conn, *regency_id).await?;
        queries::lock_closed(conn, *regency_id).await?;
    }
    Ok(())
}

/// Reopens the closed months of every regency from a day on, on which another rule says who has lapsed. A close that begins at
/// the same moment waits, or is over and reopened.
pub async fn rule_changed(conn: &mut AsyncPgConnection, origin: &Origin, from: Day) -> Result<(), Problem> {
    let month = Month::from_date(from);
    for regency_id in queries::regencies(conn).await? {
        came_late(conn, origin, regency_id, month, ReopenCause::RuleChanged).await?;
    }
    Ok(())
}

/// Looks at everybody of the regency and records what the earlier runs of the close have not. Gives who counts as lapsed.
async fn run(conn: &mut AsyncPgConnection, close: &CloseRow) -> Result<i32, Problem> {
    // A regency may have a hundred thousand members.
    take_time(conn).await?;
    let (month, mut after) = (close.month.0, None);
    loop {
        let people = queries::people(conn, close.regency_id, month.last_day(), after, PEOPLE_AT_ONCE).await?;
        let Some(last) = people.last().copied() else { break };
        let asked: Vec<Asked<'_>> =
            people.iter().map(|person| Asked::person(*person, month.last_day())).collect();
        let (facts, limits) = known(conn, &[close.regency_id], &asked).await?;
        let recorded = queries::recorded(conn, close, &people).await?;
        let findings: Vec<Finding> = people
            .iter()
            .zip(&facts)
            .filter_map(|(person, facts)| {
                let found = rules::lapsed_in(facts, &limits, month);
                let (kind, lapse) = rules::finding(found, recorded.get(person).copied())?;
                Some(Finding { person_id: *person, kind, lapse })
            })
            .collect();
        queries::insert_findings(conn, close, &findings).await?;
        after = Some(last);
    }
    Ok(queries::lapsed_total(conn, close).await?)
}

fn reopened(before: &CloseRow, origin: &Origin, cause: ReopenCause, reason: Option<String>) -> CloseRow {
    CloseRow {
        status: AsText(CloseStatus::Reopened),
        reopened_at: Some(trail::instant(origin)),
        reopened_by: origin.actor.id(),
        reopen_cause: Some(AsText(cause)),
        reopen_reason: reason,
        ..before.clone()
    }
}

async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
    held: &IfMatch,
    needed: CloseStatus,
) -> Result<CloseRow, Problem> {
    let row = queries::lock(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    held.check(row.version)?;
    if row.status.0 != needed {
        return Err(Problem::invalid_state(rules::allowed(row.status.0, true)));
    }
    Ok(row)
}

async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &CloseRow,
    after: CloseRow,
    action: &'static str,
    reason: Option<String>,
) -> Result<CloseRow, Problem> {
    let after = CloseRow { version: before.version + 1, updated_at: trail::instant(origin), ..after };
    queries::update(conn, &after).await?;
    trail::updated(conn, origin, before, &after, action, reason).await?;
    Ok(after)
}

/// 409 `rule_missing` for a month at whose end no rule says when a membership lapses: its close would say that nobody did.
async fn check_rule(conn: &mut AsyncPgConnection, month: Month) -> Result<(), Problem> {
    let rule = row_on(conn, ParameterKey::LapseAfterUnpaidMonths, month.last_day()).await?;
    if rule.is_some() {
        return Ok(());
    }
    Err(Problem::new(Code::RuleMissing).detail(Text::new(
        format!("Tidak ada aturan yang berlaku pada {month} tentang kapan kepesertaan berakhir."),
        format!("No rule is in force in {month} on when a membership lapses."),
    )))
}

fn closed_before(id: Uuid) -> Problem {
    let text = Text::fixed("Bulan ini sudah pernah ditutup.", "This month was closed before.");
    let error = FieldError::new("/month", "already_exists", text);
    Problem::new(Code::AlreadyExists).existing(id).errors(vec![error])
}

fn not_over() -> Problem {
    Problem::invalid_field(FieldError::new(
        "/month",
        "month_not_over",
        Text::fixed("Bulan ini belum berakhir.", "This month is not over yet."),
    ))
}
