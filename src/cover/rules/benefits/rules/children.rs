//! The scholarship: which children get it, and for which years.

use std::cmp::Reverse;

use super::arithmetic::repeated;
use super::{Ask, BenefitRule, Child, Line, Measure, NotDueReason, Quote, QuoteError};

/// Adds what the rows of the scholarship come to.
///
/// The most that can come of it: from the year that comes next to the end of the last level, as if every year were
/// attended. Of more children than a row allows those count whose years come to most.
pub(super) fn add<'r>(quote: &mut Quote<'r>, rules: &[&'r BenefitRule], ask: &Ask) -> Result<(), QuoteError> {
    let mut terms = Vec::new();
    for (place, child) in ask.children.iter().enumerate() {
        let mut own = Vec::new();
        for rule in rules {
            match term(rule, child)? {
                Term::Due(line, children_maximum) => own.push((line, children_maximum)),
                Term::NotDue(reason) => quote.refuse(Some(rule), rule.item, Some(place), reason),
                Term::Behind => {}
            }
        }
        let all: i128 = own.iter().map(|(line, _)| i128::from(line.amount.amount())).sum();
        terms.push((Reverse(all), place, own));
    }
    terms.sort_by_key(|(all, place, _)| (*all, *place));
    let mut lines = Vec::new();
    for (rank, (_, place, own)) in (0_i32..).zip(terms) {
        for (line, children_maximum) in own {
            if rank < children_maximum {
                lines.push(Line { child: Some(place), ..line });
            } else {
                let reason = NotDueReason::ChildrenMaximum;
                quote.refuse(Some(line.rule), line.rule.item, Some(place), reason);
            }
        }
    }
    lines.sort_by_key(|line| line.child);
    quote.lines.append(&mut lines);
    Ok(())
}

/// One level for one child.
enum Term<'r> {
    /// What it comes to, and for how many children.
    Due(Line<'r>, i32),
    /// Why not.
    NotDue(NotDueReason),
    /// The child has left the level behind.
    Behind,
}

fn term<'r>(rule: &'r BenefitRule, child: &Child) -> Result<Term<'r>, QuoteError> {
    let Measure::SchoolYear { amount, years, level, children_maximum, age_below } = rule.measure else {
        return Ok(Term::Behind);
    };
    let done = if child.level == level { child.year - 1 } else { 0 };
    let left = i64::from(years) - done;
    if child.level > level || left <= 0 {
        return Ok(Term::Behind);
    }
    if child.age >= i64::from(age_below) {
        return Ok(Term::NotDue(NotDueReason::ChildTooOld));
    }
    if child.married {
        return Ok(Term::NotDue(NotDueReason::ChildMarried));
    }
    if child.working {
        return Ok(Term::NotDue(NotDueReason::ChildWorking));
    }
    let line = repeated(rule, amount, left)?;
    Ok(Term::Due(Line { inputs: vec![("child_age", child.age), ("years", left)], ..line }, children_maximum))
}
