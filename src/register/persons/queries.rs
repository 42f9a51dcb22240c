//! The pointer from a person to the one open registration. Its row lock decides races across regencies.
//!
//! A new registration takes the pointer in the statement that inserts it (`workers::queries::insert`).

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::domain::Nik;
use crate::platform::changes::Origin;
use crate::platform::db::schema::{persons, workers};
use crate::platform::vault::LookupHash;

/// A person with the open registration, if there is one.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = persons, check_for_backend(diesel::pg::Pg))]
pub struct PersonRow {
    /// The person.
    pub id: Uuid,
    /// Null while the identity is temporary.
    pub nik_hash: Option<LookupHash<Nik>>,
    /// The open registration.
    pub open_worker_id: Option<Uuid>,
    /// The regency of the open registration.
    pub open_regency_id: Option<i32>,
}

/// A registration that wants to be its person's open one.
#[derive(Debug, Clone, Copy)]
pub struct Opening {
    /// The registration.
    pub worker_id: Uuid,
    /// Its regency.
    pub regency_id: i32,
}

/// The person with this NIK.
pub async fn find_by_nik(
    conn: &mut AsyncPgConnection,
    nik_hash: &LookupHash<Nik>,
) -> QueryResult<Option<PersonRow>> {
    persons::table
        .filter(persons::nik_hash.eq(nik_hash))
        .select(PersonRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// Locks a person until the transaction ends: what must be unique for one person across regencies is
/// decided under this lock. Rows that only name the person are written all the same.
pub async fn lock(conn: &mut AsyncPgConnection, person_id: Uuid) -> QueryResult<PersonRow> {
    persons::table.find(person_id).for_no_key_update().select(PersonRow::as_select()).first(conn).await
}

/// Makes the person with this NIK, or finds it, and gives it this open registration; `None` if another
/// registration of the person is open.
pub async fn open_by_nik(
    conn: &mut AsyncPgConnection,
    nik_hash: &LookupHash<Nik>,
    opening: Opening,
    origin: &Origin,
) -> QueryResult<Option<Uuid>> {
    let opened = diesel::insert_into(persons::table)
        .values((
            persons::id.eq(crate::domain::new_id(origin.now)),
            persons::nik_hash.eq(nik_hash),
            persons::open_worker_id.eq(opening.worker_id),
            persons::open_regency_id.eq(opening.regency_id),
            persons::created_at.eq(origin.now),
        ))
        .on_conflict(persons::nik_hash)
        .do_update()
        .set((
            persons::open_worker_id.eq(excluded(persons::open_worker_id)),
            persons::open_regency_id.eq(excluded(persons::open_regency_id)),
        ));
    diesel::query_dsl::methods::FilterDsl::filter(opened, persons::open_worker_id.is_null())
        .returning(persons::id)
        .get_result(conn)
        .await
        .optional()
}

/// Gives a person an open registration again; `false` if another one is open.
pub async fn reopen(conn: &mut AsyncPgConnection, person_id: Uuid, opening: Opening) -> QueryResult<bool> {
    let taken = diesel::update(persons::table.find(person_id).filter(persons::open_worker_id.is_null()))
        .set((persons::open_worker_id.eq(opening.worker_id), persons::open_regency_id.eq(opening.regency_id)))
        .execute(conn)
        .await?;
    Ok(taken == 1)
}

/// Takes the open registration away from its person, who may then be registered elsewhere.
pub async fn release(mut conn: &AsyncPgConnection, person_id: Uuid, worker_id: Uuid) -> QueryResult<()> {
    diesel::update(persons::table.find(person_id).filter(persons::open_worker_id.eq(worker_id)))
        .set((persons::open_worker_id.eq(None::<Uuid>), persons::open_regency_id.eq(None::<i32>)))
        .execute(&mut conn)
        .await
        .map(|_| ())
}

/// Gives a person another NIK, or a first one. The caller has made sure that nobody has it; if somebody
/// takes it meanwhile, `persons_nik_hash_key` is violated.
pub async fn set_nik(
    conn: &mut AsyncPgConnection,
    person_id: Uuid,
    nik_hash: &LookupHash<Nik>,
) -> QueryResult<()> {
    diesel::update(persons::table.find(person_id))
        .set(persons::nik_hash.eq(nik_hash))
        .execute(conn)
        .await
        .map(|_| ())
}

/// Whether the person has a registration besides this one.
pub async fn has_other_registration(
    conn: &mut AsyncPgConnection,
    person_id: Uuid,
    worker_id: Uuid,
) -> QueryResult<bool> {
    let others = workers::table.filter(workers::person_id.eq(person_id)).filter(workers::id.ne(worker_id));
    diesel::select(diesel::dsl::exists(others)).get_result(conn).await
}

/// Forgets a temporary identity whose only registration was given to the person with the NIK.
pub async fn delete_temporary(conn: &mut AsyncPgConnection, person_id: Uuid) -> QueryResult<()> {
    diesel::delete(persons::table.find(person_id).filter(persons::nik_hash.is_null()))
        .execute(conn)
        .await
        .map(|_| ())
}
