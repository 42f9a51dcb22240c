//! Who is funded already for some of the wanted months: over all regencies, and therefore without a scope.
//!
//! The caller holds the persons' locks. What comes back names months and programmes, never a regency.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::domain::{Day, MonthRange, ProgrammeSet};
use crate::platform::db::columns::{AsCodes, AsFirstDay};

/// Months and programmes that somebody is to be funded for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The person.
    pub person_id: Uuid,
    /// For these programmes.
    pub programmes: ProgrammeSet,
    /// In these months.
    pub months: MonthRange,
    /// The period itself, which does not stand in its own way.
    pub itself: Uuid,
}

/// A period that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Conflict {
    /// The place in the list of wanted months.
    pub place: i32,
    /// The programmes that it takes.
    pub programmes: AsCodes,
    /// Its first month.
    pub from_month: AsFirstDay,
    /// The last month that it takes.
    pub last_month: AsFirstDay,
}

/// Periods that stand in the way: enough of them to say that it does not go.
pub async fn conflicts(conn: &mut AsyncPgConnection, wanted: &[Wanted]) -> QueryResult<Vec<Conflict>> {
    Overlaps::new(wanted, Some(1_000)).load(conn).await
}

/// All periods that stand in the way, for who judges many people at once, one by one.
pub async fn all_conflicts(mut conn: &AsyncPgConnection, wanted: &[Wanted]) -> QueryResult<Vec<Conflict>> {
    Overlaps::new(wanted, None).load(&mut conn).await
}

struct Overlaps {
    limit: Option<i64>,
    places: Vec<i32>,
    persons: Vec<Uuid>,
    programmes: Vec<String>,
    first: Vec<Day>,
    last: Vec<Day>,
    itself: Vec<Uuid>,
}

impl Overlaps {
    fn new(wanted: &[Wanted], limit: Option<i64>) -> Self {
        Self {
            limit,
            places: (0..).take(wanted.len()).collect(),
            persons: wanted.iter().map(|one| one.person_id).collect(),
            programmes: wanted.iter().map(|one| one.programmes.codes().join(",")).collect(),
            first: wanted.iter().map(|one| one.months.from().first_day()).collect(),
            last: wanted.iter().map(|one| one.months.until().first_day()).collect(),
            itself: wanted.iter().map(|one| one.itself).collect(),
        }
    }
}

impl QueryId for Overlaps {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Overlaps {
    type SqlType = (Integer, Array<Text>, Date, Date);
}

impl QueryFragment<Pg> for Overlaps {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "SELECT w.place, c.programmes, c.from_month, c.last_month FROM (SELECT place, person_id, itself, first, \
             last, coverage_slots(string_to_array(programmes, ','), first, last) AS slots FROM unnest(",
        );
        out.push_bind_param::<Array<Integer>, _>(&self.places)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.persons)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.programmes)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Date>, _>(&self.first)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Date>, _>(&self.last)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.itself)?;
        // The months are cheap to compare; the slots are only worked out of periods that reach into them.
        out.push_sql(
            ") AS w (place, person_id, programmes, first, last, itself)) AS w \
             JOIN coverages c ON c.person_id = w.person_id AND c.from_month <= w.last AND c.last_month >= w.first \
             AND c.slots && w.slots AND c.id <> w.itself \
             ORDER BY w.place, c.from_month, c.id LIMIT ",
        );
        out.push_bind_param::<Nullable<BigInt>, _>(&self.limit)
    }
}
