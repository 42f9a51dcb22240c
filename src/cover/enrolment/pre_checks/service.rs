//! Recording what a registry says of the people of a plan.

use std::collections::{BTreeMap, HashMap, HashSet};

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::rules::Action;
use super::super::service::{lock_for, write};
use super::intake::{CheckFile, PROBLEMS_MAX};
use super::queries::{self, Match};
use super::rows::CheckRow;
use super::rules::CheckVerdict;
use crate::access::caller::RegionScope;
use crate::cover::trail;
use crate::platform::changes::Origin;
use crate::platform::http::{IfMatch, Issues, Problem, Text};

/// How many rows are matched or written by one statement.
const ROWS_AT_ONCE: usize = 5_000;

/// What a file did to a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The plan after it.
    pub plan: PlanRow,
    /// How many people the file has with which verdict.
    pub verdicts: BTreeMap<CheckVerdict, usize>,
    /// How many verdicts were not taken, since those on record are of a later day.
    pub outdated: usize,
    /// How many rows have no answer.
    pub unanswered: usize,
}

/// Writes the verdicts of a file on the candidates of a plan, all of them or none. The computation is stale after it.
pub async fn record(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    file: &CheckFile,
) -> Result<Recorded, Problem> {
    let (before, _) = lock_for(conn, scope, id, held, Action::PreCheck).await?;
    let found = find_all(conn, &before, &file.rows).await?;
    let file_id = Uuid::now_v7();
    queries::insert_file(conn, &before, file_id, file, (origin.actor.id(), trail::instant(origin))).await?;
    let mut written = 0;
    for rows in found.chunks(ROWS_AT_ONCE) {
        written += queries::record(conn, &before, (file_id, file), rows).await?;
    }
    let mut verdicts = BTreeMap::new();
    for (_, row) in &found {
        *verdicts.entry(row.verdict).or_default() += 1;
    }
    let mut after = PlanRow { is_stale: true, ..before.clone() };
    after.note_hand(origin.actor.id());
    let because = format!("enrolment_pre_check_file {file_id}");
    let plan = write(conn, origin, &before, after, Action::PreCheck, Some(because)).await?;
    let outdated = found.len().saturating_sub(written);
    Ok(Recorded { plan, verdicts, outdated, unanswered: file.unanswered })
}

/// Whom the rows speak of: each of somebody whom the plan looked at, and nobody twice.
///
/// A list that went out before a merge has a row for each of the two registrations. That of the merged one is passed over where
/// the one that stays has a row of its own: its NIK was a slip, and what a registry says of it may be of somebody else. Alone it
/// counts if it stood in the list that went out.
async fn find_all<'f>(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    rows: &'f [CheckRow],
) -> Result<Vec<(Uuid, &'f CheckRow)>, Problem> {
    let mut matches: HashMap<i32, Match> = HashMap::with_capacity(rows.len());
    for chunk in rows.chunks(ROWS_AT_ONCE) {
        let found = queries::matches(conn, plan, chunk).await?;
        matches.extend(found.into_iter().map(|one| (one.row_number, one)));
    }
    let own: HashSet<Uuid> = matches.values().filter(|one| !one.is_merged).map(|one| one.worker_id).collect();
    let mut issues = Issues::new();
    let (mut found, mut seen) = (Vec::with_capacity(rows.len()), HashSet::with_capacity(rows.len()));
    // One for each who stays: where several were merged into it, the first that something was found of.
    let mut merged: BTreeMap<Uuid, &'f CheckRow> = BTreeMap::new();
    for row in rows {
        let pointer = format!("/rows/{}", row.row_number);
        match matches.get(&row.row_number) {
            Some(one) if one.is_merged && own.contains(&one.worker_id) => {}
            None => issues.push(pointer, "not_a_candidate", NOT_A_CANDIDATE),
            Some(one) if one.is_merged && !one.is_listed => {
                issues.push(pointer, "not_a_candidate", NOT_A_CANDIDATE)
            }
            Some(one) if one.nik_differs => issues.push(pointer, "identifiers_differ", IDENTIFIERS_DIFFER),
            Some(one) if one.is_merged => {
                let kept = merged.entry(one.worker_id).or_insert(row);
                if kept.verdict == CheckVerdict::Ok {
                    *kept = row;
                }
            }
            Some(one) if !seen.insert(one.worker_id) => issues.push(pointer, "person_twice", PERSON_TWICE),
            Some(one) => found.push((one.worker_id, row)),
        }
        if issues.len() >= PROBLEMS_MAX {
            issues.left_off();
            return Err(issues.into_problem());
        }
    }
    issues.finish()?;
    found.extend(merged);
    Ok(found)
}

const NOT_A_CANDIDATE: Text = Text::fixed(
    "Orang ini tidak termasuk yang dihitung oleh rencana.",
    "This is nobody whom the computation of the plan looked at.",
);
const IDENTIFIERS_DIFFER: Text = Text::fixed(
    "worker_id dan NIK pada baris ini milik orang yang berbeda.",
    "The worker_id and the NIK of this row belong to different people.",
);
const PERSON_TWICE: Text = Text::fixed(
    "Orang ini sudah dijawab oleh baris lain dalam berkas.",
    "Another row of the file answers for this person already.",
);
