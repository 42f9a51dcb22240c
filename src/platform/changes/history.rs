//! Reading back what was recorded of one subject.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::Error;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Snapshot, Subject};
use crate::platform::db::schema::changes;

/// One change of a subject as its history shows it.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HistoryEntry {
    /// The subject's version after this change.
    #[schema(example = 2)]
    pub version: i32,
    /// What was done: `created`, `verified`, `ended`.
    #[schema(example = "verified")]
    pub action: String,
    /// Why, where a reason was asked for.
    pub reason: Option<String>,
    /// Who did it: `user`, `client` or `system`.
    #[schema(example = "user")]
    pub actor_kind: String,
    /// The account or API client; null for the deployment itself.
    pub actor_id: Option<Uuid>,
    /// The request that made the change.
    pub request_id: Option<Uuid>,
    /// The import that made the change.
    pub import_id: Option<Uuid>,
    /// When it was recorded (UTC).
    pub recorded_at: DateTime<Utc>,
    /// The overwritten values; null for a new subject or an erased payload.
    #[schema(value_type = Option<Object>)]
    pub before: Option<Value>,
    /// The values after the change; null if the payload was erased. Identifiers are masked.
    #[schema(value_type = Option<Object>)]
    pub after: Option<Value>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = changes, check_for_backend(diesel::pg::Pg))]
struct ChangeRow {
    version: i32,
    action: String,
    reason: Option<String>,
    actor_kind: String,
    actor_id: Option<Uuid>,
    request_id: Option<Uuid>,
    import_id: Option<Uuid>,
    recorded_at: DateTime<Utc>,
    before: Option<Value>,
    after: Option<Value>,
}

impl From<ChangeRow> for HistoryEntry {
    fn from(row: ChangeRow) -> Self {
        Self {
            version: row.version,
            action: row.action,
            reason: row.reason,
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            request_id: row.request_id,
            import_id: row.import_id,
            recorded_at: row.recorded_at,
            before: row.before.map(without_sealed),
            after: row.after.map(without_sealed),
        }
    }
}

/// The changes of a subject, oldest first, after a version. The caller has made sure that the subject
/// lies in the caller's regions.
pub async fn history(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    subject: Subject,
    id: Uuid,
    after_version: i32,
    limit: i64,
) -> QueryResult<Vec<HistoryEntry>> {
    let rows: Vec<ChangeRow> = changes::table
        .filter(changes::subject_id.eq(id))
        .filter(changes::regency_id.eq(regency_id))
        .filter(changes::subject.eq(subject.as_str()))
        .filter(changes::version.gt(after_version))
        .order(changes::version)
        .limit(limit)
        .select(ChangeRow::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(HistoryEntry::from).collect())
}

/// The subject's row as the register knew it at an instant; none if it did not exist then or its
/// payload was erased. The caller has made sure that the subject lies in the caller's regions.
pub async fn as_known_at<S: Snapshot>(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    id: Uuid,
    instant: DateTime<Utc>,
) -> QueryResult<Option<S>> {
    let after: Option<Option<Value>> = changes::table
        .filter(changes::subject_id.eq(id))
        .filter(changes::regency_id.eq(regency_id))
        .filter(changes::subject.eq(S::SUBJECT.as_str()))
        .filter(changes::recorded_at.le(instant))
        .order(changes::version.desc())
        .select(changes::after)
        .first(conn)
        .await
        .optional()?;
    after
        .flatten()
        .map(serde_json::from_value)
        .transpose()
        .map_err(|error| Error::DeserializationError(Box::new(error)))
}

/// What an action overwrote of a subject, each time that it was taken, oldest first; nothing of erased payloads. The caller has made
/// sure that the subject lies in the caller's regions.
pub async fn overwritten_by(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    subject: (Subject, Uuid),
    action: &str,
) -> QueryResult<Vec<Value>> {
    let made = made_by(conn, regency_id, subject, &[action]).await?;
    Ok(made.into_iter().filter_map(|one| one.before).collect())
}

/// A version of a subject, and what it was made from.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = changes, check_for_backend(diesel::pg::Pg))]
pub struct Made {
    /// What was done.
    pub action: String,
    /// The account or API client; none for the deployment itself.
    pub actor_id: Option<Uuid>,
    before: Option<Value>,
    after: Option<Value>,
}

