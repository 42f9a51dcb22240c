//! What the insurer answers to a batch.

use std::collections::HashMap;
use std::fmt::Write as _;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::cover::contributions::batches::model::BatchRow;
use crate::cover::contributions::batches::rules::RefusalReason;
use crate::platform::db::schema::contribution_batch_lines as lines;
use crate::platform::http::Problem;

/// One of so many people is refused where a few are.
const REFUSED_OF: usize = 60;

/// Why, in turn.
const REASONS: [RefusalReason; 4] = [
    RefusalReason::SystemError,
    RefusalReason::NikNotFound,
    RefusalReason::ActiveWageEarner,
    RefusalReason::DataIncomplete,
];

/// Whose lines are refused.
pub enum Refusals {
    /// Now and then somebody's.
    Few,
    /// Those of these registrations.
    Of(HashMap<Uuid, RefusalReason>),
}

impl Refusals {
    /// Why the lines of the person at a place of the batch are refused, if they are.
    fn reason(&self, place: usize, worker_id: Uuid) -> Option<RefusalReason> {
        match self {
            Self::Few if place % REFUSED_OF == REFUSED_OF - 1 => {
                REASONS.get(place / REFUSED_OF % REASONS.len()).copied()
            }
            Self::Few => None,
            Self::Of(refused) => refused.get(&worker_id).copied(),
        }
    }
}

/// The insurer's file: it takes all lines but those of a few people.
pub async fn file(
    conn: &mut AsyncPgConnection,
    batch: &BatchRow,
    refusals: &Refusals,
) -> Result<String, Problem> {
    let lines: Vec<(i32, Uuid)> = lines::table
        .filter(lines::batch_id.eq(batch.id))
        .filter(lines::regency_id.eq(batch.regency_id))
        .order(lines::line_number)
        .select((lines::line_number, lines::worker_id))
        .load(conn)
        .await?;
    let mut file = String::from("line_number;status;refusal_reason\n");
    // Lines of one person follow each other.
    for (place, of_one) in lines.chunk_by(|one, next| one.1 == next.1).enumerate() {
        for (line, worker_id) in of_one {
            let written = match refusals.reason(place, *worker_id) {
                Some(reason) => writeln!(file, "{line};refused;{}", reason.as_str()),
                None => writeln!(file, "{line};accepted;"),
            };
            written.map_err(Problem::internal)?;
        }
    }
    Ok(file)
}
