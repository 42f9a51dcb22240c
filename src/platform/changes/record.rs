//! Writing change rows: one statement for any number of changes.

use chrono::{DateTime, SubsecRound, Utc};
use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::Error;
use diesel::sql_types::{Array, Binary, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::{Change, Origin, digest};

/// Records changes in the caller's transaction: the rows and their place in the sequencer's queue.
///
/// The caller holds the lock of every changed subject, so that versions follow each other. A shared
/// reference is enough, so that the statement can be pipelined with the change itself.
pub async fn record(mut conn: &AsyncPgConnection, origin: &Origin, changes: &[Change]) -> QueryResult<()> {
    if changes.is_empty() {
        return Ok(());
    }
    Insert::new(origin, changes)?.execute(&mut conn).await.map(|_| ())
}

/// The columns of the new rows, one array each.
struct Insert {
    actor_kind: &'static str,
    actor_id: Option<Uuid>,
    request_id: Option<Uuid>,
    import_id: Option<Uuid>,
    recorded_at: DateTime<Utc>,
    ids: Vec<Uuid>,
    regency_ids: Vec<i32>,
    subjects: Vec<&'static str>,
    subject_ids: Vec<Uuid>,
    versions: Vec<i32>,
    actions: Vec<&'static str>,
    region_codes: Vec<Option<String>>,
    reasons: Vec<Option<String>>,
    befores: Vec<Option<Value>>,
    afters: Vec<Option<Value>>,
    salts: Vec<Vec<u8>>,
    digests: Vec<Vec<u8>>,
}

impl Insert {
    fn new(origin: &Origin, changes: &[Change]) -> QueryResult<Self> {
        // Postgres keeps microseconds; the digest must cover what is stored.
        let recorded_at = origin.now.trunc_subsecs(6);
        let mut insert = Self {
            actor_kind: origin.actor.kind(),
            actor_id: origin.actor.id(),
            request_id: origin.request_id,
            import_id: origin.import_id,
            recorded_at,
            ids: Vec::with_capacity(changes.len()),
            regency_ids: Vec::with_capacity(changes.len()),
            subjects: Vec::with_capacity(changes.len()),
            subject_ids: Vec::with_capacity(changes.len()),
            versions: Vec::with_capacity(changes.len()),
            actions: Vec::with_capacity(changes.len()),
            region_codes: Vec::with_capacity(changes.len()),
            reasons: Vec::with_capacity(changes.len()),
            befores: Vec::with_capacity(changes.len()),
            afters: Vec::with_capacity(changes.len()),
            salts: Vec::with_capacity(changes.len()),
            digests: Vec::with_capacity(changes.len()),
        };
        for change in changes {
            let id = Uuid::now_v7();
            let salt = digest::salt().map_err(|error| Error::SerializationError(Box::new(error)))?;
            insert.digests.push(digest::of_change(&salt, id, origin, change, recorded_at));
            insert.ids.push(id);
            insert.regency_ids.push(change.regency_id);
            insert.subjects.push(change.subject.as_str());
            insert.subject_ids.push(change.subject_id);
            insert.versions.push(change.version);
            insert.actions.push(change.action);
            insert.region_codes.push(change.region_code.clone());
            insert.reasons.push(change.reason.clone());
            insert.befores.push(change.before.clone());
            insert.afters.push(change.after.clone());
            insert.salts.push(salt);
        }
        Ok(insert)
    }
}

impl QueryId for Insert {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for Insert {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "WITH recorded AS (INSERT INTO changes (actor_kind, actor_id, request_id, import_id, recorded_at, \
             id, regency_id, subject, subject_id, version, action, region_code, reason, before, after, salt, \
             digest) SELECT ",
        );
        out.push_bind_param::<Text, _>(&self.actor_kind)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<SqlUuid>, _>(&self.actor_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<SqlUuid>, _>(&self.request_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<SqlUuid>, _>(&self.import_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamptz, _>(&self.recorded_at)?;
        out.push_sql(", c.* FROM unnest(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.ids)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Integer>, _>(&self.regency_ids)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.subjects)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.subject_ids)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Integer>, _>(&self.versions)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.actions)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.region_codes)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Text>>, _>(&self.reasons)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Jsonb>>, _>(&self.befores)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<Jsonb>>, _>(&self.afters)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Binary>, _>(&self.salts)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Binary>, _>(&self.digests)?;
        out.push_sql(
            ") AS c RETURNING id, regency_id, subject_id, version, recorded_at) \
             INSERT INTO unsequenced_changes (change_id, regency_id, subject_id, version, recorded_at) \
             SELECT id, regency_id, subject_id, version, recorded_at FROM recorded",
        );
        Ok(())
    }
}
