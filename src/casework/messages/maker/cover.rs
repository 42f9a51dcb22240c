//! What there is to tell of cover: that it begins, ends, goes on, or is about to be cut off.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::Maker;
use super::happening::CoverageStep;
use crate::access::caller::RegionScope;
use crate::casework::messages::queries::{self, causes};
use crate::casework::messages::rules::MessageKind;
use crate::casework::messages::texts::Told;
use crate::cover::contributions::obligations::rules::terms;
use crate::cover::coverages::model::CoverageRow;
use crate::cover::coverages::rules::EndReason;
use crate::cover::enrolment::renewal::rules::alone;
use crate::cover::gaps;
use crate::cover::gaps::queries::{GapFilter, GapMember, Limits};
use crate::cover::rules::contributions::rules::{Ask, Rate};
use crate::cover::rules::parameters::ParameterKey;
use crate::cover::rules::parameters::queries::values_on;
use crate::cover::rules::quotes;
use crate::domain::{Month, MonthRange, Programme, ProgrammeSet, RegionCode, Rupiah, Segment};
use crate::platform::db::columns::AsText;
use crate::platform::http::Problem;
use crate::register::regencies;

/// So many people are looked at together.
const AT_ONCE: i64 = 500;

/// So many months after this one are looked at for members who are cut off, as the daily work does.
const MONTHS_AHEAD: i32 = 2;

/// The rates of the months that were asked for.
#[derive(Default)]
pub(super) struct Rates {
    months: Vec<(Month, Vec<Rate>)>,
}

impl Rates {
    /// What a month costs who pays alone; none where no rate is in force.
    async fn alone(
        &mut self,
        conn: &mut AsyncPgConnection,
        month: Month,
        (programmes, segment, wage_base): (ProgrammeSet, Segment, Rupiah),
    ) -> Result<Option<i64>, Problem> {
        let months = MonthRange::new(month, month).map_err(Problem::internal)?;
        if !self.months.iter().any(|(known, _)| *known == month) {
            let rates = quotes::service::rates(conn, months).await?;
            self.months.push((month, rates));
        }
        let rates = self.months.iter().find(|(known, _)| *known == month);
        let ask = Ask { programmes, segment, wage_base, relief_eligible: true, months };
        let terms = rates.and_then(|(_, rates)| terms(rates, &ask).ok());
        Ok(terms.and_then(|terms| alone(&terms)).map(|alone| alone.total.amount()))
    }
}

impl Maker {
    /// Something became of a funded period.
    pub(super) async fn coverage(
        &mut self,
        conn: &mut AsyncPgConnection,
        cause: &str,
        row: &CoverageRow,
        step: CoverageStep,
    ) -> Result<(), Problem> {
        let worker = (row.worker_id, row.regency_id);
        let name = self.name_of(worker);
        // Who was never told of cover is not told of its end.
        let Some(on) = row.effective_on else { return Ok(()) };
        match step {
            CoverageStep::Started => {
                self.is_paid_again(row);
                let told = Told::CoverStarted { name: &name, on, until: row.until_month.0 };
                self.inform_worker(cause.to_owned(), worker, row.id, &told);
            }
            CoverageStep::Resumed => {
                let key = (row.id, row.regency_id);
                // Who heard of no end is not told that there is none. What a sender took may have been heard, also where the
                // sender has said nothing in its time.
                let is_told = queries::is_told(conn, key, MessageKind::CoverEnds).await?;
                self.supersede(conn, (&[row.id], row.regency_id), MessageKind::CoverEnds).await?;
                if !is_told {
                    return Ok(());
                }
                let told = Told::CoverResumed { name: &name, until: row.last_month.0 };
                self.inform_worker(cause.to_owned(), worker, row.id, &told);
            }
            // Who died is told nothing, and hears of it where that was an error.
            CoverageStep::Ended if row.end_reason == Some(AsText(EndReason::Death)) => {}
            CoverageStep::Ended => self.over(conn, row).await?,
        }
        Ok(())
    }

    /// A period is over: that it began or goes on is no news any more, and the worker hears that it ended. Whose next period stands
    /// already, without a month between, is paid for further on.
    pub(super) async fn over(
        &mut self,
        conn: &mut AsyncPgConnection,
        row: &CoverageRow,
    ) -> Result<(), Problem> {
        for kind in [MessageKind::CoverStarted, MessageKind::CoverResumed] {
            self.supersede(conn, (&[row.id], row.regency_id), kind).await?;
        }
        if causes::is_followed(conn, row).await? {
            return Ok(());
        }
        self.ends(conn, row).await
    }

    /// Nobody pays after the last month of a period. Told once for each last month, whether it was ended or runs out.
    async fn ends(&mut self, conn: &mut AsyncPgConnection, row: &CoverageRow) -> Result<(), Problem> {
        let why = row.end_reason.map(|reason| reason.0);
        let may_pay_alone = match why {
            None | Some(EndReason::QuotaCut | EndReason::Withdrew) => true,
            // After a lapse whoever pays begins anew: the village explains it.
            Some(_) => false,
        };
        // Whoever was held to be dead hears that the place was given on where it was; else the village explains it.
        let why = why.filter(|why| *why != EndReason::Death || row.replaced_by_id.is_some());
        let worker = (row.worker_id, row.regency_id);
        let Some(segment) = self.segment_of(worker) else { return Ok(()) };
        let last = row.last_month.0;
        let alone = match last.plus(1).filter(|_| may_pay_alone) {
            Some(next) => {
                let paid = (row.programmes.0, segment, Rupiah::new(row.wage_base_idr));
                self.rates.alone(conn, next, paid).await?
            }
            None => None,
        };
        let name = self.name_of(worker);
        let told = Told::CoverEnds { name: &name, last, why, alone };
        self.inform_worker(format!("{}.{last}", row.id), worker, row.id, &told);
        Ok(())
    }

