//! What stands above the list: the decree, the source, the months.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::model::PlanRow;
use super::super::rules::PlanStatus;
use super::words;
use crate::domain::{MonthRangeError, Programme};
use crate::platform::db::schema::{funding_sources, regencies};
use crate::register::reference;

/// What everybody in the office calls such a list.
pub const TITLE: &str = "Daftar Penerima Bantuan Iuran Jaminan Sosial Ketenagakerjaan";

/// What is written where there is no number or day yet.
const BLANK: &str = "........................";

/// The head of an annex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What marks a list that no decree has: a word and a sentence.
    pub mark: Option<(&'static str, &'static str)>,
    /// Who decrees: `Bupati Sumenep`.
    pub by: String,
    /// The number of the decree.
    pub number: String,
    /// Its day.
    pub day: String,
    /// What people call the plan.
    pub name: String,
    /// What else is to be known, by name.
    pub facts: Vec<(&'static str, String)>,
    /// Whether NIKs and days of birth are in clear.
    pub is_open: bool,
}

impl Head {
    /// The head of a plan's annex.
    pub fn of(plan: &PlanRow, names: Names, is_open: bool) -> Result<Self, MonthRangeError> {
        let months = plan.months()?;
        let mark = match plan.status.0 {
            PlanStatus::Approved => None,
            PlanStatus::Withdrawn => Some(("DITARIK", "Rencana ini ditarik dan tidak ditetapkan.")),
            PlanStatus::Draft | PlanStatus::Submitted => {
                Some(("KONSEP", "Belum ditetapkan. Daftar ini masih dapat berubah."))
            }
        };
        let programmes: Vec<&str> = plan.programmes.0.codes().into_iter().map(programme).collect();
        let facts = vec![
            ("Sumber dana", names.source),
            (
                "Bulan iuran",
                format!(
                    "{} sampai dengan {} ({} bulan)",
                    words::month(months.from()),
                    words::month(months.until()),
                    months.len()
                ),
            ),
            ("Program", words::listed(&programmes)),
            ("Dasar upah", format!("Rp{} per bulan", words::number(plan.wage_base_idr))),
            (
                "Jumlah",
                format!(
                    "{} orang, Rp{}",
                    words::number(plan.chosen_total.unwrap_or_default().into()),
                    words::number(plan.cost_idr.unwrap_or_default())
                ),
            ),
        ];
        Ok(Self {
            mark,
            by: words::head_of(&names.regency),
            number: plan.decree_number.clone().unwrap_or_else(|| BLANK.to_owned()),
            day: plan.decree_on.map_or_else(|| BLANK.to_owned(), words::day),
            name: plan.name.clone(),
            facts,
            is_open,
        })
    }

    /// The decree in one line.
    pub fn decree(&self) -> String {
        format!("Lampiran Keputusan {} Nomor {} tanggal {}", self.by, self.number, self.day)
    }

    /// What the column with the birth is called: only the year of somebody whose NIK is masked.
    pub fn birth_heading(&self) -> &'static str {
        if self.is_open { "Tanggal lahir" } else { "Tahun lahir" }
    }

    /// What the file is called, without its ending.
    pub fn file_name(&self) -> &'static str {
        if self.mark.is_some() { "lampiran-konsep" } else { "lampiran-keputusan" }
    }
}

fn programme(code: &str) -> &str {
    reference::label(Programme::LIST, code).map_or(code, |label| label.id)
}

/// The names that a head needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The regency.
    pub regency: String,
    /// The source.
    pub source: String,
}

/// Reads them.
pub async fn names(conn: &mut AsyncPgConnection, plan: &PlanRow) -> QueryResult<Names> {
    let (regency, source) = regencies::table
        .inner_join(funding_sources::table.on(funding_sources::regency_id.eq(regencies::id)))
        .filter(regencies::id.eq(plan.regency_id))
        .filter(funding_sources::id.eq(plan.funding_source_id))
        .select((regencies::name, funding_sources::name))
        .first(conn)
        .await?;
    Ok(Names { regency, source })
}
