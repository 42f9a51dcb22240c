//! From a file to the lines by which money left.

use std::collections::HashMap;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::NaiveDate;

use super::super::columns::{self, Column, Columns, Mapping, text as text_of};
use super::super::rules::{StatementLine, amount, plain, words};
use crate::domain::{Day, is_invisible, parse_day};
use crate::platform::csv::{self, Column as _, Record};
use crate::platform::http::{Code, FieldError, Issues, Problem, Text};

/// The most lines of a statement.
const LINES_MAX: usize = 5_000;
/// How many problems of rows are listed.
const PROBLEMS_MAX: usize = 200;

/// A statement that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// SHA-256 of the file.
    pub digest: Vec<u8>,
    /// How many lines it has, in and out.
    pub lines_total: usize,
    /// Those by which money left.
    pub lines: Vec<StatementLine>,
}

/// Reads a file, or says everything that is wrong with it. No value of it is in any error.
pub fn read(file: &[u8], mapping: &Mapping, separator: Option<u8>) -> Result<Statement, Problem> {
    let (headings, records) = csv::sheet(file, LINES_MAX, separator)?;
    let columns = columns::parse(&headings, mapping)
        .map_err(|errors| Problem::new(Code::ValidationFailed).errors(errors))?;
    if records.is_empty() || records.len() > LINES_MAX {
        let text = Text::new(
            format!("Berkas memuat 1 sampai {LINES_MAX} baris data."),
            format!("A file has 1 to {LINES_MAX} rows."),
        );
        return Err(Problem::invalid_field(FieldError::new("", "wrong_count", text)));
    }
    let mut issues = Issues::new();
    let sign = sign_of(&columns, &records);
    let (mut lines, mut seen) = (Vec::new(), HashMap::new());
    for (number, record) in &records {
        lines.extend(line((&columns, sign), *number, record, &mut issues, &mut seen));
        if issues.len() >= PROBLEMS_MAX {
            issues.left_off();
            break;
        }
    }
    issues.finish()?;
    Ok(Statement { digest: sha256(file), lines_total: records.len(), lines })
}

/// What the sign of an amount says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Nothing: all amounts have the same, or another column tells the direction.
    Nothing,
    /// What is below zero left.
    Direction,
}

/// In a file without a column for the direction, in which some amounts are below zero and some above, the sign tells it.
fn sign_of(columns: &Columns, records: &[(i32, Record)]) -> Sign {
    if columns.has(Column::Direction) {
        return Sign::Nothing;
    }
    let amounts = || {
        let texts = records.iter().filter_map(|(_, record)| text_of(columns, record, Column::Amount));
        texts.filter_map(|text| amount(&text).ok())
    };
    if amounts().any(|amount| amount < 0) && amounts().any(|amount| amount > 0) {
        Sign::Direction
    } else {
        Sign::Nothing
    }
}

/// A line by which money left; none for one by which it came. Without a column for the direction and without signs that tell it,
/// every amount left: the file has a column of its own for that.
fn line(
    (columns, sign): (&Columns, Sign),
    number: i32,
    record: &Record,
    issues: &mut Issues,
    seen: &mut HashMap<String, u32>,
) -> Option<StatementLine> {
    let pointer = |column: Column| format!("/rows/{number}/{}", column.as_str());
    let is_out = match text_of(columns, record, Column::Direction).map(|text| plain(&text)) {
        None if columns.has(Column::Direction) => {
            issues.missing(pointer(Column::Direction));
            return None;
        }
        None => true,
        Some(text) => match text.as_str() {
            "D" | "DB" | "DR" | "DEBIT" | "DEBET" | "KELUAR" | "OUT" => true,
            "K" | "C" | "CR" | "KR" | "KREDIT" | "CREDIT" | "MASUK" | "IN" => false,
            _ => {
                issues.push(pointer(Column::Direction), "unknown_direction", DIRECTION);
                return None;
            }
        },
    };
    let text = text_of(columns, record, Column::Amount);
    if !is_out || text.is_none() && !columns.has(Column::Direction) {
        return None;
    }
    columns.check_width(record, format!("/rows/{number}"), issues);
    let day = text_of(columns, record, Column::Day);
    if day.is_none() {
        issues.missing(pointer(Column::Day));
    }
    let booked_on = day.and_then(|day| issues.take(pointer(Column::Day), parse_day(&iso_day(&day))));
    if text.is_none() {
        issues.missing(pointer(Column::Amount));
    }
    let amount_idr = text.and_then(|text| issues.take(pointer(Column::Amount), amount(&text)))?;
    if amount_idr == 0 || sign == Sign::Direction && amount_idr > 0 {
        return None;
    }
    let amount_idr = amount_idr.abs();
    let booked_on: Day = booked_on?;
    let mut cell = |column| {
        let text = columns.text(record, column, pointer, issues).unwrap_or_default();
        // A long description may have more than one line.
        if text.contains(|character: char| is_invisible(character) && !character.is_ascii_whitespace()) {
            issues.push(pointer(column), "text_control_character", HIDDEN);
        }
        text
    };
    let (reference, description) = (cell(Column::Reference), cell(Column::Description));
    let written = format!("{reference} {description}");
    let text = plain(&written);
    // Two equal lines of one statement are two transactions; the same line in another statement is the same one.
    let told = format!("{booked_on}|{amount_idr}|{text}");
    let again = seen.entry(told.clone()).and_modify(|count| *count += 1).or_insert(1);
    let digest = sha256(format!("{told}|{again}").as_bytes());
    Some(StatementLine { number, booked_on, amount_idr, words: words(&written), digest })
}

