//! Whether a period may be: its source, its wage base, its worker, its months.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::super::model::CoverageRow;
use super::super::super::queries::{self, Conflict, Wanted};
use crate::cover::eligibility;
use crate::cover::funding::{self, model::SourceRow, rules::SourceStatus};
use crate::cover::rules::parameters::{self, ParameterKey, Parameters};
use crate::domain::{Coded as _, Day, Month, MonthRange, Rupiah};
use crate::platform::http::{Code, FieldError, Issues, Problem, Text};

/// Checks periods whose persons the caller has locked. All problems of a period at once.
pub(in super::super) async fn admit(
    conn: &mut AsyncPgConnection,
    today: Day,
    rows: &[CoverageRow],
) -> Result<(), Problem> {
    let keys: BTreeSet<(Uuid, i32)> =
        rows.iter().map(|row| (row.funding_source_id, row.regency_id)).collect();
    let mut sources: HashMap<(Uuid, i32), Option<SourceRow>> = HashMap::new();
    // In the order of their ids, as everybody locks sources.
    for key in keys {
        sources.insert(key, funding::queries::hold(conn, key.1, key.0).await?);
    }
    let mut rules: HashMap<Month, Parameters> = HashMap::new();
    for row in rows {
        let key = (row.funding_source_id, row.regency_id);
        let first = row.from_month.0;
        if let Entry::Vacant(place) = rules.entry(first) {
            place.insert(parameters::queries::values_on(conn, first.first_day()).await?);
        }
        let mut issues = Issues::new();
        let months = issues.take("/until_month", row.months());
        let source = sources.get(&key).and_then(Option::as_ref).ok_or_else(unknown_source)?;
        let rules = rules.get(&first).ok_or_else(|| Problem::internal("a month without its rules"))?;
        check_terms(&mut issues, source, first, months, row.wage_base_idr, rules)?;
        issues.finish()?;
    }
    check_eligible(conn, today, rows).await?;
    check_free(conn, rows).await
}

/// Checks the terms that periods or plans of a source share: the source pays, in these months, and the wage base is one
/// that the rules of the first month allow. All problems at once.
pub async fn admit_terms(
    conn: &mut AsyncPgConnection,
    source: &SourceRow,
    months: MonthRange,
    wage_base_idr: i64,
) -> Result<(), Problem> {
    let rules = parameters::queries::values_on(conn, months.from().first_day()).await?;
    let mut issues = Issues::new();
    check_terms(&mut issues, source, months.from(), Some(months), wage_base_idr, &rules)?;
    issues.finish()
}

fn check_terms(
    issues: &mut Issues,
    source: &SourceRow,
    first: Month,
    months: Option<MonthRange>,
    wage_base_idr: i64,
    rules: &Parameters,
) -> Result<(), Problem> {
    check_source(issues, source, months);
    let limit = |key| rules.get(key).ok_or_else(|| rule_missing(key, first));
    let lowest = limit(ParameterKey::WageBaseMinimumIdr)?;
    check_wage_base(issues, wage_base_idr, lowest, limit(ParameterKey::WageBaseMaximumIdr)?);
    Ok(())
}

/// The day for which people are judged. Of age counts what is true on registration and at the first payment, whichever
/// comes later.
pub fn judged_on(today: Day, first: Month) -> Day {
    today.max(first.first_day())
}

/// Whether nobody else funds the months, in any regency. The caller holds the persons' locks.
pub(in super::super) async fn check_free(
    conn: &mut AsyncPgConnection,
    rows: &[CoverageRow],
) -> Result<(), Problem> {
    let wanted = rows.iter().map(|row| {
        let months = row.months()?;
        Ok(Wanted { person_id: row.person_id, programmes: row.programmes.0, months, itself: row.id })
    });
    let wanted =
        wanted.collect::<Result<Vec<_>, crate::domain::MonthRangeError>>().map_err(Problem::internal)?;
    let conflicts = queries::conflicts(conn, &wanted).await?;
    if conflicts.is_empty() { Ok(()) } else { Err(already_funded(&conflicts)) }
}

