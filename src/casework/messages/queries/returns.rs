//! What families know of claims that were given back.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::casework::messages::rules::{MessageCancelReason, MessageKind};
use crate::platform::changes::Subject;
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{changes, messages};

/// The version of a claim, this one at the latest, in which it was last given back.
pub async fn last_return(
    conn: &mut AsyncPgConnection,
    (claim_id, regency_id): (Uuid, i32),
    version: i32,
) -> QueryResult<Option<i32>> {
    changes::table
        .filter(changes::regency_id.eq(regency_id))
        .filter(changes::subject.eq(Subject::Claim.as_str()))
        .filter(changes::subject_id.eq(claim_id))
        .filter(changes::action.eq("returned"))
        .filter(changes::version.le(version))
        .select(max(changes::version))
        .first(conn)
        .await
}

/// The causes of what tells what is missing of a claim and was not made wrong since, with what their recipients are called.
pub async fn told_missing(
    conn: &mut AsyncPgConnection,
    (claim_id, regency_id): (Uuid, i32),
) -> QueryResult<Vec<(String, String)>> {
    let wrong = Some(AsText(MessageCancelReason::Superseded));
    messages::table
        .filter(messages::subject_id.eq(claim_id))
        .filter(messages::regency_id.eq(regency_id))
        .filter(messages::kind.eq(AsText(MessageKind::ClaimReturned)))
        .filter(messages::cancel_reason.is_distinct_from(wrong))
        .select((messages::cause, messages::recipient_name))
        .load(conn)
        .await
}
