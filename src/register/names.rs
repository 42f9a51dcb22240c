//! Names, tolerant of spelling and ranked: Siti, Sitti and Sity are one search. Served by trigram indexes.

use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

diesel::define_sql_function! {
    /// How well a searched text fits a name, in whole thousandths; see the migration of the regions.
    fn name_rank(searched: Text, name: Text) -> Integer;
}

// Whether the name has a part that is like the searched text.
diesel::infix_operator!(HasWordLike, " %> ", backend: diesel::pg::Pg);

/// How alike a name must be to be found. Postgres's own 0.6 finds `Siti` and misses `Muhamad` for `Mohammad`.
const THRESHOLD: &str = "SET LOCAL pg_trgm.word_similarity_threshold = 0.35";

/// The shortest and the longest text that can be searched: one letter is like nearly every name.
pub const SEARCHED_CHARACTERS: std::ops::RangeInclusive<usize> = 2..=100;

/// The searched text, for the right side of [`HasWordLike`].
pub fn wanted(text: &str) -> <String as AsExpression<Text>>::Expression {
    text.to_owned().into_sql::<Text>()
}

/// Makes [`HasWordLike`] tolerant until the transaction ends.
pub async fn set_threshold(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    diesel::sql_query(THRESHOLD).execute(conn).await.map(|_| ())
}
