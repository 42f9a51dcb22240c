//! The newest month of the district that the demo shows, which the regency's own money pays ahead of the quarter. The insurer
//! has answered already, and refused somebody in each village.

use std::collections::HashMap;

use super::Office;
use super::answers::Refusals;
use crate::cover::contributions::batches::model::BatchRow;
use crate::cover::contributions::batches::queries::Wanted;
use crate::demo::seed::sources::Sources;
use crate::demo::{Roster, SHOWN_DISTRICT, Story};
use crate::domain::{Month, PayerKind, RegionCode};
use crate::platform::http::Problem;

impl Office<'_> {
    /// Prepares the batch before the others of the quarter take up its month; none where nothing is owed.
    pub(super) async fn prepare_ahead(&self, sources: &Sources) -> Result<Option<BatchRow>, Problem> {
        let month = Month::from_date(self.place.today);
        let wanted = Wanted {
            region: Some(RegionCode::parse(SHOWN_DISTRICT).map_err(Problem::internal)?),
            people_max: None,
            carry_refused: false,
            include_to_be_ended: false,
        };
        let source = sources.of(PayerKind::Apbd)?;
        let what = (vec![month], Some(format!("Kecamatan Kota Sumenep {month}")));
        self.prepare_of(source, what, wanted, self.place.ago(16)).await
    }

    /// Carries it to the insurer's answer, within the last two weeks.
    pub(super) async fn settle_ahead(&self, batch: BatchRow, roster: &Roster) -> Result<(), Problem> {
        let place = self.place;
        let batch = self.approve(batch, place.ago(15)).await?;
        let batch = self.bill(batch, place.ago(14)).await?;
        self.transfer(std::slice::from_ref(&batch), 0, place.ago(12)).await?;
        self.reconcile(&batch, &refusals(roster), place.ago(4)).await?;
        Ok(())
    }
}

fn refusals(roster: &Roster) -> Refusals {
    let mut refused = HashMap::new();
    for worker in roster.shown().flat_map(|village| village.workers) {
        if let Story::Funded(funding) = &worker.story
            && let Some(reason) = funding.refusal
        {
            refused.insert(worker.id, reason);
        }
    }
    Refusals::Of(refused)
}
