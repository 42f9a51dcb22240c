//! What forms say of the worker beside the claim.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::domain::{Day, Nik, Phone};
use crate::platform::db::schema::workers;
use crate::platform::vault::Sealed;

/// The worker of a form. It has no `Debug`: all of it is personal.
#[derive(Queryable, Selectable)]
#[diesel(table_name = workers, check_for_backend(diesel::pg::Pg))]
pub struct FormWorker {
    pub nik_sealed: Option<Sealed<Nik>>,
    pub nik_mask: Option<String>,
    pub birth_on: Option<Day>,
    pub sex: Option<String>,
    pub address: Option<String>,
    pub occupation: Option<String>,
    pub phone_sealed: Option<Sealed<Phone>>,
    pub phone_mask: Option<String>,
}

/// The worker of a claim that the caller sees.
pub async fn worker(conn: &mut AsyncPgConnection, key: (Uuid, i32)) -> QueryResult<FormWorker> {
    workers::table.find(key).select(FormWorker::as_select()).first(conn).await
}
