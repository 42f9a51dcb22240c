//! Names, tolerant of spelling and ranked: Siti, Sitti and Sity are one search. Served by trigram indexes.

use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Text as SqlText;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::platform::http::query::invalid_parameter;
use crate::platform::http::{Problem, Text};

diesel::define_sql_function! {
    /// How well a searched text fits a name, in whole thousandths; see the migration of the regions.
    fn name_rank(searched: SqlText, name: SqlText) -> Integer;
}

// Whether the name has a part that is like the searched text.
diesel::infix_operator!(HasWordLike, " %> ", backend: diesel::pg::Pg);

/// Where the next page of a search begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankedCursor {
    /// The rank of the last row shown.
    pub rank: i32,
    /// Its id, which decides among equals.
    pub id: Uuid,
}

/// How alike a name must be to be found. Postgres's own 0.6 finds `Siti` and misses `Muhamad` for `Mohammad`.
const THRESHOLD: &str = "SET LOCAL pg_trgm.word_similarity_threshold = 0.35";

/// The shortest and the longest text that can be searched: one letter is like nearly every name.
const SEARCHED_CHARACTERS: std::ops::RangeInclusive<usize> = 2..=100;

/// Reads the query parameter `q`.
pub fn searched(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if SEARCHED_CHARACTERS.contains(&text.chars().count()) {
        return Ok(text.to_owned());
    }
    let rule = Text::fixed("Isi 2 sampai 100 karakter.", "From 2 to 100 characters.");
    Err(invalid_parameter("q", "out_of_range", rule))
}

/// The searched text, for the right side of [`HasWordLike`].
pub fn wanted(text: &str) -> <String as AsExpression<SqlText>>::Expression {
    text.to_owned().into_sql::<SqlText>()
}

/// Makes [`HasWordLike`] tolerant until the transaction ends.
pub async fn set_threshold(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    diesel::sql_query(THRESHOLD).execute(conn).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_searched_name_has_a_sensible_length() {
        assert_eq!(searched(" ra ").ok().as_deref(), Some("ra"));
        for wrong in ["", " r ", &"r".repeat(101)] {
            assert!(searched(wrong).is_err(), "{wrong}");
        }
    }
}
