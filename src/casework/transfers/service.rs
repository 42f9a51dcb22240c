//! Asking, answering, taking back.

mod moving;

use chrono::Days;
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use moving::move_registration;

use super::model::TransferRow;
use super::queries;
use super::rules::{self, Action, Side, TransferStatus, VillageCoverage};
use crate::access::caller::{Principal, RegionScope, Role, TransfersAnswer, TransfersAsk};
use crate::casework::deaths::service::Acting;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::cover::trail;
use crate::domain::{Day, Nik, RegionCode, RegionLevel, wib_today};
use crate::platform::db::columns::AsText;
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};
use crate::platform::vault::{Identifier as _, Vault};
use crate::register::regencies::find_regency_by_region;

/// A request to be made.
pub struct NewTransfer {
    /// Its id.
    pub id: Uuid,
    /// Whom.
    pub nik: Nik,
    /// To which village.
    pub to_village: RegionCode,
    /// Why.
    pub reason: Option<String>,
}

/// What is said with an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// What becomes of a period that the village before pays for.
    pub village_coverage: Option<VillageCoverage>,
    /// In words.
    pub note: Option<String>,
}

/// A request as it is shown to a caller.
pub struct Shown {
    /// The request.
    pub row: TransferRow,
    /// Where the caller stands.
    pub side: Side,
    /// From which day the office may answer.
    pub office_from: Day,
    /// What the caller may do.
    pub allowed: Vec<Action>,
    /// The name of who is to move, for who gives.
    pub name: Option<String>,
    /// Whether a village pays for a period that may go on after the move, for who gives.
    pub has_village_coverage: Option<bool>,
}

/// How many days a village has to answer. 409 `rule_missing` where no rule says so.
async fn answer_days(conn: &mut AsyncPgConnection, today: Day) -> Result<u64, Problem> {
    let values = parameters::queries::values_on(conn, today).await?;
    let days = values.get(ParameterKey::TransferAnswerDays).ok_or_else(|| {
        Problem::new(Code::RuleMissing).detail(Text::fixed(
            "Tidak ada aturan yang menyebut batas waktu jawaban perpindahan.",
            "No rule says within how many days a transfer is answered.",
        ))
    })?;
    u64::try_from(days).map_err(Problem::internal)
}

fn side_of(caller: &Principal, row: &TransferRow) -> Side {
    let sees = |code: &str| RegionCode::parse(code).is_ok_and(|code| caller.scope.contains(&code));
    Side {
        receives: sees(&row.to_village_code),
        gives: row.from_village_code.as_deref().is_some_and(sees) && caller.may::<TransfersAnswer>(),
        is_village: caller.role == Some(Role::VillageOperator),
        asked: row.requested_by == Some(caller.account_id),
        may: caller.may::<TransfersAsk>(),
        is_gone: false,
    }
}

/// Requests as a caller sees them on a day.
pub async fn present(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    today: Day,
    rows: Vec<TransferRow>,
) -> Result<Vec<Shown>, Problem> {
    let days = answer_days(conn, today).await?;
    let sided = rows.into_iter().map(|row| (side_of(caller, &row), row));
    let sided: Vec<(Side, TransferRow)> = sided.collect();
    let giving: Vec<queries::Registration> =
        sided.iter().filter(|(side, _)| side.gives).filter_map(|(_, row)| row.moving()).collect();
    let known = queries::known(conn, &giving).await?;
    let paid = queries::paid_by_villages(conn, &giving, today).await?;
    let show = |(mut side, row): (Side, TransferRow)| {
        let moving = row.moving().filter(|_| side.gives);
        let told = moving.and_then(|moving| known.get(&moving));
        side.is_gone = is_gone(&row, told);
        let office_from = office_from(&row, days);
        let allowed = rules::allowed(row.status.0, side, office_from, today);
        let name = told.map(|told| told.name.clone());
        let goes_on = |moving: queries::Registration, is_active: bool| {
            paid.contains(&(moving, is_active)) && rules::may_go_on(is_active, moving.1 != row.regency_id)
        };
        let has_village_coverage = moving.map(|moving| goes_on(moving, true) || goes_on(moving, false));
        Shown { row, side, office_from, allowed, name, has_village_coverage }
    };
    Ok(sided.into_iter().map(show).collect())
}

fn is_gone(row: &TransferRow, known: Option<&queries::Known>) -> bool {
    known.is_some_and(|known| !known.is_asked_for_by(row))
}

fn office_from(row: &TransferRow, days: u64) -> Day {
    let asked_on = wib_today(row.created_at);
    asked_on.checked_add_days(Days::new(days)).unwrap_or(asked_on)
}

