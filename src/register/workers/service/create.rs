//! A new registration.

use chrono::SubsecRound;
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::{Writing, check_own_village, refuse_nik};
use crate::access::caller::RegionScope;
use crate::domain::{Day, RegionCode, RegionLevel, new_id};
use crate::platform::changes::{self, Change};
use crate::platform::http::{Field, FieldError, Issues, Problem, Text};
use crate::register::regencies::find_regency_by_region;
use crate::register::workers::fields::{self, Entry, ParsedFields, Standing, WorkerFields};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries;

/// A worker to be registered, read and found right.
#[derive(Debug, Clone)]
pub struct NewWorker {
    id: Option<Uuid>,
    village: RegionCode,
    fields: ParsedFields,
}

impl NewWorker {
    /// Whether the person is known by a NIK.
    pub fn has_nik(&self) -> bool {
        matches!(self.fields.nik, Field::Value(_))
    }
}

/// Reads a worker to be registered; all problems at once.
pub fn read_new(
    scope: &RegionScope,
    id: Option<Uuid>,
    fields: WorkerFields,
    today: Day,
) -> Result<NewWorker, Problem> {
    let mut issues = Issues::new();
    if id.is_some_and(|id| id.is_nil() || id.is_max()) {
        issues.push(
            "/id",
            "nil_id",
            Text::fixed("Id ini tidak membedakan apa pun.", "The nil and the max id tell nothing apart."),
        );
    }
    let fields = fields.parse(Standing::default(), today, &mut issues);
    let village = match &fields.village {
        Field::Value(village) => Some(village.clone()),
        _ => None,
    };
    if let Some(village) = village.as_ref().filter(|village| village.level() == RegionLevel::Village) {
        check_own_village(scope, village, &mut issues);
    }
    match village {
        Some(village) if issues.is_empty() => Ok(NewWorker { id, village, fields }),
        _ => Err(issues.into_problem()),
    }
}

/// Registers a worker: the person, the registration and its history in one transaction.
pub async fn create(
    conn: &mut AsyncPgConnection,
    writing: Writing<'_>,
    new: NewWorker,
) -> Result<WorkerRow, Problem> {
    let regency_id = match likely_regency(writing.scope, &new.village) {
        Some(regency_id) => regency_id,
        None => served_regency(conn, writing.scope, &new.village).await?.ok_or_else(not_served)?,
    };
    // Postgres keeps microseconds, and the history must hold what the row holds.
    let now = writing.origin.now.trunc_subsecs(6);
    let mut row = fields::blank(Entry {
        id: new.id.unwrap_or_else(|| new_id(now)),
        regency_id,
        entered_by: writing.origin.actor.id(),
        import_id: writing.origin.import_id,
        now,
        today: writing.today,
    });
    fields::apply(new.fields, &mut row, writing.vault, writing.today).map_err(Problem::internal)?;
    row.person_id = match queries::insert(conn, &row).await? {
        Some(person_id) => person_id,
        None => return Err(refuse(conn, writing.scope, &row, &new.village).await?),
    };
    let change = Change::created(&row).map_err(Problem::internal)?;
    changes::record(conn, writing.origin, &[change]).await?;
    Ok(row)
}

/// The regency of a caller who has but one, so that most registrations need not ask for it. The insert
/// makes sure that the village lies in it.
fn likely_regency(scope: &RegionScope, village: &RegionCode) -> Option<i32> {
    match scope.regency_ids.as_slice() {
        [only] if scope.contains(village) => Some(*only),
        _ => None,
    }
}

/// The regency that the village lies in, if it is the caller's and takes new registrations.
async fn served_regency(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    village: &RegionCode,
) -> Result<Option<i32>, Problem> {
    let regency = find_regency_by_region(conn, village).await?;
    Ok(regency.filter(|regency| regency.active && scope.has_regency(regency.id)).map(|regency| regency.id))
}

/// Why nothing was inserted.
async fn refuse(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    row: &WorkerRow,
    village: &RegionCode,
) -> Result<Problem, Problem> {
    if served_regency(conn, scope, village).await? != Some(row.regency_id) {
        return Ok(not_served());
    }
    match &row.nik_hash {
        Some(nik_hash) => refuse_nik(conn, scope, nik_hash).await,
        None => Err(Problem::internal("a temporary identity was refused")),
    }
}

fn not_served() -> Problem {
    Problem::invalid_field(FieldError::new(
        "/village_code",
        "regency_not_served",
        Text::fixed(
            "Kabupaten desa ini tidak menerima pendaftaran di sini.",
            "The regency of this village takes no registrations here.",
        ),
    ))
}
