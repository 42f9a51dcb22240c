//! Amounts as statements write them, and which line confirms which transfer.

mod amount;

use uuid::Uuid;

pub use amount::{AmountError, amount};

use crate::domain::{Day, code_list};

code_list! {
    /// Why a line confirms nothing.
    pub enum UnmatchedReason = "bank_line_unmatched_reason" {
        /// No transfer is of this amount.
        NoSuchAmount = "no_such_amount",
        /// One is of this amount, on a day too far away.
        OutsideDays = "outside_days",
        /// One is of this amount and about this day, and the line names neither its reference nor a billing code.
        ReferenceDiffers = "reference_differs",
        /// Several lines or several transfers fit.
        Ambiguous = "ambiguous",
    }
}

/// A line of a statement by which money left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Its place in the file, from 1.
    pub number: i32,
    /// The day.
    pub booked_on: Day,
    /// How much.
    pub amount_idr: i64,
    /// Reference and description, as [`words`] writes them.
    pub words: String,
    /// Tells it from all others.
    pub digest: Vec<u8>,
}

/// A transfer of ours that no bank has confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unconfirmed {
    /// The transfer.
    pub id: Uuid,
    /// The day.
    pub paid_on: Day,
    /// How much.
    pub amount_idr: i64,
    /// Its reference and the billing codes of its batches, in plain letters.
    pub keys: Vec<String>,
}

/// A reference shorter than this would be found anywhere.
const KEY_MIN: usize = 4;

/// A reference without spaces, signs and case: banks cut and dress them as they like.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The words of a text, each in plain letters, with a space after each.
pub fn words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.flat_map(|word| plain(word).chars().chain([' ']).collect::<Vec<_>>()).collect()
}

/// Which transfer each line confirms: of the same amount, not further away than so many days, and named by the line. A
/// line that fits several transfers, or a transfer that several lines fit, is left to people.
pub fn matches(
    lines: &[StatementLine],
    transfers: &[Unconfirmed],
    days: i64,
) -> Vec<Result<Uuid, UnmatchedReason>> {
    let fits = |line: &StatementLine, transfer: &Unconfirmed| {
        line.amount_idr == transfer.amount_idr && is_near(line, transfer, days) && names(line, transfer)
    };
    let one = |line: &StatementLine| {
        let mut fitting = transfers.iter().filter(|transfer| fits(line, transfer));
        let Some(transfer) = fitting.next() else { return Err(reason(line, transfers, days)) };
        let is_only =
            fitting.next().is_none() && lines.iter().filter(|line| fits(line, transfer)).count() == 1;
        if is_only { Ok(transfer.id) } else { Err(UnmatchedReason::Ambiguous) }
    };
    lines.iter().map(one).collect()
}

fn is_near(line: &StatementLine, transfer: &Unconfirmed, days: i64) -> bool {
    (line.booked_on - transfer.paid_on).num_days().abs() <= days
}

fn names(line: &StatementLine, transfer: &Unconfirmed) -> bool {
    transfer.keys.iter().any(|key| key.len() >= KEY_MIN && says(&line.words, key))
}

/// Whether a text says a key, however it is dressed: its spaces do not matter, and neither do letters around it, but a number
/// that goes on is another one. `TRF1` is not said by `TRF12`.
fn says(words: &str, key: &str) -> bool {
    let letters: Vec<char> = words.chars().collect();
    (0..letters.len()).any(|start| {
        let (before, rest) = letters.split_at(start);
        let Some(after) = without(rest, key) else { return false };
        let goes_on = |one: Option<&char>, edge: Option<char>| {
            one.is_some_and(char::is_ascii_digit) && edge.is_some_and(|edge| edge.is_ascii_digit())
        };
        rest.first() != Some(&' ')
            && !goes_on(before.last(), key.chars().next())
            && !goes_on(after.first(), key.chars().last())
    })
}

/// What is left of a text that begins with a key, spaces within the key aside.
fn without<'t>(text: &'t [char], key: &str) -> Option<&'t [char]> {
    let mut rest = text;
    for wanted in key.chars() {
        while let [' ', next @ ..] = rest {
            rest = next;
        }
        rest = rest.strip_prefix(&[wanted])?;
    }
    Some(rest)
}

