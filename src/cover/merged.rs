//! What the insurer has of somebody under the NIK of a registration that was merged since.
//!
//! A NIK that stays with a tombstone was a slip, and the one who really has it may not be registered. Where the insurer was told
//! that NIK before the merge and took it, its word under it is about the one that stays; else nothing tells whose it is.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::cover::contributions::batches::rules::LineStatus;
use crate::platform::db::schema::contribution_batch_lines as lines;

/// Whether the insurer knew a tombstone `w` of `workers` before it was merged: by a word of its own on that registration, or by a
/// month of it that it accepted. That nobody is a member under it is no such word: so a slip is found. What a merge moved tells both, for the rows themselves stand under another registration now.
pub const INSURER_KNEW: &str = "\
    EXISTS (SELECT FROM worker_merges AS g WHERE g.worker_id = w.id AND g.regency_id = w.regency_id AND g.status = 'merged' \
      AND (EXISTS (SELECT FROM jsonb_array_elements_text(g.effects->'facts') AS h (id) \
        JOIN memberships AS f ON f.id = h.id::uuid AND f.regency_id = g.regency_id WHERE f.state <> 'not_member') OR EXISTS (\
        SELECT FROM jsonb_array_elements(g.effects->'periods') AS e (period) \
        JOIN contribution_obligations AS t ON t.coverage_id = (e.period->>'coverage_id')::uuid \
          AND t.regency_id = g.regency_id \
        JOIN contribution_batch_lines AS l ON l.person_id = t.person_id AND l.programme = t.programme \
          AND l.month = t.month AND l.regency_id = t.regency_id AND l.status = 'accepted' \
        JOIN contribution_batches AS a ON a.id = l.batch_id AND a.regency_id = l.regency_id \
        WHERE (e.period->>'went_over')::boolean AND a.created_at < g.created_at)))";

/// Whether the insurer accepted a month of a person of a regency, as it does of a NIK that it has.
pub async fn took_a_month(
    conn: &mut AsyncPgConnection,
    (person_id, regency_id): (Uuid, i32),
) -> QueryResult<bool> {
    let accepted = lines::table
        .filter(lines::person_id.eq(person_id))
        .filter(lines::regency_id.eq(regency_id))
        .filter(lines::status.eq(LineStatus::Accepted.as_str()));
    diesel::select(exists(accepted)).get_result(conn).await
}
