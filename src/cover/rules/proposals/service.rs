//! Proposing, correcting, approving and withdrawing rows of the national rules.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::record::DatedRule;
use super::rules::{Action, Entry, RuleStatus};
use crate::cover::trail;
use crate::domain::new_id;
use crate::platform::changes::{self, Actor, Change, Origin, WHOLE_DEPLOYMENT};
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};

/// Proposes a new row: it counts once a second person has approved it.
pub async fn propose<R: DatedRule>(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    new: impl FnOnce(Entry) -> R,
) -> Result<R, Problem> {
    let row = new(Entry::proposed(origin.actor.id(), None, trail::instant(origin)));
    row.insert(conn).await?;
    trail::created(conn, origin, &row).await?;
    Ok(row)
}

/// Proposes a row that is to take the place of one that counts. `correct` makes it of the old row.
pub async fn correct<R: DatedRule>(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    reason: String,
    correct: impl FnOnce(&R, Uuid, Entry) -> Result<R, Problem>,
) -> Result<R, Problem> {
    let old: R = locked(conn, id, held, Action::Update).await?;
    let entry = Entry::proposed(origin.actor.id(), Some(id), trail::instant(origin));
    let new = correct(&old, new_id(origin.now), entry)?;
    new.insert(conn).await?;
    let change = Change::created(&new).map(|change| Change { reason: Some(reason), ..change });
    changes::record(conn, origin, &[change.map_err(Problem::internal)?]).await?;
    Ok(new)
}

/// Lets a proposal count, as a second person, and takes the row that it corrects out of force.
pub async fn approve<R: DatedRule>(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
) -> Result<R, Problem> {
    let Actor::User(approver) = origin.actor else {
        return Err(Problem::new(Code::SecondPersonRequired));
    };
    let row: R = locked(conn, id, held, Action::Approve).await?;
    if !row.entry().is_second_person(approver) {
        let left = row.entry().allowed().into_iter().filter(|action| *action != Action::Approve.as_str());
        return Err(Problem::new(Code::SecondPersonRequired).allowing(left));
    }
    let now = trail::instant(origin);
    let mut recorded = Vec::with_capacity(2);
    if let Some(old_id) = row.entry().supersedes {
        recorded.push(supersede::<R>(conn, old_id, id, origin).await?);
    }
    let allowed = row.entry().allowed();
    let approved = step(conn, row, |entry| entry.approved(approver, now), "approved", None).await;
    recorded.push(approved.map_err(|problem| problem.allowing(allowed))?);
    let (rows, recorded): (Vec<R>, Vec<Change>) = recorded.into_iter().unzip();
    changes::record(conn, origin, &recorded).await?;
    rows.into_iter().last().ok_or_else(|| Problem::internal("an approval without its row"))
}

/// Takes a proposal back.
pub async fn withdraw<R: DatedRule>(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    reason: String,
) -> Result<R, Problem> {
    let row: R = locked(conn, id, held, Action::Withdraw).await?;
    let now = trail::instant(origin);
    let (row, change) = step(conn, row, |entry| entry.withdrawn(now), "withdrawn", Some(reason)).await?;
    changes::record(conn, origin, &[change]).await?;
    Ok(row)
}

/// Lets a row count in a transaction that is rolled back, in the place of another or as a new one.
pub async fn rehearse_approval<R: DatedRule>(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    supersedes: Option<Uuid>,
    new: impl FnOnce(Uuid, Entry) -> R,
) -> Result<R, Problem> {
    let (id, now) = (new_id(origin.now), trail::instant(origin));
    if let Some(old_id) = supersedes {
        let old = R::lock(conn, old_id).await?.ok_or_else(unknown_predecessor)?;
        let entry = old.entry();
        if !entry.allows(Action::Update) {
            return Err(Problem::invalid_state(entry.allowed()));
        }
        old.with_entry(entry.superseded(id, now)).write_entry(conn).await?;
    }
    let entry = Entry { status: RuleStatus::Approved, ..Entry::proposed(None, supersedes, now) };
    let row = new(id, entry);
    row.insert(conn).await?;
    Ok(row)
}

fn unknown_predecessor() -> Problem {
    let text = Text::fixed("Tidak ada aturan seperti itu.", "There is no such rule.");
    Problem::new(Code::UnknownReference).errors(vec![FieldError::new(
        "/supersedes",
        Code::UnknownReference.as_str(),
        text,
    )])
}

/// Locks a row that must be of the held version and in a state that allows the action.
async fn locked<R: DatedRule>(
    conn: &mut AsyncPgConnection,
    id: Uuid,
    held: &IfMatch,
    action: Action,
) -> Result<R, Problem> {
    let row = R::lock(conn, id).await?.ok_or_else(Problem::not_found)?;
    held.check(row.version())?;
    let entry = row.entry();
    if entry.allows(action) { Ok(row) } else { Err(Problem::invalid_state(entry.allowed())) }
}

/// Takes a row out of force. If it no longer is in force, another correction came first, and this one can only be
/// withdrawn.
async fn supersede<R: DatedRule>(
    conn: &mut AsyncPgConnection,
    id: Uuid,
    by: Uuid,
    origin: &Origin,
) -> Result<(R, Change), Problem> {
    let old = R::lock(conn, id).await?.ok_or_else(|| Problem::internal("a corrected row is gone"))?;
    if !old.entry().counts() {
        return Err(Problem::invalid_state([Action::Withdraw.as_str()]));
    }
    let now = trail::instant(origin);
    let proposed = changes::history(conn, WHOLE_DEPLOYMENT, R::SUBJECT, by, 0, 1).await?;
    let reason = proposed.into_iter().next().and_then(|entry| entry.reason);
    step(conn, old, |entry| entry.superseded(by, now), "superseded", reason).await
}

async fn step<R: DatedRule>(
    conn: &mut AsyncPgConnection,
    row: R,
    change: impl FnOnce(Entry) -> Entry,
    action: &'static str,
    reason: Option<String>,
) -> Result<(R, Change), Problem> {
    let entry = change(row.entry());
    let after = row.clone().with_entry(entry);
    after.write_entry(conn).await?;
    let change = Change::updated(&row, &after, action, reason).map_err(Problem::internal)?;
    Ok((after, change))
}