    fn segment_of(&self, worker: (Uuid, i32)) -> Option<Segment> {
        Segment::parse(&self.cards.get(&worker)?.segment).ok()
    }

    /// The newest month was closed: whoever is cut off soon hears of it, and whoever's period runs out with this month or the
    /// next.
    pub(super) async fn close(
        &mut self,
        conn: &mut AsyncPgConnection,
        regency_id: i32,
        month: Month,
    ) -> Result<(), Problem> {
        // Months that are brought in late are history, and whoever they tell of has paid since or has lapsed.
        if month.plus(1).is_none_or(|next| next < Month::from_date(self.today)) {
            return Ok(());
        }
        // What it writes is not what the periods before it make wrong.
        self.keep_back_paid(conn).await?;
        // Each page brings its own, so that the memory does not grow with the regency.
        let kept = std::mem::take(&mut self.cards);
        self.run_out(conn, regency_id, month).await?;
        self.near_lapse(conn, regency_id).await?;
        self.cards = kept;
        Ok(())
    }

    async fn run_out(
        &mut self,
        conn: &mut AsyncPgConnection,
        regency_id: i32,
        month: Month,
    ) -> Result<(), Problem> {
        let next = month.plus(1).unwrap_or(month);
        let mut after = None;
        loop {
            let rows = causes::ending(conn, regency_id, (month, next), after, AT_ONCE).await?;
            let Some(last) = rows.last().map(|row| row.id) else { return Ok(()) };
            let keys: Vec<(Uuid, i32)> = rows.iter().map(|row| (row.worker_id, row.regency_id)).collect();
            self.cards = causes::cards(conn, &keys).await?;
            for row in &rows {
                self.ends(conn, row).await?;
            }
            self.flush(conn).await?;
            after = Some(last);
        }
    }

    async fn near_lapse(&mut self, conn: &mut AsyncPgConnection, regency_id: i32) -> Result<(), Problem> {
        let values = values_on(conn, self.today).await?;
        let number = |key| values.get(key).and_then(|value| i32::try_from(value).ok());
        // Where no rule says when a membership is cut off, nobody is told that it is.
        let Some(alert_after) = number(ParameterKey::LapseAlertAfterUnpaidMonths) else { return Ok(()) };
        let waiting = number(ParameterKey::WaitingMonthsFullDeathBenefit).unwrap_or(0);
        let limits = Limits { alert_after, waiting, today: self.today };
        let base = values.get(ParameterKey::WageBaseMinimumIdr);
        let Some(regency) = regencies::find_regency(conn, regency_id).await? else { return Ok(()) };
        let region = RegionCode::parse(&regency.region_code).map_err(Problem::internal)?;
        let scope = RegionScope::regions(vec![regency_id], vec![region]);
        let this_month = Month::from_date(self.today);
        let last = this_month.plus(MONTHS_AHEAD).unwrap_or(this_month);
        let months = MonthRange::new(this_month, last).map_err(Problem::internal)?;
        let filter = GapFilter { region: None, funding_source_id: None, months };
        let mut after = None;
        loop {
            let found = gaps::queries::members(conn, &scope, (&filter, limits), after, AT_ONCE).await?;
            let Some(last) = found.last().map(|member| member.worker_id) else { return Ok(()) };
            let keys: Vec<(Uuid, i32)> =
                found.iter().map(|member| (member.worker_id, member.regency_id)).collect();
            self.cards = causes::cards(conn, &keys).await?;
            for member in &found {
                self.member_near_lapse(conn, member, base).await?;
            }
            self.flush(conn).await?;
            after = Some(last);
        }
    }

    async fn member_near_lapse(
        &mut self,
        conn: &mut AsyncPgConnection,
        member: &GapMember,
        base: Option<i64>,
    ) -> Result<(), Problem> {
        let worker = (member.worker_id, member.regency_id);
        let month = member.dropped_in.0;
        let pay_by = gaps::rules::pay_by(month);
        if pay_by < self.today {
            return Ok(());
        }
        // Where somebody owes the months, the member is not asked to pay them.
        let pays = base.zip(self.segment_of(worker)).filter(|_| member.unpaid_idr.is_none());
        let alone = match pays {
            Some((base, segment)) => {
                let programmes = ProgrammeSet::EMPTY.with(Programme::Jkk).with(Programme::Jkm);
                let this_month = Month::from_date(self.today);
                self.rates.alone(conn, this_month, (programmes, segment, Rupiah::new(base))).await?
            }
            None => None,
        };
        let name = self.name_of(worker);
        let told = Told::NearLapse { name: &name, pay_by, alone };
        self.inform_worker(format!("{}.{month}", member.worker_id), worker, member.worker_id, &told);
        Ok(())
    }
}
