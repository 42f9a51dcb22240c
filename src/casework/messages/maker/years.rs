//! What there is to tell of the scholarship of a year, to whom its money goes.

use diesel_async::AsyncPgConnection;

use super::Maker;
use super::addressees::{addressee, is_mourned};
use super::happening::{Before, ClaimStep};
use crate::casework::messages::queries::causes::Card;
use crate::casework::messages::texts::{Claim, Told};
use crate::claims::cases::model::ClaimFile;
use crate::claims::heirs::codes::HeirRelation;
use crate::claims::scholarships::model::{Child, ScholarshipRow};
use crate::platform::http::Problem;

impl Maker {
    /// A year of a child of a claim went on.
    pub(super) fn school_year(
        &mut self,
        cause: &str,
        (file, card): (&ClaimFile, &Card),
        before: &[Child],
        step: ClaimStep,
    ) {
        let Some((child, row)) = changed(file, before) else { return };
        let payee_id = row.payee_id.or(child.row.payee_id);
        let payee = file.beneficiaries.iter().find(|one| payee_id == Some(one.row.id));
        let Some(payee) = payee else { return };
        let is_of_the_dead = payee.row.relation.0 == HeirRelation::Member && is_mourned(file, card);
        let [title, title_in_english] = title(row);
        // The school years go on for long after the death: nobody is reminded of it each time.
        let claim = Claim {
            title: [&title, &title_in_english],
            worker: &child.row.name,
            is_mourned: false,
            is_account_of_the_dead: is_of_the_dead,
        };
        let told = match step {
            ClaimStep::YearSent => Some(Told::ClaimSent { claim }),
            ClaimStep::YearApproved => {
                row.approved_amount_idr.map(|amount| Told::ClaimApproved { claim, amount })
            }
            ClaimStep::YearRejected => Some(Told::YearRejected { claim }),
            ClaimStep::YearPaid => paid(claim, row),
            _ => None,
        };
        let Some(told) = told else { return };
        self.inform_family(cause, file, card, addressee(file, card, payee), &told);
    }

    /// The transfer of a year was taken back: whoever was to hear of it does not, and hears of the right one.
    pub(super) async fn year_voided(
        &mut self,
        conn: &mut AsyncPgConnection,
        (file, card): (&ClaimFile, &Card),
        before: &Before,
    ) -> Result<(), Problem> {
        let Some((child, row)) = changed(file, &before.children) else { return Ok(()) };
        let mut old = before.children.iter().flat_map(|child| &child.scholarships);
        let payee_id = old.find(|old| old.id == row.id).and_then(|old| old.payee_id);
        let payee = file.beneficiaries.iter().find(|one| payee_id == Some(one.row.id));
        let Some(payee) = payee else { return Ok(()) };
        let [title, title_in_english] = title(row);
        // The claim's own money and that of other children may be paid to the same beneficiary.
        let money = Claim {
            title: [&title, &title_in_english],
            worker: &child.row.name,
            is_mourned: false,
            is_account_of_the_dead: false,
        }
        .money();
        self.take_back_paid(conn, (file, card), payee, &|text| text.starts_with(&money)).await
    }
}

fn paid<'a>(claim: Claim<'a>, row: &'a ScholarshipRow) -> Option<Told<'a>> {
    let (amount, on) = row.approved_amount_idr.zip(row.paid_on)?;
    let account = row.account_mask.as_deref()?;
    Some(Told::ClaimPaid { claim, amount, on, account })
}

/// The year that a change touched, with its child.
fn changed<'f>(file: &'f ClaimFile, before: &[Child]) -> Option<(&'f Child, &'f ScholarshipRow)> {
    let was = |one: &ScholarshipRow| {
        let mut old = before.iter().flat_map(|child| &child.scholarships);
        old.find(|old| old.id == one.id).map(|old| old.status.0)
    };
    file.children.iter().find_map(|child| {
        let mut years = child.scholarships.iter();
        let row = years.find(|one| was(one).is_some_and(|status| status != one.status.0))?;
        Some((child, row))
    })
}

/// What people call it.
fn title(row: &ScholarshipRow) -> [String; 2] {
    let year = row.year();
    [format!("beasiswa {year}"), format!("{year} scholarship")]
}
