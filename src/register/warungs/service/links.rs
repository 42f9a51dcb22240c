//! Writing down who works in a warung.
//!
//! The warung's lock comes first, then the worker's: under the one nobody else changes who works there,
//! under the other nobody else gives the worker a job, so that two callers cannot pass a limit together.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use futures_util::try_join;
use uuid::Uuid;

use super::{By, changed, next};
use crate::domain::{Day, WarungRole, new_id};
use crate::platform::changes::{self, Change};
use crate::platform::db::columns::AsText;
use crate::platform::http::{Code, Field, FieldError, IfMatch, Issues, Problem, Text};
use crate::register::warungs::model::{LinkRow, WarungRow};
use crate::register::warungs::queries::{self, ListedLink, LockedWorker};
use crate::register::warungs::rules::{self, Action, Period};
use crate::register::workers::rules::WorkerStatus;

/// Somebody's work to be written down.
pub struct NewLink {
    /// The id, if the caller brings one.
    pub id: Option<Uuid>,
    /// Who.
    pub worker_id: Uuid,
    /// As what.
    pub role: WarungRole,
    /// From when.
    pub since_on: Day,
}

impl NewLink {
    /// The row of the work in a warung, as it is written down at an instant.
    pub(super) fn in_warung(self, warung: &WarungRow, now: DateTime<Utc>) -> LinkRow {
        LinkRow {
            id: self.id.unwrap_or_else(|| new_id(now)),
            regency_id: warung.regency_id,
            warung_id: warung.id,
            worker_id: self.worker_id,
            role: AsText(self.role),
            since_on: self.since_on,
            until_on: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }
}

/// What to correct of somebody's work.
pub struct LinkPatch {
    /// As what.
    pub role: Option<WarungRole>,
    /// From when.
    pub since_on: Option<Day>,
    /// Until when; null takes an end back.
    pub until_on: Field<Day>,
}

/// Writes down that somebody works in a warung.
pub async fn add_worker(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    warung_id: Uuid,
    new: NewLink,
) -> Result<(WarungRow, ListedLink), Problem> {
    let now = by.origin.now;
    let warung = queries::lock(conn, by.scope, warung_id).await?.ok_or_else(Problem::not_found)?;
    next(&warung, Action::AddWorker)?;
    let link = new.in_warung(&warung, now);
    check_days(link.period(), by.today)?;
    let worker = queries::lock_worker(conn, by.scope, warung.regency_id, link.worker_id).await?;
    let worker = worker.ok_or_else(unknown_worker)?;
    check_open(&worker)?;
    check_company(conn, None, &link, by.today).await?;
    let created = Change::created(&link).map_err(Problem::internal)?;
    let created = Change { region_code: Some(warung.village_code.0.to_string()), ..created };
    let write = queries::insert_link(conn, &link);
    let warung = save(conn, by, warung, write, created, Action::AddWorker).await?;
    Ok((warung, (link, Some(worker.name))))
}

/// Corrects or ends somebody's work in a warung, or takes an end back.
pub async fn update_worker(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    warung_id: Uuid,
    link_id: Uuid,
    held: &IfMatch,
    patch: LinkPatch,
) -> Result<(WarungRow, ListedLink), Problem> {
    let warung = queries::lock(conn, by.scope, warung_id).await?.ok_or_else(Problem::not_found)?;
    let found = queries::find_link(conn, by.scope, &warung, link_id).await?;
    let (before, worker_name) = found.ok_or_else(Problem::not_found)?;
    held.check(before.version)?;
    next(&warung, Action::UpdateWorker)?;
    let wanted = LinkRow {
        role: patch.role.map_or(before.role, AsText),
        since_on: patch.since_on.unwrap_or(before.since_on),
        until_on: patch.until_on.apply_to(before.until_on),
        ..before.clone()
    };
    if wanted == before {
        return Ok((warung, (before, worker_name)));
    }
    check_days(wanted.period(), by.today)?;
    let worker = queries::lock_linked_worker(conn, &wanted).await?;
    if before.until_on.is_some() && wanted.until_on.is_none() {
        check_open(&worker)?;
    }
    check_company(conn, Some(&before), &wanted, by.today).await?;
    let after = LinkRow { version: before.version + 1, updated_at: by.origin.now, ..wanted };
    let action = if before.until_on.is_none() && after.until_on.is_some() { "ended" } else { "updated" };
    let change = changed_link(&warung, &before, &after, action, None)?;
    let write = queries::update_link(conn, &after);
    let warung = save(conn, by, warung, write, change, Action::UpdateWorker).await?;
    Ok((warung, (after, worker_name)))
}

/// The change of a link, in the village of its warung.
pub(super) fn changed_link(
    warung: &WarungRow,
    before: &LinkRow,
    after: &LinkRow,
    action: &'static str,
    reason: Option<String>,
) -> Result<Change, Problem> {
    let change = Change::updated(before, after, action, reason).map_err(Problem::internal)?;
    Ok(Change { region_code: Some(warung.village_code.0.to_string()), ..change })
}

/// Writes and records the change of a link together with the warung's next version, which shows it.
pub(super) async fn save(
    conn: &AsyncPgConnection,
    by: By<'_>,
    before: WarungRow,
    write: impl Future<Output = QueryResult<()>>,
    link: Change,
    action: Action,
) -> Result<WarungRow, Problem> {
    let after = changed(&before, by.origin.now, before.status.0);
    let warung = Change::updated(&before, &after, action.done(), None).map_err(Problem::internal)?;
    let changes = [link, warung];
    try_join!(write, queries::update(conn, &after), changes::record(conn, by.origin, &changes))?;
    Ok(after)
}

pub(super) fn check_days(period: Period, today: Day) -> Result<(), Problem> {
    let mut issues = Issues::new();
    issues.take("/since_on", rules::check_since(period.since, today));
    issues.take("/until_on", rules::check_until(period, today));
    issues.finish()
}

pub(super) fn check_open(worker: &LockedWorker) -> Result<(), Problem> {
    let status = WorkerStatus::parse(&worker.status).map_err(Problem::internal)?;
    if status.is_open() {
        return Ok(());
    }
    Err(Problem::invalid_field(FieldError::new(
        "/worker_id",
        "worker_not_open",
        Text::fixed(
            "Pekerja ini tidak terdaftar atau terverifikasi.",
            "This worker is neither registered nor verified.",
        ),
    )))
}

/// Checks a link against the others of its worker and its warung, whose locks are held. What a correction
/// leaves as it was is not held against it: a rule may have changed since.
async fn check_company(
    conn: &AsyncPgConnection,
    before: Option<&LinkRow>,
    link: &LinkRow,
    today: Day,
) -> Result<(), Problem> {
    let period = link.period();
    let grows = before.is_none_or(|before| !period.lies_within(before.period()));
    let owns_more =
        link.role.0 == WarungRole::Owner && (grows || before.is_some_and(|before| before.role != link.role));
    if owns_more && queries::other_owners(conn, link).await?.iter().any(|other| other.overlaps(period)) {
        return Err(second_owner());
    }
    if !grows {
        return Ok(());
    }
    let shared = conn;
    let (jobs, maximum) = try_join!(queries::other_jobs(shared, link), queries::jobs_maximum(shared, today))?;
    if jobs.iter().any(|(warung_id, other)| *warung_id == link.warung_id && other.overlaps(period)) {
        return Err(works_there_already());
    }
    let maximum = maximum.ok_or_else(|| rule_missing(today))?;
    let others: Vec<Period> = jobs.into_iter().map(|(_, period)| period).collect();
    let most = i64::try_from(rules::most_jobs_at_once(period, &others)).map_err(Problem::internal)?;
    if most <= maximum { Ok(()) } else { Err(too_many_jobs("/worker_id", maximum)) }
}

pub(super) fn second_owner() -> Problem {
    let text = Text::fixed(
        "Warung ini sudah punya pemilik pada waktu yang sama.",
        "This warung has an owner already at that time.",
    );
    conflict("/role", "owner_exists", text)
}

pub(super) fn works_there_already() -> Problem {
    let text = Text::fixed(
        "Pekerja ini sudah tercatat di warung ini pada waktu yang sama.",
        "This worker is in this warung already at that time.",
    );
    conflict("/worker_id", "works_there_already", text)
}

pub(super) fn too_many_jobs(pointer: &'static str, maximum: i64) -> Problem {
    let text = Text::new(
        format!("Seorang pekerja paling banyak punya {maximum} pekerjaan pada waktu yang sama."),
        format!("A worker has at most {maximum} jobs at the same time."),
    );
    conflict(pointer, "too_many_jobs", text)
}

pub(super) fn rule_missing(day: Day) -> Problem {
    Problem::new(Code::RuleMissing).detail(Text::new(
        format!("Tidak ada jumlah pekerjaan paling banyak yang berlaku pada {day}."),
        format!("No highest number of jobs is in force on {day}."),
    ))
}

pub(super) fn unknown_worker() -> Problem {
    Problem::new(Code::UnknownReference).errors(vec![FieldError::new(
        "/worker_id",
        "unknown_worker",
        Text::fixed(
            "Pekerja ini tidak ada di kabupaten warung, atau berada di luar wilayah Anda.",
            "There is no such worker in the warung's regency, or he lives outside your regions.",
        ),
    )])
}

fn conflict(pointer: &'static str, code: &'static str, text: Text) -> Problem {
    Problem::new(Code::Conflict).errors(vec![FieldError::new(pointer, code, text)])
}
