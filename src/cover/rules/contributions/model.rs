//! Rows of the contribution rates.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{Rate, RateAmount, RateMethod};
use crate::cover::rules::Confidence;
use crate::cover::rules::proposals::{Entry, RuleStatus, before_second_person, dated_rule};
use crate::cover::rules::source::Source;
use crate::domain::{Month, PayerKind, Programme, Rupiah, Segment};
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::schema::contribution_rates;

/// One rate with its months.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = contribution_rates, check_for_backend(diesel::pg::Pg))]
pub struct RateRow {
    /// Its id.
    pub id: Uuid,
    /// For which programme.
    pub programme: AsText<Programme>,
    /// For which group of workers.
    pub segment: AsText<Segment>,
    /// Whether only payers who may have relief get it.
    pub relief: bool,
    /// Which payers have no relief all the same; none of a rate without relief.
    #[serde(default)]
    pub excluded_payers: Vec<AsText<PayerKind>>,
    /// How it becomes an amount.
    pub method: AsText<RateMethod>,
    /// The amount of a flat rate.
    pub amount_idr: Option<i64>,
    /// The part of the wage base; one hundred are one per cent.
    pub basis_points: Option<i32>,
    /// Not less than this.
    pub min_idr: Option<i64>,
    /// Not more than this.
    pub max_idr: Option<i64>,
    /// The first month.
    pub from_month: AsFirstDay,
    /// The last month; none while it is in force.
    pub until_month: Option<AsFirstDay>,
    /// The regulation.
    pub legal_reference: String,
    /// What else is to be known.
    pub note: Option<String>,
    /// How sure it is.
    pub confidence: AsText<Confidence>,
    /// Whether it counts.
    #[serde(default = "before_second_person")]
    pub status: AsText<RuleStatus>,
    /// Who proposed it; none for what came with a migration.
    pub proposed_by: Option<Uuid>,
    /// The second person.
    pub approved_by: Option<Uuid>,
    /// When that person approved it.
    pub approved_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// The row that it corrects.
    pub supersedes: Option<Uuid>,
    /// When a correction took its place.
    pub superseded_at: Option<DateTime<Utc>>,
    /// The correction.
    pub superseded_by: Option<Uuid>,
    /// Counts the changes of the row.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl RateRow {
    /// How much it comes to; `None` for a row that the database's own check refuses.
    pub fn amount(&self) -> Option<RateAmount> {
        match self.method.0 {
            RateMethod::Flat => self.amount_idr.map(|amount| RateAmount::Flat(Rupiah::new(amount))),
            RateMethod::Percent => self.basis_points.map(|basis_points| RateAmount::Percent {
                basis_points,
                min: self.min_idr.map(Rupiah::new),
                max: self.max_idr.map(Rupiah::new),
            }),
        }
    }

    /// The rate as the rules see it.
    pub fn into_rate(self) -> Option<Rate> {
        let amount = self.amount()?;
        Some(Rate {
            id: self.id,
            programme: self.programme.0,
            segment: self.segment.0,
            relief: self.relief,
            from_month: self.from_month.0,
            until_month: self.until_month.map(|month| month.0),
            amount,
            legal_reference: self.legal_reference,
        })
    }
}

dated_rule!(RateRow in contribution_rates as ContributionRate, Contributions);

/// What a caller may say about a rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateFacts {
    /// For which programme.
    pub programme: Programme,
    /// For which group of workers.
    pub segment: Segment,
    /// Whether only payers who may have relief get it.
    pub relief: bool,
    /// Which payers have no relief all the same.
    pub excluded_payers: Vec<PayerKind>,
    /// How much.
    pub amount: RateAmount,
    /// The first month.
    pub from_month: Month,
    /// The last month.
    pub until_month: Option<Month>,
    /// Where it comes from.
    pub source: Source,
}

impl RateFacts {
    /// A new row with these facts.
    pub fn into_row(self, id: Uuid, entry: Entry) -> RateRow {
        let (method, amount_idr, basis_points, min_idr, max_idr) = match self.amount {
            RateAmount::Flat(amount) => (RateMethod::Flat, Some(amount.amount()), None, None, None),
            RateAmount::Percent { basis_points, min, max } => (
                RateMethod::Percent,
                None,
                Some(basis_points),
                min.map(Rupiah::amount),
                max.map(Rupiah::amount),
            ),
        };
        RateRow {
            id,
            programme: AsText(self.programme),
            segment: AsText(self.segment),
            relief: self.relief,
            excluded_payers: self.excluded_payers.into_iter().map(AsText).collect(),
            method: AsText(method),
            amount_idr,
            basis_points,
            min_idr,
            max_idr,
            from_month: AsFirstDay(self.from_month),
            until_month: self.until_month.map(AsFirstDay),
            legal_reference: self.source.legal_reference,
            note: self.source.note,
            confidence: AsText(self.source.confidence),
            status: AsText(entry.status),
            proposed_by: entry.proposed_by,
            approved_by: entry.approved_by,
            approved_at: entry.approved_at,
            withdrawn_at: entry.withdrawn_at,
            supersedes: entry.supersedes,
            superseded_at: entry.superseded_at,
            superseded_by: entry.superseded_by,
            version: entry.version,
            created_at: entry.created_at,
            updated_at: entry.updated_at,
        }
    }
}
