//! The list of a plan as it goes out to a registry: the chosen and the reserve list, with open NIKs and room for the answer.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Bytes;

use super::super::roster::{Listed, Roster};
use super::rules::Registry;
use crate::platform::csv::{CsvWriter, TEXT_CSV};
use crate::platform::http::{Problem, pieces};

const HEADINGS: [&str; 11] = [
    "row_number",
    "worker_id",
    "nik",
    "name",
    "birth_on",
    "sex",
    "village_code",
    "village",
    "district",
    "verdict",
    "note",
];

/// Where the file stands.
struct Export {
    roster: Roster,
    row_number: u32,
}

/// Answers with everybody of the roster.
pub fn respond(roster: Roster, against: Registry) -> HttpResponse {
    let file = format!("attachment; filename=\"pra-cek-{}.csv\"", against.as_str().replace('_', "-"));
    let export = Export { roster, row_number: 0 };
    HttpResponse::Ok()
        .content_type(TEXT_CSV)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, file))
        .streaming(pieces("the list for a pre-check", export, Export::next))
}

impl Export {
    /// The next chunk; none once everybody is told.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Problem> {
        let Some(people) = self.roster.next().await? else { return Ok(None) };
        let mut writer = CsvWriter::new();
        if self.row_number == 0 {
            writer.row(HEADINGS).map_err(Problem::internal)?;
        }
        for person in &people {
            self.row_number += 1;
            write_row(&mut writer, self.row_number, person).map_err(Problem::internal)?;
        }
        Ok(Some((writer.into_chunk().map_err(Problem::internal)?, self)))
    }
}

fn write_row(writer: &mut CsvWriter, row_number: u32, person: &Listed) -> Result<(), csv::Error> {
    let birth_on = person.birth_on.map(|day| day.to_string()).unwrap_or_default();
    writer.row([
        row_number.to_string().as_str(),
        &person.worker_id.to_string(),
        person.nik.as_deref().unwrap_or_default(),
        &person.name,
        &birth_on,
        person.sex.map(|sex| sex.0.as_str()).unwrap_or_default(),
        &person.village_code,
        &person.village,
        &person.district,
        "",
        "",
    ])
}
