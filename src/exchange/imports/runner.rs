//! Runs waiting imports, one at a time in every process.
//!
//! An import is claimed in a short transaction of its own, so that everybody sees it running, and
//! merged in another that holds its row lock. A process that dies in the middle leaves the import
//! `running` without a lock: the next one takes it up, a few times at the most.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::AsyncPgConnection;

use super::dto::ImportKind;
use super::model::ImportRow;
use super::queries;
use crate::cover::memberships::bulk as memberships;
use crate::domain::RegionCode;
use crate::platform::changes::{self, Actor, Change, Origin};
use crate::platform::clock::Clock;
use crate::platform::db::Db;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Code, Problem};
use crate::register::workers::bulk::{self, Load};

/// How long the runner rests when nothing waits.
pub const REST: Duration = Duration::from_millis(250);

/// After how long staged rows without a job are an upload that broke off.
const ABANDONED_AFTER: TimeDelta = TimeDelta::days(1);

/// Takes away what uploads that broke off have left. Returns how many rows.
pub async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<usize, Problem> {
    let mut conn = db.write().await?;
    let before = now - ABANDONED_AFTER;
    let lists = memberships::sweep(&mut conn, before).await?;
    Ok(lists + queries::sweep_abandoned(&mut conn, before).await?)
}

/// Lets keys be used anew whose imports are older than this.
pub async fn forget_keys(db: &Db, before: DateTime<Utc>) -> Result<usize, Problem> {
    let mut conn = db.write().await?;
    Ok(queries::forget_keys(&mut conn, before).await?)
}

/// Runs the next waiting import. `false` if none waits.
pub async fn run_next(db: &Db, clock: &Clock) -> Result<bool, Problem> {
    let mut conn = db.write().await?;
    let now = clock.now();
    let claimed = transact(&mut conn, async |conn| Ok(queries::claim(conn, now).await?)).await?;
    let Some(import) = claimed else { return Ok(false) };
    if import.attempts > queries::ATTEMPTS_MAX {
        fail(&mut conn, &import, "interrupted", now).await?;
        return Ok(true);
    }
    match merge(&mut conn, clock, &import).await {
        Ok(()) => Ok(true),
        // What passes is tried again; what does not would fail again.
        Err(problem) if matches!(problem.code(), Code::Unavailable | Code::Busy) => Err(problem),
        Err(problem) => {
            tracing::error!(import_id = %import.id, cause = problem.source_chain(), "an import failed");
            fail(&mut conn, &import, problem.code().as_str(), clock.now()).await?;
            Ok(true)
        }
    }
}

async fn merge(conn: &mut AsyncPgConnection, clock: &Clock, claimed: &ImportRow) -> Result<(), Problem> {
    transact(conn, async |conn| {
        let Some(before) = queries::lock_claimed(conn, claimed).await? else { return Ok(()) };
        let mut after = before.clone();
        let (applied, refused) = match ImportKind::of_column(&before.kind)? {
            ImportKind::Workers => {
                let merged = bulk::merge(conn, &load_of(&before, clock)?).await?;
                (merged.applied, merged.refused)
            }
            ImportKind::Memberships => {
                let merged = memberships::merge(conn, &list_of(&before, clock)?).await?;
                (merged.applied, merged.refused)
            }
        };
        queries::keep_verdicts(conn, &before).await?;
        queries::clear_staged(conn, before.id, before.regency_id).await?;
        after.rows_applied = Some(applied);
        after.rows_refused = Some(refused);
        finish(conn, &before, after, "completed", clock.now()).await
    })
    .await
}

fn load_of(import: &ImportRow, clock: &Clock) -> Result<Load, Problem> {
    Ok(Load {
        id: import.id,
        regency_id: import.regency_id,
        patterns: patterns(import)?,
        origin: origin(import, clock),
        today: clock.today(),
    })
}

fn list_of(import: &ImportRow, clock: &Clock) -> Result<memberships::Load, Problem> {
    let named = import.file_name.clone().zip(import.file_digest.clone());
    let (file_name, file_digest) = named.ok_or_else(|| Problem::internal("a list without its name"))?;
    Ok(memberships::Load {
        id: import.id,
        regency_id: import.regency_id,
        patterns: patterns(import)?,
        origin: origin(import, clock),
        file_name,
        file_digest,
    })
}

fn patterns(import: &ImportRow) -> Result<Vec<String>, Problem> {
    let codes = import.region_codes.iter().map(|code| RegionCode::parse(code));
    let patterns = codes.map(|code| code.map(|code| code.prefix_pattern())).collect::<Result<_, _>>();
    patterns.map_err(Problem::internal)
}

fn origin(import: &ImportRow, clock: &Clock) -> Origin {
    Origin { actor: actor_of(import), request_id: None, import_id: Some(import.id), now: clock.now() }
}

fn actor_of(import: &ImportRow) -> Actor {
    if import.actor_kind == "client" { Actor::Client(import.actor_id) } else { Actor::User(import.actor_id) }
}

/// Ends an import that cannot be merged, and takes its staged rows away.
async fn fail(
    conn: &mut AsyncPgConnection,
    claimed: &ImportRow,
    code: &str,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    transact(conn, async |conn| {
        let Some(before) = queries::lock_claimed(conn, claimed).await? else { return Ok(()) };
        queries::clear_staged(conn, before.id, before.regency_id).await?;
        let mut after = before.clone();
        after.failure_code = Some(code.to_owned());
        finish(conn, &before, after, "failed", now).await
    })
    .await
}

async fn finish(
    conn: &mut AsyncPgConnection,
    before: &ImportRow,
    mut after: ImportRow,
    status: &'static str,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    after.status = status.to_owned();
    after.finished_at = Some(now);
    after.updated_at = now;
    after.version = before.version + 1;
    queries::update_import(conn, &after).await?;
    let change = Change::updated(before, &after, status, None).map_err(Problem::internal)?;
    let origin = Origin { actor: Actor::System, request_id: None, import_id: Some(after.id), now };
    Ok(changes::record(conn, &origin, &[change]).await?)
}
