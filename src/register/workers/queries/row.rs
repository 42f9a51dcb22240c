//! The columns of a registration as one text. Diesel writes out all their names for every statement, which took a
//! twentieth of the service's time of a read.

use std::sync::LazyLock;

use diesel::expression::{ValidGrouping, is_aggregate};
use diesel::pg::{Pg, PgQueryBuilder};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryBuilder, QueryFragment, QueryId};

use crate::platform::db::schema::workers;
use crate::register::workers::model::WorkerRow;

type Selected = <WorkerRow as Selectable<Pg>>::SelectExpression;

/// The select clause of a [`WorkerRow`].
#[derive(Debug, Clone, Copy, QueryId)]
pub(super) struct WholeRow;

/// The text is Diesel's own, so that names and order are those that the row is read by.
static TEXT: LazyLock<Result<String, String>> = LazyLock::new(|| {
    let mut builder = PgQueryBuilder::default();
    <WorkerRow as Selectable<Pg>>::construct_selection()
        .to_sql(&mut builder, &Pg)
        .map_err(|error| error.to_string())?;
    Ok(builder.finish())
});

impl Expression for WholeRow {
    type SqlType = diesel::dsl::SqlTypeOf<Selected>;
}

impl SelectableExpression<workers::table> for WholeRow {}
impl AppearsOnTable<workers::table> for WholeRow {}

impl ValidGrouping<()> for WholeRow {
    type IsAggregate = is_aggregate::No;
}

impl QueryFragment<Pg> for WholeRow {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let text =
            TEXT.as_ref().map_err(|error| diesel::result::Error::QueryBuilderError(error.as_str().into()))?;
        out.push_sql(text);
        Ok(())
    }
}
