//! The people of a plan's list from one snapshot, some at a time: what files and the annex are made of.

use std::collections::HashSet;

use actix_web::web::Data;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Binary, Date, Integer, Nullable, Text as SqlText, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::PlanRow;
use super::rules::Outcome;
use crate::access::caller::Principal;
use crate::app::AppState;
use crate::cover::contributions::batches::reveal;
use crate::domain::{Day, Nik, Occupation, Sex};
use crate::platform::changes::Origin;
use crate::platform::db::Connection;
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{enrolment_candidates as candidates, enrolment_plans as plans};
use crate::platform::db::transaction::{begin_snapshot, end_snapshot};
use crate::platform::http::{Code, Problem, Text};
use crate::platform::vault::Sealed;
use crate::register::persons::purpose::Purpose;

/// How many people are in memory at a time.
const CHUNK: i64 = 1_000;

/// In which order people come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As the plan ranked them, the chosen before the reserve list.
    Rank,
    /// Village by village, within each as the plan ranked them.
    Village,
}

/// Somebody on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The registration.
    pub worker_id: Uuid,
    /// What the worker is called.
    pub name: String,
    /// The NIK, in clear where it was opened, else masked.
    pub nik: Option<String>,
    /// Born when.
    pub birth_on: Option<Day>,
    /// The sex.
    pub sex: Option<AsText<Sex>>,
    /// What the worker lives by.
    pub occupation: Option<AsText<Occupation>>,
    /// Where the worker lived when the plan was computed.
    pub village_code: String,
    /// What that village is called.
    pub village: String,
    /// The district of that village.
    pub district: String,
    /// What all months of the plan cost.
    pub cost_idr: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    worker_id: Uuid,
    #[diesel(sql_type = SqlText)]
    name: String,
    #[diesel(sql_type = Nullable<Binary>)]
    nik_sealed: Option<Sealed<Nik>>,
    #[diesel(sql_type = Nullable<SqlText>)]
    nik_mask: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    birth_on: Option<Day>,
    #[diesel(sql_type = Nullable<SqlText>)]
    sex: Option<AsText<Sex>>,
    #[diesel(sql_type = Nullable<SqlText>)]
    occupation: Option<AsText<Occupation>>,
    #[diesel(sql_type = SqlText)]
    village_code: String,
    #[diesel(sql_type = SqlText)]
    village: String,
    #[diesel(sql_type = SqlText)]
    district: String,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    cost_idr: i64,
}

/// A list that is being read.
pub struct Roster {
    state: Data<AppState>,
    conn: Connection,
    /// Whose NIKs are shown in clear; what that takes is done before. Who came in since stays masked.
    opened: HashSet<Uuid>,
    is_done: bool,
}

/// Which people, in which order.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// With which outcomes.
    pub outcomes: &'a [Outcome],
    /// In which order.
    pub order: Order,
}

impl Roster {
    /// Opens the list of a plan that the caller has found in its own regencies. With a purpose the NIKs are in clear. The
    /// access log of everybody is written before; 409 if the plan changed meanwhile.
    pub async fn open(
        state: Data<AppState>,
        caller: &Principal,
        (origin, purpose): (&Origin, Option<&Purpose>),
        plan: &PlanRow,
        selection: Selection<'_>,
    ) -> Result<Self, Problem> {
        let mut conn = state.db.read().await?;
        let workers = workers_of(&mut conn, plan, selection.outcomes).await?;
        let opened = match purpose {
            Some(purpose) => {
                reveal::grant(&mut conn, caller, (origin, purpose), plan.regency_id, &workers).await?;
                workers.into_iter().collect()
            }
            None => {
                reveal::note(&state, origin, plan.regency_id, &workers).await?;
                HashSet::new()
            }
        };
        begin_snapshot(&mut conn).await?;
        if version_of(&mut conn, plan).await? != plan.version {
            return Err(changed_meanwhile());
        }
        declare(&mut conn, plan, selection).await?;
        Ok(Self { state, conn, opened, is_done: false })
    }

    /// The next people; none once everybody is told. The first time there may be nobody.
    pub async fn next(&mut self) -> Result<Option<Vec<Listed>>, Problem> {
        if self.is_done {
            return Ok(None);
        }
        let rows: Vec<Row> = sql_query(format!("FETCH {CHUNK} FROM roster")).load(&mut self.conn).await?;
        self.is_done = i64::try_from(rows.len()).unwrap_or(CHUNK) < CHUNK;
        if self.is_done {
            end_snapshot(&mut self.conn).await?;
        }
        rows.into_iter().map(|row| self.listed(row)).collect::<Result<_, _>>().map(Some)
    }

    fn listed(&self, row: Row) -> Result<Listed, Problem> {
        let nik = match row.nik_sealed {
            Some(sealed) if self.opened.contains(&row.worker_id) => {
                Some(self.state.vault.open(&sealed).map_err(Problem::internal)?.as_str().to_owned())
            }
            _ => row.nik_mask,
        };
        Ok(Listed {
            worker_id: row.worker_id,
            name: row.name,
            nik,
            birth_on: row.birth_on,
            sex: row.sex,
            occupation: row.occupation,
            village_code: row.village_code,
            village: row.village,
            district: row.district,
            cost_idr: row.cost_idr,
        })
    }
}

/// Opens a cursor, so that however long the list is, it is put in order once.
async fn declare(conn: &mut AsyncPgConnection, plan: &PlanRow, selection: Selection<'_>) -> QueryResult<()> {
    let order = match selection.order {
        Order::Rank => "k.place",
        Order::Village => "k.village_code, k.place",
    };
    sql_query(format!(
        "DECLARE roster NO SCROLL CURSOR FOR \
         SELECT k.worker_id, w.name, w.nik_sealed, w.nik_mask, w.birth_on, w.sex, w.occupation, k.village_code, \
           v.name AS village, d.name AS district, coalesce(k.cost_idr, 0) AS cost_idr \
         FROM enrolment_candidates AS k \
         JOIN workers AS w ON w.id = k.worker_id AND w.regency_id = k.regency_id \
         JOIN regions AS v ON v.code = k.village_code \
         JOIN regions AS d ON d.code = v.parent_code \
         WHERE k.plan_id = $1 AND k.regency_id = $2 AND k.outcome = ANY ($3) ORDER BY {order}"
    ))
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Array<SqlText>, _>(codes(selection.outcomes))
    .execute(conn)
    .await
    .map(|_| ())
}

/// The version of a plan in this snapshot.
async fn version_of(conn: &mut AsyncPgConnection, plan: &PlanRow) -> QueryResult<i32> {
    plans::table.find((plan.id, plan.regency_id)).select(plans::version).first(conn).await
}

/// What was noted and what stands above the list would not be what is in it.
fn changed_meanwhile() -> Problem {
    Problem::new(Code::Conflict).detail(Text::fixed(
        "Rencana berubah ketika daftar ini disiapkan. Ulangi permintaan.",
        "The plan changed while this list was prepared. Repeat the request.",
    ))
}

/// The workers on a list.
async fn workers_of(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    outcomes: &[Outcome],
) -> QueryResult<Vec<Uuid>> {
    candidates::table
        .filter(candidates::plan_id.eq(plan.id))
        .filter(candidates::regency_id.eq(plan.regency_id))
        .filter(candidates::outcome.eq_any(codes(outcomes)))
        .select(candidates::worker_id)
        .load(conn)
        .await
}

fn codes(outcomes: &[Outcome]) -> Vec<&'static str> {
    outcomes.iter().map(|outcome| outcome.as_str()).collect()
}
