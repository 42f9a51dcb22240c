//! The dead without a claim, with what is at stake by the rules of the day of each death.

use diesel_async::AsyncPgConnection;

use super::queries::{self, UnclaimedFilter, UnclaimedPlace, UnclaimedRow};
use super::rules::{self, Stood};
use crate::access::caller::RegionScope;
use crate::claims::heirs::queries::relations_of;
use crate::claims::heirs::rules::is_without_heirs;
use crate::claims::scholarships::estimate::estimate;
use crate::claims::scholarships::queries::children_of;
use crate::cover::rules::benefits;
use crate::cover::rules::benefits::codes::BenefitKind;
use crate::cover::rules::parameters::model::ParameterRow;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::cover::rules::quotes;
use crate::cover::standing;
use crate::domain::Rupiah;
use crate::platform::http::Problem;

/// Somebody who died without a claim, how they stood and what is at stake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclaimed {
    /// Who.
    pub row: UnclaimedRow,
    /// How they stood on that day, by what is known now.
    pub stood: Stood,
    /// What heirs get.
    pub at_stake: Rupiah,
    /// What the scholarships of the children come to whom a draft names.
    pub scholarships: Rupiah,
}

/// A page of them. 409 `rule_missing` where no rule says what a death of that day comes to.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &UnclaimedFilter,
    after: Option<UnclaimedPlace>,
    limit: i64,
) -> Result<Vec<Unclaimed>, Problem> {
    let rows = queries::list(conn, scope, filter, after, limit).await?;
    let days = rows.iter().map(|row| row.died_on);
    let Some((first, last)) = days.clone().min().zip(days.max()) else { return Ok(Vec::new()) };
    let benefits = benefits::queries::rows_between(conn, BenefitKind::Death, first, last).await?;
    let waiting = parameters::queries::rows_of(conn, ParameterKey::WaitingMonthsFullDeathBenefit).await?;
    let asked: Vec<_> = rows.iter().map(|row| standing::Asked::person(row.person_id, row.died_on)).collect();
    let (facts, limits) = standing::queries::known(conn, &scope.regency_ids, &asked).await?;
    let drafts: Vec<_> = rows.iter().filter_map(|row| row.draft_claim_id).collect();
    let children = children_of(conn, &scope.regency_ids, &drafts).await?;
    let relations = relations_of(conn, &scope.regency_ids, &drafts).await?;
    let judged = rows.into_iter().zip(&facts).map(|(row, facts)| {
        let stood = rules::stood(facts, &limits, row.died_on);
        // Where no waiting rule is in force, nobody waits.
        let waiting = ParameterRow::value_on(&waiting, row.died_on).unwrap_or(0);
        let named = relations.iter().filter(|(claim_id, _)| row.draft_claim_id == Some(*claim_id));
        let without_heirs = is_without_heirs(named.map(|(_, relation)| relation.0));
        let (at_stake, scholarships) = match rules::ask(stood, waiting, without_heirs) {
            Some(ask) => {
                let in_force = quotes::benefit::service::rules_on(&benefits, row.died_on)?;
                let own = children.iter().filter(|child| row.draft_claim_id == Some(child.row.claim_id));
                let own: Vec<_> = own.map(|child| &child.row).collect();
                let schooling = estimate(&in_force, &ask, &own, row.died_on)
                    .map_err(quotes::benefit::service::problem)?;
                let at_stake = quotes::benefit::service::quote(&in_force, &ask)?.total;
                (at_stake, schooling.map_or(Rupiah::ZERO, |found| Rupiah::new(found.total_idr)))
            }
            None => (Rupiah::ZERO, Rupiah::ZERO),
        };
        Ok(Unclaimed { row, stood, at_stake, scholarships })
    });
    judged.collect()
}