fn reason(line: &StatementLine, transfers: &[Unconfirmed], days: i64) -> UnmatchedReason {
    let mut of_amount = transfers.iter().filter(|transfer| transfer.amount_idr == line.amount_idr).peekable();
    if of_amount.peek().is_none() {
        return UnmatchedReason::NoSuchAmount;
    }
    match of_amount.any(|transfer| is_near(line, transfer, days)) {
        true => UnmatchedReason::ReferenceDiffers,
        false => UnmatchedReason::OutsideDays,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::parse_day;

    fn line(number: i32, day: &str, amount_idr: i64, text: &str) -> StatementLine {
        StatementLine {
            number,
            booked_on: parse_day(day).unwrap(),
            amount_idr,
            words: words(text),
            digest: Vec::new(),
        }
    }

    fn transfer(id: u128, day: &str, amount_idr: i64, keys: &[&str]) -> Unconfirmed {
        Unconfirmed {
            id: Uuid::from_u128(id),
            paid_on: parse_day(day).unwrap(),
            amount_idr,
            keys: keys.iter().map(|key| plain(key)).collect(),
        }
    }

    #[test]
    fn a_line_confirms_the_transfer_that_it_names() {
        let transfers = [
            transfer(1, "2026-03-10", 33_600, &["SP2D-0412/2026", "926011"]),
            transfer(2, "2026-03-10", 33_600, &["SP2D-0413/2026"]),
        ];
        let lines = [
            line(1, "2026-03-11", 33_600, "TRF sp2d 0412 2026 BPJS"),
            line(2, "2026-03-20", 33_600, "SP2D-0413/2026"),
            line(3, "2026-03-10", 33_600, "listrik kantor"),
            line(4, "2026-03-10", 99, "SP2D-0413/2026"),
        ];
        assert_eq!(
            matches(&lines, &transfers, 3),
            [
                Ok(Uuid::from_u128(1)),
                Err(UnmatchedReason::OutsideDays),
                Err(UnmatchedReason::ReferenceDiffers),
                Err(UnmatchedReason::NoSuchAmount),
            ]
        );
    }

    #[test]
    fn what_fits_twice_is_left_to_people() {
        let transfers = [transfer(1, "2026-03-10", 33_600, &["926011"])];
        let twice = [line(1, "2026-03-10", 33_600, "926011"), line(2, "2026-03-11", 33_600, "926011")];
        assert_eq!(matches(&twice, &transfers, 3), [Err(UnmatchedReason::Ambiguous); 2]);
        let both = [transfers[0].clone(), transfer(2, "2026-03-10", 33_600, &["926011"])];
        assert_eq!(matches(&twice[..1], &both, 3), [Err(UnmatchedReason::Ambiguous)]);
        let short = [transfer(1, "2026-03-10", 33_600, &["92"])];
        assert_eq!(matches(&twice[..1], &short, 3), [Err(UnmatchedReason::ReferenceDiffers)]);
    }

    #[test]
    fn a_number_that_goes_on_is_another_reference() {
        let said = |text: &str, key: &str| says(&words(text), &plain(key));
        for (text, key, expected) in [
            ("TRF sp2d 0412 2026 BPJS", "SP2D-0412/2026", true),
            ("TRFSP2D04122026BPJS", "SP2D-0412/2026", true),
            ("TRF12", "TRF1", false),
            ("TRF1 2026", "TRF1", true),
            ("pembayaran 926011", "926011", true),
            ("pembayaran 1926011", "926011", false),
            ("pembayaran 9260115", "926011", false),
            ("kode 926 011", "926011", true),
            ("", "926011", false),
        ] {
            assert_eq!(said(text, key), expected, "{text} {key}");
        }
    }

    proptest! {
        #[test]
        fn no_transfer_is_confirmed_twice(
            lines in proptest::collection::vec((0_i64..3, 0_usize..4), 0..8),
            transfers in proptest::collection::vec((0_i64..3, 0_usize..4), 0..8),
        ) {
            let keys = ["AAAA1", "BBBB2", "CCCC3", "DDDD4"];
            let lines: Vec<_> =
                (1..).zip(&lines).map(|(number, (amount, key))| line(number, "2026-03-10", *amount, keys[*key])).collect();
            let transfers: Vec<_> =
                (1..).zip(&transfers).map(|(id, (amount, key))| transfer(id, "2026-03-11", *amount, &[keys[*key]])).collect();
            let confirmed: Vec<Uuid> = matches(&lines, &transfers, 3).into_iter().flatten().collect();
            let distinct: HashSet<Uuid> = confirmed.iter().copied().collect();
            prop_assert_eq!(distinct.len(), confirmed.len());
        }
    }
}
