//! What contributions come to, line by line, from dated rates.

use uuid::Uuid;

use crate::domain::{Month, MonthRange, Programme, ProgrammeSet, Rounding, Rupiah, Segment, code_list};

code_list! {
    /// How a rate becomes an amount.
    pub enum RateMethod = "rate_method" {
        /// The same amount for everybody.
        Flat = "flat",
        /// A part of the wage base.
        Percent = "percent",
    }
}

/// How much a rate comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateAmount {
    /// The same for everybody.
    Flat(Rupiah),
    /// A part of the wage base within bounds.
    Percent {
        /// One hundred are one per cent.
        basis_points: i32,
        /// Not less than this.
        min: Option<Rupiah>,
        /// Not more than this.
        max: Option<Rupiah>,
    },
}

/// Which bound of a rate decided the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The least amount.
    Min,
    /// The greatest amount.
    Max,
}

/// How the part of a rupiah that a percentage leaves over is treated.
pub const ROUNDING: Rounding = Rounding::HalfUp;

impl RateAmount {
    /// The contribution of one member and month, and the bound that decided it; `None` beyond what can be
    /// stored.
    pub fn of(self, wage_base: Rupiah) -> Option<(Rupiah, Option<Bound>)> {
        match self {
            Self::Flat(amount) => Some((amount, None)),
            Self::Percent { basis_points, min, max } => {
                let amount = wage_base.percent_basis_points(basis_points, ROUNDING)?;
                Some(match (min, max) {
                    (Some(min), _) if amount < min => (min, Some(Bound::Min)),
                    (_, Some(max)) if amount > max => (max, Some(Bound::Max)),
                    _ => (amount, None),
                })
            }
        }
    }
}

/// A dated rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// The row.
    pub id: Uuid,
    /// For which programme.
    pub programme: Programme,
    /// For which group of workers.
    pub segment: Segment,
    /// Whether only payers who may have relief get it.
    pub relief: bool,
    /// The first month.
    pub from_month: Month,
    /// The last month; none while it is in force.
    pub until_month: Option<Month>,
    /// How much.
    pub amount: RateAmount,
    /// The regulation.
    pub legal_reference: String,
}

impl Rate {
    fn counts_in(&self, month: Month) -> bool {
        self.from_month <= month && self.until_month.is_none_or(|until| month <= until)
    }
}

/// What a quote is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// The programmes to be paid.
    pub programmes: ProgrammeSet,
    /// The worker's group.
    pub segment: Segment,
    /// The worker's wage base.
    pub wage_base: Rupiah,
    /// Whether the payer may have relief.
    pub relief_eligible: bool,
    /// The months to be paid.
    pub months: MonthRange,
}

/// Consecutive months of one programme at one rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteLine<'r> {
    /// The rate.
    pub rate: &'r Rate,
    /// The months.
    pub months: MonthRange,
    /// For one month.
    pub monthly: Rupiah,
    /// The bound that decided the monthly amount.
    pub bound: Option<Bound>,
    /// For all of them.
    pub amount: Rupiah,
}

/// What contributions come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote<'r> {
    /// In the order of programmes and months.
    pub lines: Vec<QuoteLine<'r>>,
    /// The sum of the lines.
    pub total: Rupiah,
}

/// Why no amount can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// No rate is in force.
    #[error("no rate of {programme} is in force in {month}")]
    NoRate {
        /// For this programme.
        programme: Programme,
        /// In this month.
        month: Month,
    },
    /// The amount cannot be stored.
    #[error("the amount is too large")]
    TooLarge,
}

/// What contributions come to at these rates, of which at most one is in force for a programme, segment,
/// relief and month.
pub fn quote<'r>(rates: &'r [Rate], ask: &Ask) -> Result<Quote<'r>, QuoteError> {
    let mut lines = Vec::new();
    for programme in ask.programmes.iter() {
        lines.extend(lines_of(rates, ask, programme)?);
    }
    let total = Rupiah::checked_sum(lines.iter().map(|line| line.amount)).ok_or(QuoteError::TooLarge)?;
    Ok(Quote { lines, total })
}

fn lines_of<'r>(
    rates: &'r [Rate],
    ask: &Ask,
    programme: Programme,
) -> Result<Vec<QuoteLine<'r>>, QuoteError> {
    let mut spans: Vec<(&Rate, MonthRange)> = Vec::new();
    for month in ask.months.iter() {
        let rate = rate_of(rates, ask, programme, month).ok_or(QuoteError::NoRate { programme, month })?;
        match spans.last_mut() {
            Some((last, months)) if last.id == rate.id => {
                *months = MonthRange::new(months.from(), month).unwrap_or(*months);
            }
            _ => spans.push((rate, MonthRange::single(month))),
        }
    }
    spans
        .into_iter()
        .map(|(rate, months)| {
            let (monthly, bound) = rate.amount.of(ask.wage_base).ok_or(QuoteError::TooLarge)?;
            let amount = monthly.checked_mul(months.len()).ok_or(QuoteError::TooLarge)?;
            Ok(QuoteLine { rate, months, monthly, bound, amount })
        })
        .collect()
}

/// The rate with relief where the payer may have it and there is one, else the ordinary rate.
fn rate_of<'r>(rates: &'r [Rate], ask: &Ask, programme: Programme, month: Month) -> Option<&'r Rate> {
    let counts = |relief: bool| {
        rates.iter().find(|rate| {
            rate.programme == programme
                && rate.segment == ask.segment
                && rate.relief == relief
                && rate.counts_in(month)
        })
    };
    ask.relief_eligible.then(|| counts(true)).flatten().or_else(|| counts(false))
}

#[cfg(test)]
mod tests;
