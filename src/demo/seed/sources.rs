//! The regency's money: one funding source for each kind of payer that the roster knows.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::Place;
use super::people::People;
use crate::cover::funding::rules::Targets;
use crate::cover::funding::service::{NewSource, create};
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::domain::{Day, Month, MonthRange, PayerKind, RegionCode, Rupiah, new_id};
use crate::platform::db::transaction::transact;
use crate::platform::http::Problem;

/// A source, whatever its year.
#[derive(Clone, Copy)]
struct Terms {
    payer: PayerKind,
    name: &'static str,
    decree: &'static str,
    /// Rupiah of the year for each worker of the roster.
    each_idr: i64,
    relief_eligible: bool,
}

const SOURCES: [Terms; 4] = [
    terms(PayerKind::Apbd, "APBD", "188/512/KEP/435.013", 120_000),
    terms(PayerKind::Dbhcht, "DBHCHT", "188/519/KEP/435.013", 90_000),
    Terms { relief_eligible: true, ..terms(PayerKind::Csr, "CSR perusahaan", "503/77/PKS/435.107", 40_000) },
    terms(PayerKind::Apbdes, "APBDes", "140/231/KEP/435.118", 40_000),
];

const fn terms(payer: PayerKind, name: &'static str, decree: &'static str, each_idr: i64) -> Terms {
    Terms { payer, name, decree, each_idr, relief_eligible: false }
}

/// What the periods of the roster are paid from.
pub struct Sources {
    sources: Vec<(PayerKind, Uuid)>,
    /// The wage base of everybody: the lowest that there can be.
    pub wage_base: Rupiah,
}

impl Sources {
    /// The source of a payer.
    pub fn of(&self, payer: PayerKind) -> Result<Uuid, Problem> {
        let found = self.sources.iter().find(|(kind, _)| *kind == payer).map(|(_, id)| *id);
        found.ok_or_else(|| Problem::internal("the demo has no source of a payer that its roster knows"))
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.sources.iter().map(|(_, id)| *id)
    }
}

/// Sources of the year to come, with the months that each pays.
pub struct NextYear(Vec<(PayerKind, Uuid, MonthRange)>);

impl NextYear {
    /// The source of a payer and its months.
    pub fn of(&self, payer: PayerKind) -> Result<(Uuid, MonthRange), Problem> {
        let found = self.0.iter().find(|(kind, ..)| *kind == payer).map(|(_, id, months)| (*id, *months));
        found.ok_or_else(|| Problem::internal("the demo has no such source of the next year"))
    }
}

/// Enters the sources in the December before their year, with money that suffices for a roster of this size.
pub async fn enter(place: &Place<'_>, people: &People, workers: u32) -> Result<Sources, Problem> {
    let months = year(Month::from_date(place.today).year(), 12)?;
    let entered_on = months.from().plus(-1).unwrap_or(months.from()).first_day();
    let mut conn = place.state.db.write().await?;
    transact(&mut conn, async |conn| {
        let mut sources = Vec::with_capacity(SOURCES.len());
        for terms in SOURCES {
            let source = enter_one(conn, place, people, (terms, workers), months, entered_on).await?;
            sources.push((terms.payer, source));
        }
        Ok(Sources { sources, wage_base: lowest_wage_base(conn, months.from().first_day()).await? })
    })
    .await
}

/// Enters what is known today of the next year's money: the regency's own for the whole year, and the excise share for eight
/// months of it.
pub async fn enter_next(place: &Place<'_>, people: &People, workers: u32) -> Result<NextYear, Problem> {
    let next = Month::from_date(place.today).year() + 1;
    let mut conn = place.state.db.write().await?;
    transact(&mut conn, async |conn| {
        let mut sources = Vec::new();
        for terms in
            SOURCES.into_iter().filter(|terms| matches!(terms.payer, PayerKind::Apbd | PayerKind::Dbhcht))
        {
            let months = year(next, if terms.payer == PayerKind::Dbhcht { 8 } else { 12 })?;
            let source = enter_one(conn, place, people, (terms, workers), months, place.today).await?;
            sources.push((terms.payer, source, months));
        }
        Ok(NextYear(sources))
    })
    .await
}

/// The first so many months of a year.
fn year(year: i32, months: u32) -> Result<MonthRange, Problem> {
    let month = |number| Month::new(year, number).map_err(Problem::internal);
    MonthRange::new(month(1)?, month(months)?).map_err(Problem::internal)
}

async fn enter_one(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    (terms, workers): (Terms, u32),
    months: MonthRange,
    on: Day,
) -> Result<Uuid, Problem> {
    let origin = place.origin(&people.admin, on);
    let year = months.from().year();
    let new = NewSource {
        id: new_id(origin.now),
        name: format!("{} {year}", terms.name),
        payer_kind: terms.payer,
        region_code: RegionCode::parse(&place.regency.region_code).map_err(Problem::internal)?,
        fiscal_year: year,
        months,
        budget: Rupiah::new(terms.each_idr).checked_mul(i64::from(workers)).unwrap_or(Rupiah::ZERO),
        relief_eligible: terms.relief_eligible,
        decree: Some(format!("{}/{}", terms.decree, year - 1)),
        targets: Targets::default(),
    };
    Ok(create(conn, &people.admin.scope, &origin, new).await?.id)
}

async fn lowest_wage_base(conn: &mut AsyncPgConnection, on: Day) -> Result<Rupiah, Problem> {
    let rules = parameters::queries::values_on(conn, on).await?;
    let lowest = rules.get(ParameterKey::WageBaseMinimumIdr).map(Rupiah::new);
    lowest.ok_or_else(|| Problem::internal("no lowest wage base is in force"))
}