impl Made {
    /// The row as it was before this version; none of an erased payload.
    pub fn was<T: DeserializeOwned>(self) -> Result<Option<T>, serde_json::Error> {
        let (Some(Value::Object(before)), Some(Value::Object(mut row))) = (self.before, self.after) else {
            return Ok(None);
        };
        // Only what was overwritten is kept of before.
        row.extend(before);
        serde_json::from_value(Value::Object(row)).map(Some)
    }
}

/// The versions of a subject that these actions made, oldest first. The caller has made sure that the subject lies in the caller's
/// regions.
pub async fn made_by(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    (subject, id): (Subject, Uuid),
    actions: &[&str],
) -> QueryResult<Vec<Made>> {
    changes::table
        .filter(changes::subject_id.eq(id))
        .filter(changes::regency_id.eq(regency_id))
        .filter(changes::subject.eq(subject.as_str()))
        .filter(changes::action.eq_any(actions))
        .order(changes::version)
        .select(Made::as_select())
        .load(conn)
        .await
}

/// A subject's row as it is, or as the register knew it at an instant where one is asked for: none as with [`as_known_at`].
pub async fn now_or_then<S: Snapshot>(
    conn: &mut AsyncPgConnection,
    current: S,
    instant: Option<DateTime<Utc>>,
) -> QueryResult<Option<S>> {
    match instant {
        None => Ok(Some(current)),
        Some(instant) => as_known_at(conn, current.regency_id(), current.id(), instant).await,
    }
}

/// Which of these subjects somebody else than this account ever changed. For rare questions about few subjects.
pub async fn changed_by_others(
    conn: &mut AsyncPgConnection,
    subject: Subject,
    subjects: &[(i32, Uuid)],
    account: Uuid,
) -> QueryResult<Vec<Uuid>> {
    let regencies: Vec<i32> = subjects.iter().map(|(regency_id, _)| *regency_id).collect();
    let ids: Vec<Uuid> = subjects.iter().map(|(_, id)| *id).collect();
    changes::table
        .filter(changes::subject.eq(subject.as_str()))
        .filter(changes::regency_id.eq_any(regencies))
        .filter(changes::subject_id.eq_any(ids))
        .filter(changes::actor_id.is_distinct_from(account))
        .select(changes::subject_id)
        .distinct()
        .load(conn)
        .await
}

/// Takes ciphertexts and lookup hashes out of a snapshot and the parts within it; the masks beside them stay.
fn without_sealed(snapshot: Value) -> Value {
    match snapshot {
        Value::Object(members) => {
            let shown: Map<String, Value> = members
                .into_iter()
                .filter(|(name, _)| !name.ends_with("_sealed") && !name.ends_with("_hash"))
                .map(|(name, value)| (name, without_sealed(value)))
                .collect();
            Value::Object(shown)
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_sealed).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_row_is_read_back_as_it_was_before_a_version() {
        let made = |before: Option<Value>| Made {
            action: "closed".to_owned(),
            actor_id: None,
            before,
            after: Some(json!({"name": "Warung Bu Sri", "status": "closed", "closed_on": "2026-11-20"})),
        };
        let was = made(Some(json!({"status": "open", "closed_on": null}))).was::<Value>().unwrap();
        assert_eq!(was, Some(json!({"name": "Warung Bu Sri", "status": "open", "closed_on": null})));
        assert_eq!(made(None).was::<Value>().unwrap(), None);
    }

    #[test]
    fn history_shows_masks_but_neither_ciphertext_nor_hash() {
        let row =
            json!({"name": "Sri", "nik_sealed": "AA==", "nik_hash": "BB==", "nik_mask": "3529************"});
        assert_eq!(without_sealed(row), json!({"name": "Sri", "nik_mask": "3529************"}));

        let parts = json!({"heirs": [{"name": "Ali", "account_sealed": "CC==", "account_hash": "DD=="}]});
        assert_eq!(without_sealed(parts), json!({"heirs": [{"name": "Ali"}]}));
    }
}
