//! The annex as a table for machines.

use actix_web::web::Bytes;
use chrono::Datelike as _;

use super::super::roster::Listed;
use super::export::Form;
use super::head::Head;
use super::rules::{Tally, Turn};
use crate::platform::csv::CsvWriter;
use crate::platform::http::Problem;

/// Rows since they were taken last.
pub(super) struct CsvForm {
    writer: CsvWriter,
    is_open: bool,
}

impl CsvForm {
    pub fn new(head: &Head) -> Self {
        Self { writer: CsvWriter::new(), is_open: head.is_open }
    }
}

impl Form for CsvForm {
    fn begin(&mut self, head: &Head) -> Result<(), Problem> {
        let birth = if head.is_open { "birth_on" } else { "birth_year" };
        let headings = [
            "number",
            "name",
            "nik",
            birth,
            "village_code",
            "village",
            "district",
            "occupation",
            "amount_idr",
        ];
        self.writer.row(headings).map_err(Problem::internal)
    }

    fn person(&mut self, _: &Turn, number: u32, person: &Listed) -> Result<(), Problem> {
        let birth =
            person.birth_on.map(|day| if self.is_open { day.to_string() } else { day.year().to_string() });
        let (number, amount) = (number.to_string(), person.cost_idr.to_string());
        let cells = [
            number.as_str(),
            &person.name,
            person.nik.as_deref().unwrap_or_default(),
            &birth.unwrap_or_default(),
            &person.village_code,
            &person.village,
            &person.district,
            person.occupation.map(|occupation| occupation.0.as_str()).unwrap_or_default(),
            &amount,
        ];
        self.writer.row(cells).map_err(Problem::internal)
    }

    fn end(&mut self, _: &Turn, _: &Tally) -> Result<(), Problem> {
        Ok(())
    }

    fn take(&mut self) -> Result<Bytes, Problem> {
        std::mem::take(&mut self.writer).into_chunk().map_err(Problem::internal)
    }
}
