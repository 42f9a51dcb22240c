//! Noting something on an item.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::model::MarkRow;
use super::queries::{self, Clocks, ItemFilter, ItemRow};
use super::readers::may_see;
use super::rules::{self, Action, Owner, WorkItemKind};
use crate::access::caller::{Permission as _, Principal, RegionScope, WorkItemsNote};
use crate::access::users;
use crate::access::users::AccountStatus;
use crate::cover::gaps;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::cover::trail;
use crate::domain::{Day, RegionCode, new_id};
use crate::platform::changes::Origin;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// The dated numbers of today. 409 `rule_missing` where one that an item needs is not in force.
pub async fn clocks(conn: &mut AsyncPgConnection, today: Day) -> Result<Clocks, Problem> {
    let limits = gaps::service::limits(conn, today).await?;
    let values = parameters::queries::values_on(conn, today).await?;
    let number = |key| {
        let value = values.get(key).ok_or_else(|| missing(key))?;
        i32::try_from(value).map_err(Problem::internal)
    };
    Ok(Clocks {
        limits,
        death_days: number(ParameterKey::DeathClaimServiceWorkingDays)?,
        accident_days: number(ParameterKey::WorkAccidentClaimServiceWorkingDays)?,
    })
}

fn missing(key: ParameterKey) -> Problem {
    Problem::new(Code::RuleMissing).detail(Text::new(
        format!("Tidak ada aturan {} yang berlaku hari ini.", key.as_str()),
        format!("No rule {} is in force today.", key.as_str()),
    ))
}

/// One item of the caller's regions that the caller may see, whatever its state.
pub async fn find(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    clocks: Clocks,
    key: &str,
) -> Result<ItemRow, Problem> {
    let kind = key.split('.').next().and_then(|kind| WorkItemKind::parse(kind).ok());
    let kind = kind.filter(|kind| may_see(caller, *kind)).ok_or_else(Problem::not_found)?;
    let filter = ItemFilter {
        region: None,
        kinds: vec![kind],
        owner: None,
        state: None,
        assigned_to: None,
        due_until: None,
        key: Some(key.to_owned()),
    };
    let rows = queries::list(conn, &caller.scope, (&filter, clocks), None, 1).await?;
    rows.into_iter().next().ok_or_else(Problem::not_found)
}

/// What is noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// It is put off to a day.
    Snooze(Day, Option<String>),
    /// Nothing is left to do.
    Finish(String),
    /// It is given to an account, or to nobody in particular.
    Assign(Option<Uuid>, Option<String>),
    /// It is to be done again.
    Reopen,
}

impl Mark {
    fn action(&self) -> Action {
        match self {
            Self::Snooze(..) => Action::Snooze,
            Self::Finish(_) => Action::Finish,
            Self::Assign(..) => Action::Assign,
            Self::Reopen => Action::Reopen,
        }
    }

    fn write(self, row: MarkRow, origin: &Origin) -> MarkRow {
        match self {
            Self::Snooze(until, note) => MarkRow { snoozed_until: Some(until), note, ..row },
            Self::Finish(note) => MarkRow {
                snoozed_until: None,
                done_at: Some(trail::instant(origin)),
                done_by: origin.actor.id(),
                note: Some(note),
                ..row
            },
            // What was noted with an earlier step stays unless something else is noted.
            Self::Assign(account, note) => MarkRow { assigned_to: account, note: note.or(row.note), ..row },
            Self::Reopen => MarkRow { snoozed_until: None, done_at: None, done_by: None, note: None, ..row },
        }
    }
}

/// Notes something on an item whose work is the caller's or its office's. 409 with the allowed actions where its kind or its
/// state does not allow it.
pub async fn mark(
    conn: &mut AsyncPgConnection,
    (caller, origin): (&Principal, &Origin),
    today: Day,
    key: &str,
    may: impl Fn(Owner) -> bool,
    mark: Mark,
) -> Result<ItemRow, Problem> {
    let clocks = clocks(conn, today).await?;
    let item = find(conn, caller, clocks, key).await?;
    if !may(item.owner()) {
        return Err(Problem::new(Code::Forbidden)
            .detail(Text::fixed("Pekerjaan ini milik peran lain.", "This is the work of another role.")));
    }
    if let Mark::Assign(Some(account), _) = &mark {
        check_account(conn, &caller.scope, *account, &item).await?;
    }
    let action = mark.action();
    let allowed = rules::allowed(item.kind.0, item.state(today));
    if !allowed.contains(&action) {
        return Err(Problem::invalid_state(allowed.into_iter().map(Action::as_str)));
    }
    let blank = MarkRow {
        id: new_id(origin.now),
        regency_id: item.regency_id,
        item_key: item.key.clone(),
        region_code: item.region_code.clone(),
        caused_at: item.caused_at,
        snoozed_until: None,
        done_at: None,
        done_by: None,
        assigned_to: None,
        note: None,
        version: 1,
        created_at: trail::instant(origin),
        updated_at: trail::instant(origin),
    };
    let mut known = queries::lock_mark(conn, item.regency_id, key).await?;
    if known.is_none() {
        let row = mark.clone().write(blank.clone(), origin);
        if queries::insert_mark(conn, &row).await? {
            trail::created(conn, origin, &row).await?;
            return find(conn, caller, clocks, key).await;
        }
        known = queries::lock_mark(conn, item.regency_id, key).await?;
    }
    let before = known.ok_or_else(|| Problem::internal("a mark that is there and is not"))?;
    // What was noted on an earlier cause says nothing of this one.
    let kept = match before.caused_at == item.caused_at {
        true => before.clone(),
        false => MarkRow { id: before.id, created_at: before.created_at, ..blank },
    };
    let row = MarkRow {
        version: before.version + 1,
        updated_at: trail::instant(origin),
        ..mark.write(kept, origin)
    };
    queries::update_mark(conn, &row).await?;
    trail::updated(conn, origin, &before, &row, action.done(), row.note.clone()).await?;
    find(conn, caller, clocks, key).await
}

/// 422 for an account that the caller does not see, that is disabled, or that has nothing to do with the item: its work is that
/// of the item's owner, or of the office.
async fn check_account(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
    item: &ItemRow,
) -> Result<(), Problem> {
    let region = RegionCode::parse(&item.region_code).map_err(Problem::internal)?;
    let found = users::queries::find_user(conn, scope, id).await?.filter(|user| {
        user.row.status == AccountStatus::Active
            && WorkItemsNote::ROLES.contains(&user.row.role)
            && item.owner().is_role(user.row.role.as_str())
            && user.region_codes.iter().any(|own| own.contains(&region))
    });
    found.map(|_| ()).ok_or_else(|| Problem::invalid_field(unknown_user()))
}

fn unknown_user() -> FieldError {
    let text = Text::fixed(
        "Akun ini tidak ada, tidak aktif, atau tidak mengurus pekerjaan ini di wilayah ini.",
        "This account does not exist, is disabled, or has nothing to do with such work in the item's region.",
    );
    FieldError::new("/user_id", "unknown_user", text)
}
