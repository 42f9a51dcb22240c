//! The conditions of a [`RegionScope`](super::RegionScope) as Diesel expressions.
//!
//! Expressions of our own instead of boxed ones: diesel-async needs `Send`, which Diesel's boxed
//! expressions lack.
//!
//! A single regency or village is compared with `=`, not `= ANY`: Postgres cannot know how long an array will be, takes
//! the plan for all arrays for a dear one, and would plan the statement anew each time.

use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{Array, Bool, Integer, Text};

/// `regency_id = $1`, or `regency_id = ANY($1)` for callers with several.
#[derive(Debug, Clone)]
pub struct InRegencies<R> {
    regency_id: R,
    regencies: Vec<i32>,
}

/// The caller's regencies and, for callers with less than a regency, a condition on the village.
#[derive(Debug, Clone)]
pub struct InRegions<R, V> {
    regencies: InRegencies<R>,
    village_code: V,
    within: Within,
}

/// What is asked of the village.
#[derive(Debug, Clone)]
enum Within {
    /// Nothing: the caller has whole regencies.
    Regency,
    /// `village_code = $2`, or `village_code = ANY($2)`.
    Villages(Vec<String>),
    /// `village_code LIKE ANY($2)`.
    Patterns(Vec<String>),
}

impl<R> InRegencies<R> {
    pub(super) fn new(regency_id: R, regencies: Vec<i32>) -> Self {
        Self { regency_id, regencies }
    }
}

impl<R, V> InRegions<R, V> {
    pub(super) fn whole(regencies: InRegencies<R>, village_code: V) -> Self {
        Self { regencies, village_code, within: Within::Regency }
    }

    pub(super) fn villages(regencies: InRegencies<R>, village_code: V, villages: Vec<String>) -> Self {
        Self { regencies, village_code, within: Within::Villages(villages) }
    }

    pub(super) fn patterns(regencies: InRegencies<R>, village_code: V, patterns: Vec<String>) -> Self {
        Self { regencies, village_code, within: Within::Patterns(patterns) }
    }
}

impl<R> Expression for InRegencies<R> {
    type SqlType = Bool;
}

impl<R, V> Expression for InRegions<R, V> {
    type SqlType = Bool;
}

impl<R, QS> AppearsOnTable<QS> for InRegencies<R> where R: AppearsOnTable<QS> {}
impl<R, QS> SelectableExpression<QS> for InRegencies<R> where R: SelectableExpression<QS> {}

impl<R, V, QS> AppearsOnTable<QS> for InRegions<R, V>
where
    R: AppearsOnTable<QS>,
    V: AppearsOnTable<QS>,
{
}

impl<R, V, QS> SelectableExpression<QS> for InRegions<R, V>
where
    R: SelectableExpression<QS>,
    V: SelectableExpression<QS>,
{
}

impl<R> ValidGrouping<()> for InRegencies<R> {
    type IsAggregate = is_aggregate::No;
}

impl<R, V> ValidGrouping<()> for InRegions<R, V> {
    type IsAggregate = is_aggregate::No;
}

/// The statement depends on the caller, so it is found in the statement cache by its text.
impl<R> QueryId for InRegencies<R> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// As above.
impl<R, V> QueryId for InRegions<R, V> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<R: QueryFragment<Pg>> QueryFragment<Pg> for InRegencies<R> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.regency_id.walk_ast(out.reborrow())?;
        if let [only] = self.regencies.as_slice() {
            out.push_sql(" = ");
            return out.push_bind_param::<Integer, _>(only);
        }
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<Integer>, _>(&self.regencies)?;
        out.push_sql(")");
        Ok(())
    }
}

impl<R: QueryFragment<Pg>, V: QueryFragment<Pg>> QueryFragment<Pg> for InRegions<R, V> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(");
        self.regencies.walk_ast(out.reborrow())?;
        let (operator, codes) = match &self.within {
            Within::Regency => {
                out.push_sql(")");
                return Ok(());
            }
            Within::Villages(villages) => (" = ANY(", villages),
            Within::Patterns(patterns) => (" LIKE ANY(", patterns),
        };
        out.push_sql(" AND ");
        self.village_code.walk_ast(out.reborrow())?;
        if let (Within::Villages(_), [only]) = (&self.within, codes.as_slice()) {
            out.push_sql(" = ");
            out.push_bind_param::<Text, _>(only)?;
            out.push_sql(")");
            return Ok(());
        }
        out.push_sql(operator);
        out.push_bind_param::<Array<Text>, _>(codes)?;
        out.push_sql("))");
        Ok(())
    }
}
