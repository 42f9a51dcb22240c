//! The terms that one row makes.

use super::gates::item_of;
use super::{Ask, BenefitRule, Disability, Line, Measure, QuoteError, ROUNDING};
use crate::domain::{Rounding, Rupiah};

/// One hundred per cent in basis points.
const WHOLE: i128 = 10_000;

/// The lines of a row that neither children nor delay make.
pub(super) fn lines_of<'r>(rule: &'r BenefitRule, ask: &Ask) -> Result<Vec<Line<'r>>, QuoteError> {
    let base = ask.wage_base.amount();
    match rule.measure {
        Measure::Fixed { amount, times } => Ok(vec![repeated(rule, amount, i64::from(times))?]),
        Measure::WageBase { times } => {
            let amount = ask.wage_base.checked_mul(i64::from(times)).ok_or(QuoteError::TooLarge)?;
            let inputs = vec![("wage_base_idr", base)];
            Ok(vec![line(rule, inputs, format!("{times} x {base} = {}", amount.amount()), amount)])
        }
        Measure::Disability { times } => {
            let own = ask.disabilities.iter().filter(|one| item_of(one) == rule.item);
            own.map(|one| disability(rule, *one, ask.wage_base, i64::from(times))).collect()
        }
        Measure::InabilityMonth { basis_points, from, until } => {
            inability(rule, ask, basis_points, i64::from(from), until.map(i64::from))
                .map(|line| line.into_iter().collect())
        }
        Measure::Cost { cap } => {
            let own = ask.costs.iter().filter(|(item, _)| *item == rule.item);
            Ok(own.map(|(_, spent)| cost(rule, *spent, cap)).collect())
        }
        Measure::SchoolYear { .. } | Measure::DelayDay { .. } => Ok(Vec::new()),
    }
}

/// What the insurer owes for paying late, of what is due.
pub(super) fn late_fee(rule: &BenefitRule, due: Rupiah, days: i64) -> Result<Option<Line<'_>>, QuoteError> {
    let Measure::DelayDay { basis_points } = rule.measure else { return Ok(None) };
    if days == 0 {
        return Ok(None);
    }
    let amount = part(due, days, &[basis_points])?;
    let words = format!("{basis_points} bp x {} x {days} = {}", due.amount(), amount.amount());
    let inputs = vec![("benefit_idr", due.amount()), ("days_late", days)];
    Ok(Some(Line { rounding: Some(ROUNDING), ..line(rule, inputs, words, amount) }))
}

/// An amount, so many times.
pub(super) fn repeated(rule: &BenefitRule, amount: Rupiah, times: i64) -> Result<Line<'_>, QuoteError> {
    let all = amount.checked_mul(times).ok_or(QuoteError::TooLarge)?;
    let words = if times == 1 {
        all.amount().to_string()
    } else {
        format!("{} x {times} = {}", amount.amount(), all.amount())
    };
    Ok(line(rule, Vec::new(), words, all))
}

fn disability(
    rule: &BenefitRule,
    given: Disability,
    base: Rupiah,
    times: i64,
) -> Result<Line<'_>, QuoteError> {
    let Disability { table_basis_points: table, loss_basis_points: loss } = given;
    let mut inputs = vec![("wage_base_idr", base.amount()), ("table_basis_points", i64::from(table))];
    let mut percents = vec![table];
    let mut words = format!("{table} bp x {times} x {}", base.amount());
    if let Some(loss) = loss {
        inputs.push(("loss_basis_points", i64::from(loss)));
        percents.push(loss);
        words = format!("{loss} bp x {words}");
    }
    let amount = part(base, times, &percents)?;
    let words = format!("{words} = {}", amount.amount());
    Ok(Line { rounding: Some(ROUNDING), ..line(rule, inputs, words, amount) })
}

fn inability<'r>(
    rule: &'r BenefitRule,
    ask: &Ask,
    basis_points: i32,
    from: i64,
    until: Option<i64>,
) -> Result<Option<Line<'r>>, QuoteError> {
    let last = until.map_or(ask.months_of_inability, |until| until.min(ask.months_of_inability));
    let months = last - from + 1;
    if months <= 0 {
        return Ok(None);
    }
    let (base, monthly) = (ask.wage_base, part(ask.wage_base, 1, &[basis_points])?);
    let amount = monthly.checked_mul(months).ok_or(QuoteError::TooLarge)?;
    let words = format!(
        "{basis_points} bp x {} = {}; {} x {months} = {}",
        base.amount(),
        monthly.amount(),
        monthly.amount(),
        amount.amount()
    );
    let inputs = vec![("wage_base_idr", base.amount()), ("months_of_inability", ask.months_of_inability)];
    Ok(Some(Line { rounding: Some(ROUNDING), ..line(rule, inputs, words, amount) }))
}

fn cost(rule: &BenefitRule, spent: Rupiah, cap: Option<Rupiah>) -> Line<'_> {
    let inputs = vec![("cost_idr", spent.amount())];
    match cap {
        Some(cap) if spent > cap => {
            let words = format!("min({}, {}) = {}", spent.amount(), cap.amount(), cap.amount());
            Line { capped: true, ..line(rule, inputs, words, cap) }
        }
        _ => line(rule, inputs, spent.amount().to_string(), spent),
    }
}

fn line<'r>(
    rule: &'r BenefitRule,
    inputs: Vec<(&'static str, i64)>,
    arithmetic: String,
    amount: Rupiah,
) -> Line<'r> {
    Line { rule, child: None, inputs, arithmetic, rounding: None, capped: false, amount }
}

/// So many times an amount, and of that all the given parts; rounded once, at the end.
fn part(amount: Rupiah, times: i64, basis_points: &[i32]) -> Result<Rupiah, QuoteError> {
    let exact = || {
        let product = i128::from(amount.amount()).checked_mul(i128::from(times))?;
        basis_points.iter().try_fold((product, 1_i128), |(product, whole), points| {
            Some((product.checked_mul(i128::from(*points))?, whole.checked_mul(WHOLE)?))
        })
    };
    let (product, whole) = exact().ok_or(QuoteError::TooLarge)?;
    let rest = product.rem_euclid(whole);
    let goes_up = match ROUNDING {
        Rounding::Down => false,
        Rounding::HalfUp => rest * 2 >= whole,
        Rounding::Up => rest > 0,
    };
    let rounded = product.div_euclid(whole) + i128::from(goes_up);
    i64::try_from(rounded).map(Rupiah::new).map_err(|_| QuoteError::TooLarge)
}
