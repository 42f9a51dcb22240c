//! An annex on its way out, whatever its form.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY};
use actix_web::web::Bytes;

use super::super::roster::{Listed, Roster};
use super::csv::CsvForm;
use super::head::Head;
use super::html::HtmlForm;
use super::rules::{Tally, Turn};
use super::words;
use super::xlsx::XlsxForm;
use crate::platform::csv::TEXT_CSV;
use crate::platform::http::{Problem, pieces};
use crate::platform::xlsx::XLSX;

/// The media type of the page.
pub const TEXT_HTML: &str = "text/html";

/// The page has nothing but its own styles.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// How an annex is written. Each part may leave at once.
pub trait Form {
    /// Up to the first person.
    fn begin(&mut self, head: &Head) -> Result<(), Problem>;
    /// The next person, with what ends and begins before.
    fn person(&mut self, turn: &Turn, number: u32, person: &Listed) -> Result<(), Problem>;
    /// After the last person.
    fn end(&mut self, turn: &Turn, tally: &Tally) -> Result<(), Problem>;
    /// What was written since it was taken last.
    fn take(&mut self) -> Result<Bytes, Problem>;
}

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A page to print.
    Html,
    /// A table for machines.
    Csv,
    /// A spreadsheet.
    Xlsx,
}

impl Format {
    /// The media types, the usual one first.
    pub const MEDIA: [&'static str; 3] = [TEXT_HTML, XLSX, TEXT_CSV];

    /// The form of a media type of [`MEDIA`](Self::MEDIA).
    pub fn of_media(media: &str) -> Self {
        match media {
            XLSX => Self::Xlsx,
            TEXT_CSV => Self::Csv,
            _ => Self::Html,
        }
    }
}

struct Export {
    roster: Roster,
    form: Box<dyn Form>,
    head: Head,
    tally: Tally,
    number: u32,
    is_begun: bool,
    is_ended: bool,
}

/// Answers with everybody of the roster.
pub fn respond(roster: Roster, head: Head, format: Format) -> Result<HttpResponse, Problem> {
    let mut response = HttpResponse::Ok();
    let (media, ending, disposition): (_, _, &str) = match format {
        Format::Html => ("text/html; charset=utf-8", "html", "inline"),
        Format::Csv => (TEXT_CSV, "csv", "attachment"),
        Format::Xlsx => (XLSX, "xlsx", "attachment"),
    };
    let file = format!("{disposition}; filename=\"{}.{ending}\"", head.file_name());
    response
        .content_type(media)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, file));
    if format == Format::Html {
        response.insert_header((CONTENT_SECURITY_POLICY, PAGE_POLICY));
    }
    let form: Box<dyn Form> = match format {
        Format::Html => Box::new(HtmlForm::new(&head)),
        Format::Csv => Box::new(CsvForm::new(&head)),
        Format::Xlsx => Box::new(XlsxForm::new(&head)?),
    };
    let (tally, number) = (Tally::default(), 0);
    let export = Export { roster, form, head, tally, number, is_begun: false, is_ended: false };
    Ok(response.streaming(pieces("the annex of a decree", export, Export::next)))
}

impl Export {
    /// The next piece; none once everything is told.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Problem> {
        if self.is_ended {
            return Ok(None);
        }
        if !self.is_begun {
            self.form.begin(&self.head)?;
            self.is_begun = true;
        }
        match self.roster.next().await? {
            Some(people) => people.iter().try_for_each(|person| self.add(person))?,
            None => {
                self.form.end(&self.tally.end(), &self.tally)?;
                self.is_ended = true;
            }
        }
        Ok(Some((self.form.take()?, self)))
    }

    fn add(&mut self, person: &Listed) -> Result<(), Problem> {
        let village = words::village(&person.village_code, &person.village);
        let turn = self.tally.add((&person.village_code, &village), &person.district, person.cost_idr);
        self.number = self.number.saturating_add(1);
        self.form.person(&turn, self.number, person)
    }
}