/// A day as banks write it, with or without the time. What is no day stays and is refused by its own rule.
fn iso_day(text: &str) -> String {
    const FORMS: [&str; 5] = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y"];
    let first = text.split([' ', 'T']).next().unwrap_or(text);
    let day = FORMS.iter().find_map(|form| {
        let day = NaiveDate::parse_from_str(first, form).ok()?;
        // A year of two digits is read by the last form only.
        (day >= NaiveDate::from_ymd_opt(1000, 1, 1)?).then_some(day)
    });
    day.map_or_else(|| text.to_owned(), |day| day.to_string())
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

const HIDDEN: Text = Text::fixed(
    "Teks tidak boleh memuat karakter kendali atau karakter yang tidak terlihat.",
    "The text must not hold control characters or others that nobody sees.",
);
const DIRECTION: Text = Text::fixed("Tulis D (debet) atau K (kredit).", "Write D (debit) or K (credit).");

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(file: &str) -> Vec<(i32, String, i64)> {
        let statement = read(file.as_bytes(), &Mapping::default(), None).unwrap();
        statement
            .lines
            .iter()
            .map(|line| (line.number, line.booked_on.to_string(), line.amount_idr))
            .collect()
    }

    #[test]
    fn only_money_that_left_counts_whichever_way_the_bank_says_so() {
        let marked =
            "tanggal;jumlah;dk;keterangan\n10/03/2026 09:15;33.600,00;D;SP2D\n11/03/2026;5.000;K;bunga\n";
        assert_eq!(lines(marked), [(1, "2026-03-10".to_owned(), 33_600)]);
        let own_column = "tanggal;debet;keterangan\n10/03/26;33.600;SP2D\n11/03/2026;;bunga\n";
        assert_eq!(lines(own_column), [(1, "2026-03-10".to_owned(), 33_600)]);
    }

    #[test]
    fn what_nobody_sees_is_refused_where_it_stands_and_a_second_line_is_not() {
        let errors = |text: &str| {
            let file = format!("tanggal;debet;keterangan\n10/03/2026;33.600;\"{text}\"\n");
            let read = read(file.as_bytes(), &Mapping::default(), None);
            let problem = read.err();
            let told = |error: &FieldError| (error.pointer.clone(), error.code.to_string());
            problem.iter().flat_map(|problem| problem.field_errors().iter().map(told)).collect::<Vec<_>>()
        };
        let at = "/rows/1/description".to_owned();
        for hidden in ["SP2D\u{7}-0412", "SP2D\u{202e}-0412", "SP2D\u{200b}-0412"] {
            assert_eq!(errors(hidden), [(at.clone(), "text_control_character".to_owned())], "{hidden:?}");
        }
        assert_eq!(errors("SP2D-0412\nJAKARTA"), []);
    }

    /// A transfer that bounced comes back with the same amount and the same reference.
    #[test]
    fn where_signs_tell_the_direction_only_what_is_below_zero_left() {
        let signed =
            "tanggal;mutasi;keterangan\n10/03/2026;-33.600;SP2D-0412\n12/03/2026;+33.600;RETUR SP2D-0412\n";
        assert_eq!(lines(signed), [(1, "2026-03-10".to_owned(), 33_600)]);
        let all_below = "tanggal;mutasi;keterangan\n10/03/2026;-33.600;SP2D-0412\n";
        assert_eq!(lines(all_below), [(1, "2026-03-10".to_owned(), 33_600)]);
    }

    #[test]
    fn equal_lines_are_told_apart_and_the_same_line_elsewhere_is_the_same() {
        let digests = |file: &str| {
            let statement = read(file.as_bytes(), &Mapping::default(), None).unwrap();
            statement.lines.into_iter().map(|line| line.digest).collect::<Vec<_>>()
        };
        let twice = digests("day,amount,reference\n2026-03-10,100,A\n2026-03-10,100,A\n");
        assert_ne!(twice[0], twice[1]);
        let overlapping = digests("tanggal;debet;referensi\n10/03/2026;100,00;A\n");
        assert_eq!(overlapping[0], twice[0]);
    }
}
