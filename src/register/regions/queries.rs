//! Reading the list of regions. It is the same for every caller, so these queries take no region scope.

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::RegionRow;
use crate::domain::{RegionCode, RegionLevel};
use crate::platform::db::schema::regions;
use crate::register::names::{HasWordLike, name_rank};

// Names that are like the searched one as a whole: more patient with the spelling than a search for a part.
diesel::infix_operator!(IsLike, " % ", backend: diesel::pg::Pg);

/// Which regions to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegionFilter {
    /// Only this level.
    pub level: Option<RegionLevel>,
    /// Only those directly below this region.
    pub parent: Option<RegionCode>,
    /// Only those with a name like this.
    pub name: Option<String>,
}

/// The region of this code.
pub async fn find_region(conn: &mut AsyncPgConnection, code: &RegionCode) -> QueryResult<Option<RegionRow>> {
    let region = regions::table.find(code.as_str()).select(RegionRow::as_select());
    region.first(conn).await.optional()
}

/// Regions in the order of their codes, after a code.
pub async fn list_regions(
    conn: &mut AsyncPgConnection,
    filter: &RegionFilter,
    after: Option<&str>,
    limit: i64,
) -> QueryResult<Vec<RegionRow>> {
    let mut query = filtered(filter).select(RegionRow::as_select());
    if let Some(code) = after {
        query = query.filter(regions::code.gt(code));
    }
    query.order(regions::code).limit(limit).load(conn).await
}

/// Regions with a name like the searched one, the likest first, after a rank and a code.
pub async fn search_regions(
    conn: &mut AsyncPgConnection,
    filter: &RegionFilter,
    name: &str,
    after: Option<(i32, &str)>,
    limit: i64,
) -> QueryResult<Vec<(RegionRow, i32)>> {
    let rank = || name_rank(name.to_owned(), regions::name);
    let mut query = filtered(filter).select((RegionRow::as_select(), rank()));
    if let Some((last_rank, code)) = after {
        query = query.filter(rank().lt(last_rank).or(rank().eq(last_rank).and(regions::code.gt(code))));
    }
    query.order((rank().desc(), regions::code)).limit(limit).load(conn).await
}

/// How many regions there are.
pub async fn count_regions(conn: &mut AsyncPgConnection, filter: &RegionFilter) -> QueryResult<i64> {
    filtered(filter).count().get_result(conn).await
}

fn filtered(filter: &RegionFilter) -> regions::BoxedQuery<'static, diesel::pg::Pg> {
    let mut query = regions::table.into_boxed();
    if let Some(level) = filter.level {
        query = query.filter(regions::level.eq(level.as_str()));
    }
    if let Some(parent) = &filter.parent {
        query = query.filter(regions::parent_code.eq(parent.as_str().to_owned()));
    }
    if let Some(name) = &filter.name {
        let searched = || name.clone().into_sql::<Text>();
        let has_word = HasWordLike::new(regions::name, searched());
        query = query.filter(has_word.or(IsLike::new(regions::name, searched())));
    }
    query
}
