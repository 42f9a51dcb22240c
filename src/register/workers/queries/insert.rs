//! A new registration with its person, in one statement: round trips are what a write costs.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Array, Binary, Date, HasSqlType, Integer, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::register::workers::model::WorkerRow;

/// Finds or makes the person with the row's NIK, makes this registration the person's open one and
/// inserts it. `None`, and nothing written, if another registration of the person is open, or if the row's
/// regency does not hold the village or takes nobody.
///
/// The row's own `person_id` is for the person who is not known yet; the one returned counts.
pub async fn insert(conn: &mut AsyncPgConnection, row: &WorkerRow) -> QueryResult<Option<Uuid>> {
    Insert { row }.get_result(conn).await.optional()
}

struct Insert<'a> {
    row: &'a WorkerRow,
}

impl QueryId for Insert<'_> {
    type QueryId = Insert<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl diesel::query_builder::Query for Insert<'_> {
    type SqlType = diesel::sql_types::Uuid;
}

impl QueryFragment<Pg> for Insert<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let row = self.row;
        out.push_sql(
            "WITH person AS (\
             INSERT INTO persons (open_worker_id, open_regency_id, id, nik_hash, created_at) SELECT ",
        );
        out.push_bind_param::<diesel::sql_types::Uuid, _>(&row.id)?;
        bind::<Integer, _>(&mut out, &row.regency_id)?;
        bind::<diesel::sql_types::Uuid, _>(&mut out, &row.person_id)?;
        bind::<Nullable<Binary>, _>(&mut out, &row.nik_hash)?;
        bind::<Timestamptz, _>(&mut out, &row.created_at)?;
        out.push_sql(" WHERE EXISTS (SELECT FROM regencies WHERE active AND id = ");
        out.push_bind_param::<Integer, _>(&row.regency_id)?;
        out.push_sql(" AND region_code = left(");
        out.push_bind_param::<Text, _>(&row.village_code)?;
        out.push_sql(
            ", 5)) ON CONFLICT (nik_hash) DO UPDATE SET open_worker_id = excluded.open_worker_id, \
             open_regency_id = excluded.open_regency_id WHERE persons.open_worker_id IS NULL RETURNING id) \
             INSERT INTO workers (person_id, id, regency_id, village_code, name, nik_sealed, nik_mask, nik_hash, \
             nik_warnings, birth_on, sex, family_card_sealed, family_card_mask, family_card_hash, phone_sealed, \
             phone_mask, address, segment, occupation, occupation_source, next_of_kin_name, \
             next_of_kin_relation, next_of_kin_phone_sealed, next_of_kin_phone_mask, poverty_source, \
             poverty_decile, poverty_as_of, status, status_reason, status_on, entered_by, import_id, version, \
             created_at, updated_at) SELECT person.id",
        );
        bind::<diesel::sql_types::Uuid, _>(&mut out, &row.id)?;
        bind::<Integer, _>(&mut out, &row.regency_id)?;
        bind::<Text, _>(&mut out, &row.village_code)?;
        bind::<Text, _>(&mut out, &row.name)?;
        bind::<Nullable<Binary>, _>(&mut out, &row.nik_sealed)?;
        bind::<Nullable<Text>, _>(&mut out, &row.nik_mask)?;
        bind::<Nullable<Binary>, _>(&mut out, &row.nik_hash)?;
        bind::<Array<Text>, _>(&mut out, &row.nik_warnings)?;
        bind::<Nullable<Date>, _>(&mut out, &row.birth_on)?;
        bind::<Nullable<Text>, _>(&mut out, &row.sex)?;
        bind::<Nullable<Binary>, _>(&mut out, &row.family_card_sealed)?;
        bind::<Nullable<Text>, _>(&mut out, &row.family_card_mask)?;
        bind::<Nullable<Binary>, _>(&mut out, &row.family_card_hash)?;
        bind::<Nullable<Binary>, _>(&mut out, &row.phone_sealed)?;
        bind::<Nullable<Text>, _>(&mut out, &row.phone_mask)?;
        bind::<Nullable<Text>, _>(&mut out, &row.address)?;
        bind::<Text, _>(&mut out, &row.segment)?;
        bind::<Nullable<Text>, _>(&mut out, &row.occupation)?;
        bind::<Nullable<Text>, _>(&mut out, &row.occupation_source)?;
        bind::<Nullable<Text>, _>(&mut out, &row.next_of_kin_name)?;
        bind::<Nullable<Text>, _>(&mut out, &row.next_of_kin_relation)?;
        bind::<Nullable<Binary>, _>(&mut out, &row.next_of_kin_phone_sealed)?;
        bind::<Nullable<Text>, _>(&mut out, &row.next_of_kin_phone_mask)?;
        bind::<Nullable<Text>, _>(&mut out, &row.poverty_source)?;
        bind::<Nullable<SmallInt>, _>(&mut out, &row.poverty_decile)?;
        bind::<Nullable<Date>, _>(&mut out, &row.poverty_as_of)?;
        bind::<Text, _>(&mut out, &row.status)?;
        bind::<Nullable<Text>, _>(&mut out, &row.status_reason)?;
        bind::<Date, _>(&mut out, &row.status_on)?;
        bind::<Nullable<diesel::sql_types::Uuid>, _>(&mut out, &row.entered_by)?;
        bind::<Nullable<diesel::sql_types::Uuid>, _>(&mut out, &row.import_id)?;
        bind::<Integer, _>(&mut out, &row.version)?;
        bind::<Timestamptz, _>(&mut out, &row.created_at)?;
        bind::<Timestamptz, _>(&mut out, &row.updated_at)?;
        out.push_sql(" FROM person RETURNING person_id");
        Ok(())
    }
}

/// The next value of a list.
fn bind<'b, ST, T>(out: &mut AstPass<'_, 'b, Pg>, value: &'b T) -> QueryResult<()>
where
    Pg: HasSqlType<ST>,
    T: ToSql<ST, Pg>,
{
    out.push_sql(", ");
    out.push_bind_param::<ST, T>(value)
}
