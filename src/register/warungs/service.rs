//! Entering, correcting, closing and reopening warungs.

mod leave;
mod links;
mod merge;
mod staffed;

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use futures_util::try_join;
use uuid::Uuid;

pub use leave::{
    CutShort, Workplaces, end_work, lock_workplaces, lock_workplaces_of, resume_work, work_after,
};
pub use links::{LinkPatch, NewLink, add_worker, update_worker};
pub use merge::{TakenOver, give_back_work, take_over_work};
pub use staffed::{Staffed, create_staffed};

use super::fields::{WarungFacts, WarungFields};
use super::model::{LinkRow, WarungRow};
use super::queries;
use super::rules::{self, Action, ClosingReason, DayMistake, WarungStatus};
use crate::access::caller::RegionScope;
use crate::domain::{Coded, Day, RegionCode, new_id};
use crate::platform::changes::{self, Change, Origin};
use crate::platform::db::columns::AsText;
use crate::platform::http::{FieldError, IfMatch, Issues, Problem, Text};
use crate::register::regencies::find_regency_by_region;

/// Who does something, where he may, and when.
#[derive(Clone, Copy)]
pub struct By<'a> {
    /// The regions.
    pub scope: &'a RegionScope,
    /// As the history names it.
    pub origin: &'a Origin,
    /// The business day.
    pub today: Day,
}

/// A warung to be entered.
pub struct NewWarung {
    /// The id, if the caller brings one.
    pub id: Option<Uuid>,
    /// What it is.
    pub facts: WarungFacts,
}

/// How a warung closes.
pub struct Closing {
    /// Why.
    pub reason: ClosingReason,
    /// The last day of business.
    pub on: Day,
    /// What the history shall keep beside the reason.
    pub note: Option<String>,
}

impl Closing {
    /// What the history keeps.
    fn told(&self) -> String {
        match &self.note {
            Some(note) => format!("{}: {note}", self.reason),
            None => self.reason.to_string(),
        }
    }
}

/// How a warung opens again.
pub struct Reopening {
    /// Why, in words.
    pub reason: String,
    /// The first day of business.
    pub on: Day,
}

/// Enters a warung.
pub async fn create(conn: &mut AsyncPgConnection, by: By<'_>, new: NewWarung) -> Result<WarungRow, Problem> {
    let NewWarung { id, facts } = new;
    let id = id.unwrap_or_else(|| new_id(by.origin.now));
    let regency_id = regency_of(conn, by.scope, &facts.village).await?;
    let row = new_row(id, regency_id, &facts, by.origin, by.today);
    let changes = [Change::created(&row).map_err(Problem::internal)?];
    let conn: &AsyncPgConnection = conn;
    try_join!(queries::insert(conn, &row), changes::record(conn, by.origin, &changes))?;
    Ok(row)
}

/// An open warung as it is entered.
pub(super) fn new_row(
    id: Uuid,
    regency_id: i32,
    facts: &WarungFacts,
    origin: &Origin,
    today: Day,
) -> WarungRow {
    let mut row = WarungRow {
        id,
        regency_id,
        village_code: AsText(facts.village.clone()),
        name: String::new(),
        address: None,
        latitude_microdegrees: None,
        longitude_microdegrees: None,
        kbli_edition: None,
        kbli_code: None,
        nib: None,
        status: AsText(WarungStatus::Open),
        status_reason: None,
        status_on: today,
        entered_by: origin.actor.id(),
        import_id: origin.import_id,
        version: 1,
        created_at: origin.now,
        updated_at: origin.now,
    };
    facts.write_to(&mut row);
    row
}

/// Corrects a warung. A correction that corrects nothing leaves no trace.
pub async fn update(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    id: Uuid,
    held: &IfMatch,
    fields: WarungFields,
) -> Result<WarungRow, Problem> {
    let before = take(conn, by, id, held).await?;
    let status = next(&before, Action::Update)?;
    let current = WarungFacts::of(&before)?;
    let facts = fields.settle(Some(&current), Issues::new())?;
    if facts == current {
        return Ok(before);
    }
    if facts.village != current.village {
        check_move(by.scope, &current.village, &facts.village)?;
    }
    let mut after = changed(&before, by.origin.now, status);
    facts.write_to(&mut after);
    save(conn, by, &before, &after, Action::Update, None).await?;
    Ok(after)
}

/// Closes a warung, which ends the work of all who are there beyond that day.
pub async fn close(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    id: Uuid,
    held: &IfMatch,
    closing: Closing,
) -> Result<WarungRow, Problem> {
    let before = take(conn, by, id, held).await?;
    let status = next(&before, Action::Close)?;
    let links = queries::links_beyond(conn, &before, closing.on).await?;
    let periods: Vec<_> = links.iter().map(LinkRow::period).collect();
    rules::check_closing(closing.on, &periods, by.today).map_err(wrong_day)?;
    let after = WarungRow {
        status_reason: Some(AsText(closing.reason)),
        status_on: closing.on,
        ..changed(&before, by.origin.now, status)
    };
    end_all(conn, by, &before, &links, &closing).await?;
    save(conn, by, &before, &after, Action::Close, Some(closing.told())).await?;
    Ok(after)
}

