//! Everything a standing follows from, for any number of people in one prepared statement.

mod known;

use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_query;
use diesel::sql_types::{Array, Bool, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use self::known::{Known, KnownRow};
use super::rules::{
    CoverageFact, Facts, LedgerMonth, Limits, MembershipFact, MembershipState, PaidMonth, corrected,
};
use crate::access::caller::RegionScope;
use crate::cover::contributions::obligations::rules::ObligationStatus;
use crate::cover::coverages::rules::EndReason;
use crate::cover::rules::parameters::ParameterKey;
use crate::cover::rules::parameters::rules::Dated;
use crate::domain::{Day, MemberNumber, Month, Nik, Programme};
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::schema::workers;
use crate::platform::vault::LookupHash;

/// Whose standing is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// Of a known person.
    Person(Uuid),
    /// Of whoever has this NIK.
    Nik(&'a LookupHash<Nik>),
    /// Of whoever has this member number.
    MemberNumber(&'a LookupHash<MemberNumber>),
}

/// Whose standing on which day.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Whose.
    pub whose: Whose<'a>,
    /// On which day.
    pub on: Day,
}

impl Asked<'_> {
    /// Asks for a known person.
    pub fn person(person_id: Uuid, on: Day) -> Self {
        Self { whose: Whose::Person(person_id), on }
    }
}

/// The regency of a worker in the caller's regions, and the person behind.
pub async fn person_of(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    worker_id: Uuid,
) -> QueryResult<Option<(i32, Uuid)>> {
    workers::table
        .filter(workers::id.eq(worker_id))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .select((workers::regency_id, workers::person_id))
        .first(conn)
        .await
        .optional()
}

/// What these regencies know, in the order asked, and the dated parameters by which it is judged. Of somebody unknown there are no
/// facts.
pub async fn known(
    mut conn: &AsyncPgConnection,
    regencies: &[i32],
    asked: &[Asked<'_>],
) -> QueryResult<(Vec<Facts>, Limits)> {
    let rows: Vec<KnownRow> = Known::new(regencies, asked).load(&mut conn).await?;
    let mut facts = vec![Facts::default(); asked.len()];
    let (mut lapse, mut payable): (Vec<Dated>, Vec<Dated>) = (Vec::new(), Vec::new());
    let mut words: Vec<(usize, KnownRow)> = Vec::new();
    for row in rows {
        if row.kind == "limit" {
            let of_key = match row.code.as_deref().map(ParameterKey::parse) {
                Some(Ok(ParameterKey::LapseAfterUnpaidMonths)) => &mut lapse,
                _ => &mut payable,
            };
            let dated = row.value.zip(row.days.first).map(|(value, from)| (value, from, row.days.second));
            of_key.extend(dated);
            continue;
        }
        let place = usize::try_from(row.place).map_err(unreadable)?;
        let Some(facts) = facts.get_mut(place) else { continue };
        match row.kind.as_str() {
            "word" => words.push((place, row)),
            "period" => facts.coverages.push(coverage(row)?),
            "paid" => facts.paid.extend(paid(row)?),
            _ => facts.died_on = facts.died_on.max(row.days.first),
        }
    }
    // Of two words of one day the one recorded last counts, so they stand in that order.
    words.sort_by_key(|(place, row)| (*place, row.days.third, row.recorded_at));
    for (place, row) in words {
        if let Some(facts) = facts.get_mut(place) {
            facts.memberships.push(word(row)?);
        }
    }
    for facts in &mut facts {
        facts.memberships = corrected(std::mem::take(&mut facts.memberships));
    }
    Ok((facts, Limits::new(lapse, payable)))
}

#[derive(QueryableByName)]
struct LedgerRow {
    #[diesel(sql_type = Text)]
    programme: AsText<Programme>,
    #[diesel(sql_type = Date)]
    month: AsFirstDay,
    #[diesel(sql_type = Text)]
    status: AsText<ObligationStatus>,
    #[diesel(sql_type = Nullable<Date>)]
    paid_on: Option<Day>,
    #[diesel(sql_type = Bool)]
    is_corrected: bool,
    #[diesel(sql_type = Bool)]
    is_refused: bool,
}

/// A person's months in the ledgers of these regencies, with what is only needed to explain them.
pub async fn ledger(
    conn: &mut AsyncPgConnection,
    regencies: &[i32],
    person_id: Uuid,
) -> QueryResult<Vec<LedgerMonth>> {
    let rows: Vec<LedgerRow> = sql_query(
        "SELECT o.programme, o.month, o.status, o.paid_on, o.correction_id IS NOT NULL AS is_corrected, \
           coalesce(newest.status = 'refused', false) AS is_refused \
         FROM contribution_obligations AS o \
         LEFT JOIN LATERAL (\
           SELECT l.status FROM contribution_batch_lines AS l \
           JOIN contribution_batches AS b ON b.id = l.batch_id AND b.regency_id = l.regency_id \
           WHERE o.status = 'due' AND l.person_id = o.person_id AND l.programme = o.programme \
             AND l.month = o.month AND l.regency_id = o.regency_id AND b.status <> 'cancelled' \
           ORDER BY b.created_at DESC LIMIT 1) AS newest ON true \
         WHERE o.person_id = $1 AND o.regency_id = ANY ($2) ORDER BY o.programme, o.month",
    )
    .bind::<SqlUuid, _>(person_id)
    .bind::<Array<Integer>, _>(regencies)
    .load(conn)
    .await?;
    let month = |row: LedgerRow| LedgerMonth {
        programme: row.programme.0,
        month: row.month.0,
        status: row.status.0,
        paid_on: row.paid_on,
        is_corrected: row.is_corrected,
        is_refused: row.is_refused,
    };
    Ok(rows.into_iter().map(month).collect())
}

fn word(row: KnownRow) -> QueryResult<MembershipFact> {
    let state = row.code.as_deref().map(MembershipState::parse).transpose().map_err(unreadable)?;
    Ok(MembershipFact {
        state: state.ok_or_else(missing)?,
        programmes: row.programmes.ok_or_else(missing)?.0,
        since_on: row.days.first,
        paid_until: row.days.second.map(Month::from_date),
        as_of: row.days.third.ok_or_else(missing)?,
    })
}

fn coverage(row: KnownRow) -> QueryResult<CoverageFact> {
    let reason = row.code.as_deref().map(EndReason::parse).transpose().map_err(unreadable)?;
    Ok(CoverageFact {
        programmes: row.programmes.ok_or_else(missing)?.0,
        from_month: Month::from_date(row.days.first.ok_or_else(missing)?),
        last_month: Month::from_date(row.days.second.ok_or_else(missing)?),
        effective_on: row.days.third.ok_or_else(missing)?,
        activated_on: row.days.fourth.ok_or_else(missing)?,
        ended: row.days.fifth.zip(reason),
    })
}

fn paid(row: KnownRow) -> QueryResult<Vec<PaidMonth>> {
    let programme = row.code.as_deref().map(Programme::parse).transpose().map_err(unreadable)?;
    let programme = programme.ok_or_else(missing)?;
    let (months, days) = row.paid.0.zip(row.paid.1).ok_or_else(missing)?;
    let paid = |(month, paid_on)| PaidMonth { programme, month: Month::from_date(month), paid_on };
    Ok(months.into_iter().zip(days).map(paid).collect())
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::DeserializationError(Box::new(error))
}

fn missing() -> Error {
    Error::DeserializationError("a fact without a value that the table demands".into())
}
