//! From a record of a member list to a staged fact.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::columns::{Column, Columns};
use super::spellings::{iso_month, programme_codes, state_code};
use crate::cover::memberships::bulk::StagedRow;
use crate::cover::memberships::rules::{self, Said};
use crate::cover::memberships::service::Fact;
use crate::cover::standing::rules::MembershipState;
use crate::domain::{Coded as _, Day, MemberNumber, Month, Nik, Programme, ProgrammeSet, parse_day};
use crate::platform::csv::{Column as _, NOT_UTF8, iso_day};
use crate::platform::http::{FieldError, Issues, Text};
use crate::platform::vault::{Kind, Vault, VaultError};
use crate::register::workers::bulk::RowProblem;

/// What every row of a file shares.
pub struct Reading<'a> {
    pub columns: Columns,
    pub vault: &'a Vault,
    pub today: Day,
    /// The day of which the file speaks, unless a row says otherwise.
    pub as_of: Option<Day>,
}

/// The values of a row by column; empty cells are absent.
type Cells = BTreeMap<Column, String>;

impl Reading<'_> {
    /// Reads a record: a fact, or everything that is wrong with it.
    pub fn row(&self, row_number: i32, record: &[Vec<u8>]) -> Result<StagedRow, VaultError> {
        let mut issues = Issues::new();
        let cells = self.cells(record, &mut issues);
        let read = self.read(&cells, &mut issues);
        if let Some(read) = read
            && issues.is_empty()
        {
            return Ok(StagedRow { row_number, content: Ok(read) });
        }
        let problem = issues.into_problem();
        Ok(StagedRow { row_number, content: Err(self.problems(&cells, problem.field_errors())?) })
    }

    fn cells(&self, record: &[Vec<u8>], issues: &mut Issues) -> Cells {
        self.columns.check_width(record, "/row", issues);
        let mut cells = Cells::new();
        for (column, bytes) in self.columns.fields(record) {
            let text = String::from_utf8_lossy(bytes);
            if std::str::from_utf8(bytes).is_err() || text.contains('\0') {
                issues.push(format!("/{}", column.as_str()), "not_utf8", NOT_UTF8);
            }
            if !text.trim().is_empty() {
                cells.insert(column, text.trim().replace('\0', "\u{fffd}"));
            }
        }
        cells
    }

    fn read(&self, cells: &Cells, issues: &mut Issues) -> Option<(Option<Nik>, Fact)> {
        let text = |column: Column| cells.get(&column).map(String::as_str);
        let nik = text(Column::Nik).map(|text| issues.take("/nik", Nik::parse(text)));
        let number =
            text(Column::MemberNumber).map(|text| issues.take("/member_number", MemberNumber::parse(text)));
        if nik.is_none() && number.is_none() {
            issues.missing("/nik");
        }
        let state = match text(Column::State) {
            Some(text) => issues.take("/state", MembershipState::parse(&state_code(text))),
            None => {
                issues.missing("/state");
                None
            }
        };
        let programmes = match text(Column::Programmes) {
            Some(text) => issues.take("/programmes", ProgrammeSet::parse(programme_codes(text))),
            // The programmes of everybody outside an employment relation.
            None if state == Some(MembershipState::NotMember) => Some(ProgrammeSet::EMPTY),
            None => Some(ProgrammeSet::EMPTY.with(Programme::Jkk).with(Programme::Jkm)),
        };
        let since_on = text(Column::SinceOn).map(|text| issues.take("/since_on", parse_day(&iso_day(text))));
        let paid_until =
            text(Column::PaidUntil).map(|text| issues.take("/paid_until", Month::parse(&iso_month(text))));
        let as_of = self.as_of(text(Column::AsOf), issues);
        let fact = Fact {
            member_number: number.flatten(),
            state: state?,
            programmes: programmes?,
            since_on: since_on.flatten(),
            paid_until: paid_until.flatten(),
            as_of: as_of?,
            evidence: String::new(),
        };
        check(&fact, issues);
        Some((nik.flatten(), fact))
    }

    fn as_of(&self, text: Option<&str>, issues: &mut Issues) -> Option<Day> {
        let day = match text {
            Some(text) => issues.take("/as_of", parse_day(&iso_day(text))),
            None if self.as_of.is_none() => {
                issues.missing("/as_of");
                None
            }
            None => self.as_of,
        }?;
        if day > self.today {
            issues.push("/as_of", "day_in_future", FUTURE);
            return None;
        }
        Some(day)
    }

    /// The problems by the file's columns, with the received values sealed.
    fn problems(&self, cells: &Cells, errors: &[FieldError]) -> Result<Vec<RowProblem>, VaultError> {
        let sealed = |column: Column| {
            let value = cells.get(&column);
            let seal = |value: &String| self.vault.seal_bytes(Kind::ImportValue, value.as_bytes());
            value.map(seal).transpose().map(|sealed| sealed.map(|bytes| STANDARD.encode(bytes)))
        };
        let problem = |error: &FieldError| {
            let column = Column::by_pointer(&error.pointer);
            Ok(RowProblem {
                field: column.map_or("row", Column::as_str),
                code: error.code.clone().into_owned(),
                detail: error.detail.clone(),
                received_sealed: column.map(sealed).transpose()?.flatten(),
            })
        };
        errors.iter().map(problem).collect()
    }
}

fn check(fact: &Fact, issues: &mut Issues) {
    let said = Said {
        state: fact.state,
        programmes: fact.programmes,
        since_on: fact.since_on,
        paid_until: fact.paid_until,
        as_of: fact.as_of,
    };
    for (pointer, misfit) in rules::misfits(&said) {
        issues.push(pointer, misfit.code(), Text::new(misfit.indonesian(), misfit.to_string()));
    }
}

const FUTURE: Text = Text::fixed("Tanggal ini belum tiba.", "This day lies in the future.");