/// Opens a closed warung again. Whoever works there is to be written down again, since not all come back.
pub async fn reopen(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    id: Uuid,
    held: &IfMatch,
    reopening: Reopening,
) -> Result<WarungRow, Problem> {
    let before = take(conn, by, id, held).await?;
    let status = next(&before, Action::Reopen)?;
    rules::check_reopening(reopening.on, before.status_on, by.today).map_err(wrong_day)?;
    let after =
        WarungRow { status_reason: None, status_on: reopening.on, ..changed(&before, by.origin.now, status) };
    save(conn, by, &before, &after, Action::Reopen, Some(reopening.reason)).await?;
    Ok(after)
}

/// The warung, locked, at the version that the caller decided upon.
async fn take(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    id: Uuid,
    held: &IfMatch,
) -> Result<WarungRow, Problem> {
    let row = queries::lock(conn, by.scope, id).await?.ok_or_else(Problem::not_found)?;
    held.check(row.version)?;
    Ok(row)
}

/// The state after an action, or the actions that the warung's state does allow.
fn next(row: &WarungRow, action: Action) -> Result<WarungStatus, Problem> {
    let status = row.status.0;
    rules::after(status, action).ok_or_else(|| Problem::invalid_state(rules::allowed_actions(status, true)))
}

/// The next version of a row.
pub(super) fn changed(before: &WarungRow, now: DateTime<Utc>, status: WarungStatus) -> WarungRow {
    WarungRow { status: AsText(status), version: before.version + 1, updated_at: now, ..before.clone() }
}

async fn save(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    before: &WarungRow,
    after: &WarungRow,
    action: Action,
    reason: Option<String>,
) -> Result<(), Problem> {
    let changes = [Change::updated(before, after, action.done(), reason).map_err(Problem::internal)?];
    let conn: &AsyncPgConnection = conn;
    try_join!(queries::update(conn, after), changes::record(conn, by.origin, &changes))?;
    Ok(())
}

async fn end_all(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    warung: &WarungRow,
    links: &[LinkRow],
    closing: &Closing,
) -> Result<(), Problem> {
    if links.is_empty() {
        return Ok(());
    }
    let now = by.origin.now;
    queries::end_links(conn, links, warung, closing.on, now).await?;
    let ended = links.iter().map(|before| {
        let after = LinkRow {
            until_on: Some(closing.on),
            version: before.version + 1,
            updated_at: now,
            ..before.clone()
        };
        links::changed_link(warung, before, &after, "ended", Some(closing.told()))
    });
    let ended = ended.collect::<Result<Vec<_>, _>>()?;
    Ok(changes::record(conn, by.origin, &ended).await?)
}

/// The regency of a village, if it is one of the caller's and takes new entries.
async fn regency_of(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    village: &RegionCode,
) -> Result<i32, Problem> {
    if !scope.contains(village) {
        return Err(wrong_village("outside_regions", OUTSIDE_REGIONS));
    }
    let regency = find_regency_by_region(conn, village).await?;
    regency
        .filter(|regency| regency.active && scope.has_regency(regency.id))
        .map(|regency| regency.id)
        .ok_or_else(|| wrong_village("regency_not_served", NOT_SERVED))
}

/// A warung stays in its regency, which stands in its key.
fn check_move(scope: &RegionScope, from: &RegionCode, to: &RegionCode) -> Result<(), Problem> {
    if from.regency() != to.regency() {
        return Err(wrong_village("other_regency", OTHER_REGENCY));
    }
    if scope.contains(to) { Ok(()) } else { Err(wrong_village("outside_regions", OUTSIDE_REGIONS)) }
}

const OUTSIDE_REGIONS: Text =
    Text::fixed("Desa ini di luar wilayah Anda.", "This village lies outside your regions.");

const NOT_SERVED: Text = Text::fixed(
    "Kabupaten desa ini tidak menerima data baru di sini.",
    "The regency of this village takes no new entries here.",
);

const OTHER_REGENCY: Text = Text::fixed(
    "Warung tidak dapat pindah ke kabupaten lain: tutup dan daftarkan di sana.",
    "A warung cannot move to another regency: close it and enter it there.",
);

fn wrong_village(code: &'static str, text: Text) -> Problem {
    Problem::invalid_field(FieldError::new("/village_code", code, text))
}

fn wrong_day(mistake: DayMistake) -> Problem {
    Problem::invalid_field(FieldError::new(
        "/on",
        mistake.code(),
        Text::new(mistake.indonesian(), mistake.to_string()),
    ))
}
