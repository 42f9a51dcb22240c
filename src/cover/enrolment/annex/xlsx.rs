//! The annex as a spreadsheet: the list, and on a second sheet the sums.

use actix_web::web::Bytes;

use super::super::roster::Listed;
use super::export::Form;
use super::head::{Head, TITLE};
use super::html::{birth, occupation};
use super::rules::{Sum, Tally, Turn};
use super::words;
use crate::platform::http::Problem;
use crate::platform::xlsx::{Cell, Sheet, Style, Workbook, XlsxError};

const SHEETS: &[Sheet] = &[
    Sheet {
        name: "Lampiran",
        part: "xl/worksheets/sheet1.xml",
        widths: &[7, 34, 20, 14, 26, 22, 30, 16],
        heading_row: 6,
    },
    Sheet {
        name: "Rekapitulasi",
        part: "xl/worksheets/sheet2.xml",
        widths: &[26, 30, 16, 12, 18],
        heading_row: 1,
    },
];

/// A workbook on its way out.
pub(super) struct XlsxForm {
    workbook: Workbook,
    is_open: bool,
}

impl XlsxForm {
    pub fn new(head: &Head) -> Result<Self, Problem> {
        Ok(Self { workbook: Workbook::new(SHEETS).map_err(Problem::internal)?, is_open: head.is_open })
    }

    fn head(&mut self, head: &Head) -> Result<(), XlsxError> {
        let mark = head.mark.map(|(word, sentence)| format!("{word}. {sentence} ")).unwrap_or_default();
        let (total, facts) =
            head.facts.split_last().map_or((String::new(), String::new()), |(total, facts)| {
                let facts: Vec<String> =
                    facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                (format!("{}: {}", total.0, total.1), facts.join("; "))
            });
        self.workbook.next_sheet()?;
        for (text, style) in [
            (mark + &head.decree(), Style::Plain),
            (TITLE.to_owned(), Style::Bold),
            (head.name.clone(), Style::Bold),
            (facts, Style::Plain),
            (total, Style::Plain),
        ] {
            self.workbook.row([(Cell::Text(&text), style)])?;
        }
        self.headings(&[
            "No.",
            "Nama",
            "NIK",
            head.birth_heading(),
            "Desa/Kelurahan",
            "Kecamatan",
            "Pekerjaan",
            "Jumlah (Rp)",
        ])
    }

    fn headings(&mut self, headings: &[&str]) -> Result<(), XlsxError> {
        self.workbook.row(headings.iter().map(|heading| (Cell::Text(heading), Style::Heading)))
    }

    fn sums(&mut self, tally: &Tally) -> Result<(), XlsxError> {
        self.workbook.next_sheet()?;
        self.headings(&["Kecamatan", "Desa/Kelurahan", "Kode", "Orang", "Jumlah (Rp)"])?;
        for district in &tally.districts {
            for (code, village) in &district.villages {
                self.sum([&district.sum.name, &village.name, code], village, Style::Number)?;
            }
            self.sum(
                [&format!("Jumlah Kecamatan {}", district.sum.name), "", ""],
                &district.sum,
                Style::Sum,
            )?;
        }
        self.sum(["Jumlah seluruhnya", "", ""], &tally.total, Style::Sum)
    }

    fn sum(&mut self, texts: [&str; 3], sum: &Sum, style: Style) -> Result<(), XlsxError> {
        let of_texts = if style == Style::Sum { Style::Sum } else { Style::Text };
        let texts = texts.into_iter().map(|text| match text {
            "" => (Cell::Empty, of_texts),
            text => (Cell::Text(text), of_texts),
        });
        let numbers = [(Cell::Number(sum.people), style), (Cell::Number(sum.cost_idr), style)];
        self.workbook.row(texts.chain(numbers))
    }
}

impl Form for XlsxForm {
    fn begin(&mut self, head: &Head) -> Result<(), Problem> {
        self.head(head).map_err(Problem::internal)
    }

    fn person(&mut self, _: &Turn, number: u32, person: &Listed) -> Result<(), Problem> {
        let birth = birth(person, self.is_open);
        let village = words::village(&person.village_code, &person.village);
        let cells = [
            (Cell::Number(number.into()), Style::Number),
            (Cell::Text(&person.name), Style::Text),
            (Cell::Text(person.nik.as_deref().unwrap_or_default()), Style::Text),
            (Cell::Text(&birth), Style::Text),
            (Cell::Text(&village), Style::Text),
            (Cell::Text(&person.district), Style::Text),
            (Cell::Text(occupation(person)), Style::Text),
            (Cell::Number(person.cost_idr), Style::Number),
        ];
        self.workbook.row(cells).map_err(Problem::internal)
    }

    fn end(&mut self, _: &Turn, tally: &Tally) -> Result<(), Problem> {
        self.sums(tally).and_then(|()| self.workbook.finish()).map_err(Problem::internal)
    }

    fn take(&mut self) -> Result<Bytes, Problem> {
        Ok(self.workbook.take())
    }
}
