//! Recording a transfer, and taking it back.

mod void;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::Datelike as _;
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

pub use void::void;

use super::model::PaymentRow;
use super::queries;
use super::rules::{SumError, check_sum};
use crate::access::caller::RegionScope;
use crate::cover::contributions::batches;
use crate::cover::contributions::batches::model::BatchRow;
use crate::cover::contributions::batches::rules::Action;
use crate::cover::contributions::batches::service::{check_state, source_of};
use crate::cover::contributions::obligations;
use crate::cover::contributions::obligations::service::Cause;
use crate::cover::funding::budget::{self, Move, SourceKey};
use crate::cover::funding::model::Funded;
use crate::cover::trail;
use crate::domain::{Day, Rupiah};
use crate::platform::changes::Origin;
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};

/// A transfer to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPayment {
    /// Its id.
    pub id: Uuid,
    /// The batches that it covers, with the versions on which the caller decided.
    pub batches: Vec<(Uuid, i32)>,
    /// What was transferred.
    pub amount: Rupiah,
    /// What the insurer took from what it held.
    pub credit_used: Rupiah,
    /// The day.
    pub paid_on: Day,
    /// The bank's reference.
    pub transfer_reference: String,
    /// What else there is to say.
    pub note: Option<String>,
}

/// Records a transfer and marks its batches as paid: all of it or nothing, and each batch and reference once. It uses no
/// more credit than is one by what is known now.
pub async fn record(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    new: NewPayment,
) -> Result<PaymentRow, Problem> {
    let batches = lock(conn, scope, &new.batches).await?;
    let sources: BTreeSet<SourceKey> = batches.iter().map(source_of).collect();
    let keys: Vec<SourceKey> = sources.iter().copied().collect();
    let credit = new.credit_used.amount();
    let false_credit = match credit > 0 {
        true => obligations::service::follow_sources(conn, origin, &keys, Cause::CreditAsked).await?,
        false => HashMap::new(),
    };
    // Locked already; what is read now is what holds.
    let locked = budget::lock(conn, &keys).await?;
    let regency_id = only_regency(&sources)?;
    check_day(new.paid_on, locked.values().map(|(source, _)| source.fiscal_year))?;
    check_codes(&batches, &new)?;
    let held_by = |(key, (_, money)): (&SourceKey, &Funded)| {
        money.credit_idr.saturating_sub(false_credit.get(key).copied().unwrap_or_default()).max(0)
    };
    let held = locked.iter().map(held_by).max().unwrap_or(0);
    let amounts: Vec<i64> = batches.iter().map(|batch| batch.amount_idr).collect();
    let amount = new.amount.amount();
    check_sum(&amounts, amount, credit, sources.len(), held).map_err(wrong_sum)?;
    let row = PaymentRow {
        id: new.id,
        regency_id,
        amount_idr: amount,
        credit_used_idr: credit,
        paid_on: new.paid_on,
        transfer_reference: new.transfer_reference,
        note: new.note,
        recorded_by: origin.actor.id(),
        version: 1,
        created_at: trail::instant(origin),
        voided_by: None,
        voided_at: None,
        void_reason: None,
        voided_batches: None,
    };
    queries::insert(conn, &row).await?;
    batches::service::pay(conn, origin, &batches, row.id, row.paid_on).await?;
    budget::apply(conn, &locked, &moves(&batches, credit)).await?;
    trail::created(conn, origin, &row).await?;
    Ok(row)
}

/// No money of a year leaves before that year: a day before it is a mistyped one, and late months would count as paid in time.
fn check_day(paid_on: Day, fiscal_years: impl Iterator<Item = i32>) -> Result<(), Problem> {
    match fiscal_years.max() {
        Some(year) if paid_on.year() < year => Err(Problem::invalid_field(FieldError::new(
            "/paid_on",
            "before_fiscal_year",
            Text::new(
                format!("Uang tahun anggaran {year} tidak dibayarkan sebelum tahun itu."),
                format!("Money of the fiscal year {year} is not paid before that year."),
            ),
        ))),
        _ => Ok(()),
    }
}

/// The bank takes no money under a code that had expired on the day: such a batch needs a new code first.
fn check_codes(batches: &[BatchRow], new: &NewPayment) -> Result<(), Problem> {
    let expired = batches
        .iter()
        .filter(|batch| batch.billing_code_expires_on.is_some_and(|expires_on| expires_on < new.paid_on));
    let errors: Vec<FieldError> = expired
        .filter_map(|batch| {
            let place = new.batches.iter().position(|(id, _)| *id == batch.id)?;
            let (number, expires_on) = (batch.number, batch.billing_code_expires_on?);
            let text = Text::new(
                format!("Kode billing kelompok iuran nomor {number} berlaku sampai {expires_on}."),
                format!("The billing code of batch number {number} could be used until {expires_on}."),
            );
            Some(FieldError::new(format!("/batches/{place}/id"), "billing_code_expired", text))
        })
        .collect();
    if errors.is_empty() {
        return Ok(());
    }
    let actions = [Action::IssueBillingCode, Action::RevokeBillingCode, Action::Cancel].map(Action::as_str);
    Err(Problem::new(Code::Conflict).allowed_actions(actions).errors(errors))
}