/// Asks for somebody. The answer is the same whoever has the number, and whether anybody has it. 409 `already_registered`
/// for who is registered in the caller's own regions, `already_exists` while the regency asks for the same number.
pub async fn ask(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    vault: &Vault,
    new: NewTransfer,
) -> Result<TransferRow, Problem> {
    let scope = &acting.caller.scope;
    let regency_id = receiving_regency(conn, scope, &new.to_village).await?;
    let nik_hash = vault.lookup_hash(&new.nik).map_err(Problem::internal)?;
    let open = queries::open_of(conn, &nik_hash).await?;
    if let Some(open) = &open
        && RegionCode::parse(&open.village_code).is_ok_and(|village| scope.contains(&village))
    {
        return Err(Problem::new(Code::AlreadyRegistered).existing(open.id));
    }
    if let Some((id, village)) = queries::requested(conn, regency_id, &nik_hash).await? {
        return Err(asked_already(scope, id, &village));
    }
    let now = trail::instant(acting.origin);
    let row = TransferRow {
        id: new.id,
        regency_id,
        status: AsText(TransferStatus::Requested),
        to_village_code: new.to_village.as_str().to_owned(),
        nik_sealed: vault.seal(&new.nik).map_err(Problem::internal)?,
        nik_mask: new.nik.masked(),
        nik_hash,
        reason: new.reason,
        from_worker_id: open.as_ref().map(|open| open.id),
        from_regency_id: open.as_ref().map(|open| open.regency_id),
        from_village_code: open.map(|open| open.village_code),
        village_coverage: None,
        worker_id: None,
        requested_by: acting.origin.actor.id(),
        answered_by: None,
        answered_at: None,
        answer_note: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    queries::insert(conn, &row).await?;
    trail::created(conn, acting.origin, &row).await?;
    Ok(row)
}

/// The request that is there already is named to whoever sees it.
fn asked_already(scope: &RegionScope, id: Uuid, village: &str) -> Problem {
    let error = FieldError::new("/nik", "already_exists", ASKED_ALREADY);
    let problem = Problem::new(Code::AlreadyExists).errors(vec![error]);
    let own = RegionCode::parse(village).is_ok_and(|village| scope.contains(&village));
    if own { problem.existing(id) } else { problem }
}

async fn receiving_regency(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    village: &RegionCode,
) -> Result<i32, Problem> {
    let own = village.level() == RegionLevel::Village && scope.contains(village);
    let regency = if own { find_regency_by_region(conn, village).await? } else { None };
    let regency = regency.filter(|regency| regency.active).map(|regency| regency.id);
    regency.ok_or_else(|| {
        let text = Text::fixed("Ini bukan desa di wilayah Anda.", "This is no village of your regions.");
        Problem::invalid_field(FieldError::new("/to_village_code", "outside_regions", text))
    })
}

/// Lets the registration move, refuses that, or takes the request back: one of them, once. A move within a regency keeps the
/// registration and changes its village; one to another regency makes a registration there, to be verified anew, and
/// closes the old one. 409 with the actions that are left where the state, the side or the day does not allow it; 422 where
/// a village pays for a period that may go on and nobody has said what becomes of it, and where it is said and there is none.
pub async fn answer(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    (id, held): (Uuid, &IfMatch),
    action: Action,
    reply: Reply,
) -> Result<TransferRow, Problem> {
    let found = queries::find(conn, &acting.caller.scope, id).await?.ok_or_else(Problem::not_found)?;
    let before = queries::lock(conn, &found).await?;
    held.check(before.version)?;
    let days = answer_days(conn, acting.today).await?;
    let mut side = side_of(acting.caller, &before);
    if let Some(moving) = before.moving() {
        let known = queries::known(conn, &[moving]).await?;
        side.is_gone = is_gone(&before, known.get(&moving));
    }
    let allowed = rules::allowed(before.status.0, side, office_from(&before, days), acting.today);
    if !allowed.contains(&action) {
        return Err(Problem::invalid_state(allowed.into_iter().map(Action::as_str)));
    }
    let status = match action {
        Action::Accept => TransferStatus::Accepted,
        Action::Refuse => TransferStatus::Refused,
        Action::Withdraw => TransferStatus::Withdrawn,
    };
    let mut after = TransferRow {
        status: AsText(status),
        answered_by: acting.origin.actor.id(),
        answered_at: Some(trail::instant(acting.origin)),
        answer_note: reply.note,
        version: before.version + 1,
        updated_at: trail::instant(acting.origin),
        ..before.clone()
    };
    if action == Action::Accept {
        after.village_coverage = reply.village_coverage.map(AsText);
        after.worker_id = Some(move_registration(conn, acting, &before, reply.village_coverage).await?);
    }
    queries::update(conn, &after).await?;
    trail::updated(conn, acting.origin, &before, &after, action.done(), after.answer_note.clone()).await?;
    Ok(after)
}

const ASKED_ALREADY: Text = Text::fixed(
    "Kabupaten ini sudah meminta perpindahan orang ini.",
    "This regency asks for this person already.",
);
