//! The rows that came with a migration, recorded like any other change.
//!
//! SQL cannot write the digests of the write path, so a starting service records what a migration has entered:
//! readers of the feed find the rules in it, and `as_known_at` works for them.

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::benefits::model::BenefitRow;
use super::checklists::model::ChecklistRow;
use super::contributions::model::RateRow;
use super::holidays::model::HolidayRow;
use super::parameters::model::ParameterRow;
use crate::platform::changes::{self, Actor, Change, Origin};
use crate::platform::db::schema::{
    benefit_rules, changes as recorded, checklist_items, contribution_rates, holidays, rule_parameters,
};
use crate::platform::db::transaction::transact;
use crate::platform::http::Problem;

/// Two starting processes must not record the same rows.
const RECORDING_LOCK: i64 = 0x7275_6c65_7365_6564;

diesel::define_sql_function! {
    /// Waits for the advisory lock and holds it until the transaction ends.
    fn pg_advisory_xact_lock(key: diesel::sql_types::BigInt);
}

/// Records the rules that no change row knows.
pub async fn record(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<(), Problem> {
    transact(conn, async |conn| {
        diesel::select(pg_advisory_xact_lock(RECORDING_LOCK)).execute(conn).await?;
        let parameters: Vec<ParameterRow> = rule_parameters::table
            .filter(not(exists(recorded::table.filter(recorded::subject_id.eq(rule_parameters::id)))))
            .select(ParameterRow::as_select())
            .load(conn)
            .await?;
        let rates: Vec<RateRow> = contribution_rates::table
            .filter(not(exists(recorded::table.filter(recorded::subject_id.eq(contribution_rates::id)))))
            .select(RateRow::as_select())
            .load(conn)
            .await?;
        let benefits: Vec<BenefitRow> = benefit_rules::table
            .filter(not(exists(recorded::table.filter(recorded::subject_id.eq(benefit_rules::id)))))
            .select(BenefitRow::as_select())
            .load(conn)
            .await?;
        let days: Vec<HolidayRow> = holidays::table
            .filter(not(exists(recorded::table.filter(recorded::subject_id.eq(holidays::id)))))
            .select(HolidayRow::as_select())
            .load(conn)
            .await?;
        let documents: Vec<ChecklistRow> = checklist_items::table
            .filter(not(exists(recorded::table.filter(recorded::subject_id.eq(checklist_items::id)))))
            .select(ChecklistRow::as_select())
            .load(conn)
            .await?;
        let all = parameters.iter().map(Change::created).chain(rates.iter().map(Change::created));
        let all = all.chain(benefits.iter().map(Change::created));
        let all = all.chain(days.iter().map(Change::created));
        let all = all.chain(documents.iter().map(Change::created));
        let all = all.collect::<Result<Vec<_>, _>>().map_err(Problem::internal)?;
        let origin = Origin { actor: Actor::System, request_id: None, import_id: None, now };
        Ok(changes::record(conn, &origin, &all).await?)
    })
    .await
}