/// Locks the batches, after their sources, and checks what the caller decided upon.
async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    wanted: &[(Uuid, i32)],
) -> Result<Vec<BatchRow>, Problem> {
    let ids: Vec<Uuid> = wanted.iter().map(|(id, _)| *id).collect();
    let sources = batches::queries::sources_of(conn, scope, &ids).await?;
    budget::lock(conn, &sources).await?;
    let rows = batches::service::lock_many(conn, scope, &ids).await?;
    let unknown = wanted.iter().enumerate().filter(|(_, (id, _))| rows.iter().all(|row| row.id != *id));
    let unknown: Vec<FieldError> = unknown.map(|(place, _)| unknown_batch(place)).collect();
    if !unknown.is_empty() {
        return Err(Problem::new(Code::UnknownReference).errors(unknown));
    }
    for row in &rows {
        for (_, version) in wanted.iter().filter(|(id, _)| *id == row.id) {
            IfMatch::exactly(*version).check(row.version)?;
        }
        check_state(row, Action::Pay)?;
    }
    Ok(rows)
}

/// What the sources pay and use of their credit.
fn moves(batches: &[BatchRow], credit_used_idr: i64) -> Vec<(SourceKey, Move)> {
    let mut moves: BTreeMap<SourceKey, Move> = BTreeMap::new();
    for batch in batches {
        let source = moves.entry(source_of(batch)).or_default();
        source.paid_idr += batch.amount_idr;
    }
    if let Some(source) = moves.values_mut().next() {
        // Credit is used for one source only.
        source.paid_idr -= credit_used_idr;
        source.credit_idr -= credit_used_idr;
    }
    moves.into_iter().collect()
}

fn only_regency(sources: &BTreeSet<SourceKey>) -> Result<i32, Problem> {
    let regencies: BTreeSet<i32> = sources.iter().map(|source| source.1).collect();
    match regencies.first() {
        Some(only) if regencies.len() == 1 => Ok(*only),
        _ => Err(Problem::invalid_field(FieldError::new(
            "/batches",
            "several_regencies",
            Text::fixed("Satu transfer hanya untuk satu kabupaten.", "A transfer is of one regency only."),
        ))),
    }
}

fn unknown_batch(place: usize) -> FieldError {
    FieldError::new(
        format!("/batches/{place}/id"),
        "unknown_batch",
        Text::fixed(
            "Kelompok iuran ini tidak ada, atau berada di luar wilayah Anda.",
            "This batch does not exist or lies outside your regions.",
        ),
    )
}

/// The insurer does not hold so much.
pub fn credit_not_held(pointer: &str, held_idr: i64) -> Problem {
    let held = Rupiah::new(held_idr);
    let text = Text::new(
        format!("Kredit yang tersedia {}.", held.indonesian()),
        format!("{} of credit is available.", held.english()),
    );
    Problem::new(Code::Conflict).errors(vec![FieldError::new(pointer, "credit_not_held", text)])
}

fn wrong_sum(error: SumError) -> Problem {
    match error {
        SumError::Mismatch { expected_idr, given_idr } => {
            let (sum, given) = (Rupiah::new(expected_idr), Rupiah::new(given_idr));
            let text = Text::new(
                format!(
                    "Jumlah kelompok iuran {}, transfer dan kredit {}.",
                    sum.indonesian(),
                    given.indonesian()
                ),
                format!("The batches come to {}, transfer and credit to {}.", sum.english(), given.english()),
            );
            Problem::invalid_field(FieldError::new("/amount_idr", "amount_mismatch", text))
        }
        SumError::CreditOfSeveralSources => Problem::invalid_field(FieldError::new(
            "/credit_used_idr",
            "credit_of_several_sources",
            Text::fixed(
                "Kredit hanya dapat dipakai untuk kelompok iuran dari satu sumber.",
                "Credit can be used for batches of one source only.",
            ),
        )),
        SumError::CreditNotHeld { held_idr } => credit_not_held("/credit_used_idr", held_idr),
        SumError::TooLarge => Problem::invalid_field(FieldError::new(
            "/amount_idr",
            "amount_too_large",
            Text::fixed("Jumlah terlalu besar.", "The amount is too large."),
        )),
    }
}
