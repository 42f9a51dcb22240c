//! What people cost: from the terms that the ledger will be made of, once for each group of workers.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use diesel_async::AsyncPgConnection;

use super::super::model::PlanRow;
use super::super::rules::{CostLine, TooMuch, cost_lines, cost_of};
use crate::cover::contributions::obligations::rules::{Term, terms};
use crate::cover::funding::model::SourceRow;
use crate::cover::rules::contributions::rules::{Ask, Rate};
use crate::cover::rules::quotes;
use crate::domain::{Rupiah, Segment};
use crate::platform::http::Problem;

/// The costs of a plan's months.
pub(super) struct Costs {
    rates: Vec<Rate>,
    ask: Ask,
    known: HashMap<Segment, Vec<Term>>,
}

impl Costs {
    /// The rates that are in force in the months of a plan.
    pub async fn read(
        conn: &mut AsyncPgConnection,
        plan: &PlanRow,
        source: &SourceRow,
    ) -> Result<Self, Problem> {
        let months = plan.months().map_err(Problem::internal)?;
        let ask = Ask {
            programmes: plan.programmes.0,
            segment: Segment::General,
            wage_base: plan.wage_base(),
            relief_eligible: source.relief_eligible,
            months,
        };
        Ok(Self { rates: quotes::service::rates(conn, months).await?, ask, known: HashMap::new() })
    }

    /// What all months cost for somebody of a group. 409 `rule_missing` where no rate is in force.
    pub fn of(&mut self, segment: Segment) -> Result<Rupiah, Problem> {
        cost_of(self.terms(segment)?).map_err(too_much)
    }

    /// The lines of so many people of a group.
    pub fn lines(&mut self, segment: Segment, people: i32) -> Result<Vec<CostLine>, Problem> {
        cost_lines(segment, self.terms(segment)?, people).map_err(too_much)
    }

    fn terms(&mut self, segment: Segment) -> Result<&[Term], Problem> {
        let terms = match self.known.entry(segment) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let found = terms(&self.rates, &Ask { segment, ..self.ask });
                place.insert(found.map_err(quotes::service::problem)?)
            }
        };
        Ok(terms)
    }
}

fn too_much(error: TooMuch) -> Problem {
    Problem::internal(error)
}