fn check_source(issues: &mut Issues, source: &SourceRow, months: Option<MonthRange>) {
    if source.status.0 != SourceStatus::Active {
        let text = Text::fixed("Sumber pendanaan ini sudah ditutup.", "This funding source is closed.");
        issues.push("/funding_source_id", "funding_source_closed", text);
    }
    let (first, last) = (source.from_month.0, source.until_month.0);
    let text = || {
        Text::new(
            format!("Sumber ini membayar bulan {first} sampai {last}."),
            format!("This source pays from {first} to {last}."),
        )
    };
    let lies_outside = |month: Month| month < first || last < month;
    if months.is_some_and(|months| lies_outside(months.from())) {
        issues.push("/from_month", "outside_funding_source", text());
    }
    if months.is_some_and(|months| lies_outside(months.until())) {
        issues.push("/until_month", "outside_funding_source", text());
    }
}

fn check_wage_base(issues: &mut Issues, wage_base: i64, minimum: i64, maximum: i64) {
    if wage_base > maximum {
        let maximum = Rupiah::new(maximum);
        let text = Text::new(
            format!("Dasar upah paling banyak {}.", maximum.indonesian()),
            format!("The wage base is at most {}.", maximum.english()),
        );
        issues.push("/wage_base_idr", "wage_base_above_maximum", text);
    }
    if wage_base < minimum {
        let minimum = Rupiah::new(minimum);
        let text = Text::new(
            format!("Dasar upah paling sedikit {}.", minimum.indonesian()),
            format!("The wage base is at least {}.", minimum.english()),
        );
        issues.push("/wage_base_idr", "wage_base_below_minimum", text);
    }
}

async fn check_eligible(
    conn: &mut AsyncPgConnection,
    today: Day,
    rows: &[CoverageRow],
) -> Result<(), Problem> {
    let asked: Vec<eligibility::Asked> = rows
        .iter()
        .map(|row| eligibility::Asked {
            worker_id: row.worker_id,
            regency_id: row.regency_id,
            on: judged_on(today, row.from_month.0),
            funding_source_id: Some(row.funding_source_id),
        })
        .collect();
    for eligibility in eligibility::service::assess(conn, &asked).await? {
        if let Err(reasons) = eligibility.may_be_proposed() {
            let errors = reasons.iter().map(|reason| {
                let pointer = if reason.is_of_source() { "/funding_source_id" } else { "/worker_id" };
                FieldError::new(pointer, reason.code(), Text::new(reason.indonesian(), reason.to_string()))
            });
            return Err(Problem::new(Code::NotEligible).errors(errors.collect()));
        }
    }
    Ok(())
}

fn already_funded(conflicts: &[Conflict]) -> Problem {
    let errors = conflicts.iter().take(20).map(|conflict| {
        let programmes = conflict.programmes.0.codes().join(", ");
        let (first, last) = (conflict.from_month.0, conflict.last_month.0);
        let text = Text::new(
            format!("Sudah didanai untuk {programmes} dari {first} sampai {last}."),
            format!("Already funded for {programmes} from {first} to {last}."),
        );
        FieldError::new("/from_month", "already_funded", text)
    });
    Problem::new(Code::AlreadyFunded).errors(errors.collect())
}

fn unknown_source() -> Problem {
    Problem::new(Code::UnknownReference).errors(vec![FieldError::new(
        "/funding_source_id",
        "unknown_funding_source",
        Text::fixed(
            "Sumber pendanaan ini tidak ada di kabupaten pekerja.",
            "The worker's regency has no such funding source.",
        ),
    )])
}

fn rule_missing(key: ParameterKey, month: Month) -> Problem {
    Problem::new(Code::RuleMissing).detail(Text::new(
        format!("Tidak ada aturan {key} yang berlaku pada {month}."),
        format!("No rule {key} is in force in {month}."),
    ))
}
