//! What the dated rules say for the children of a claim.

use diesel_async::AsyncPgConnection;

use crate::access::caller::RegionScope;
use crate::claims::cases::model::{ClaimFile, ClaimRow};
use crate::claims::checklist::service as checklist;
use crate::claims::parameters;
use crate::claims::scholarships::estimate::asked;
use crate::claims::scholarships::model::ChildRow;
use crate::claims::scholarships::rules::{self, Calendar, Entitlement, Event};
use crate::cover::rules::benefits::codes::{BenefitItem, NotDueReason};
use crate::cover::rules::benefits::rules::{Ask, BenefitRule, QuoteError, quote};
use crate::cover::rules::checklists::model::ChecklistRow;
use crate::cover::rules::quotes::benefit::service::{known_on, member};
use crate::domain::{Day, Rupiah};
use crate::platform::http::Problem;

/// The dated rules of a claim's scholarships.
pub struct Terms {
    rules: Vec<BenefitRule>,
    waiting_months: i64,
    /// What happened; none where no child gets anything.
    event: Option<Event>,
    /// The month with which school years begin.
    pub start_month: u32,
    /// The papers that a year asks for.
    pub papers: Vec<ChecklistRow>,
}

/// The rules of the day of a claim's event, and the school year of today.
pub async fn terms(conn: &mut AsyncPgConnection, file: &ClaimFile, today: Day) -> Result<Terms, Problem> {
    let claim = &file.claim;
    let event = rules::event(claim.facts());
    let start_month = parameters::school_year_start_month(conn, today).await?;
    let Some(benefit) = event else {
        return Ok(Terms { rules: Vec::new(), waiting_months: 0, event, start_month, papers: Vec::new() });
    };
    let known = known_on(conn, benefit.kind, claim.event_on).await?;
    Ok(Terms {
        waiting_months: known.waiting_months(),
        rules: known.rules,
        event,
        start_month,
        papers: checklist::of_scholarship(conn, claim).await?,
    })
}

impl Terms {
    /// What a child can get, level by level; nothing where no rule is in force.
    pub fn entitlements(&self, row: &ChildRow) -> Result<Vec<Entitlement>, Problem> {
        let Some(event) = self.event else { return Ok(Vec::new()) };
        match rules::entitlements(&self.rules, event, (row.level.0, i64::from(row.level_year))) {
            Ok(found) => Ok(found),
            Err(QuoteError::NoRule) => Ok(Vec::new()),
            Err(error @ QuoteError::TooLarge) => Err(Problem::internal(error)),
        }
    }

    /// The days that a year of this claim is held against.
    pub fn calendar(&self, claim: &ClaimRow, today: Day) -> Calendar {
        let event_on = claim.died_on.unwrap_or(claim.event_on);
        Calendar { event_on, today, start_month: self.start_month }
    }

    /// Whether a child may get something at all, by what is known of the worker's paid months and of the child on the day of the
    /// event: `Err` with the reasons if not.
    pub async fn gates(
        &self,
        conn: &mut AsyncPgConnection,
        scope: &RegionScope,
        claim: &ClaimRow,
        row: &ChildRow,
    ) -> Result<Result<(), Vec<NotDueReason>>, Problem> {
        let Some(event) = self.event else { return Ok(Err(vec![NotDueReason::NoRule])) };
        let on = claim.died_on.unwrap_or(claim.event_on);
        let member = member(conn, scope, claim.worker_id, on).await?;
        let ask = Ask {
            consecutive_months: member.consecutive_months,
            total_months: member.total_months,
            waiting_months: self.waiting_months,
            children: vec![asked(row, on)],
            ..Ask::new(event.kind, event.circumstance, Rupiah::ZERO)
        };
        let quote = match quote(&self.rules, &ask) {
            Ok(quote) => quote,
            Err(QuoteError::NoRule) => return Ok(Err(vec![NotDueReason::NoRule])),
            Err(error @ QuoteError::TooLarge) => return Err(Problem::internal(error)),
        };
        if quote.lines.iter().any(|line| line.rule.item == BenefitItem::Scholarship) {
            return Ok(Ok(()));
        }
        let own = quote.not_due.iter().filter(|one| one.item == BenefitItem::Scholarship);
        Ok(Err(own.map(|one| one.reason).collect()))
    }
}
