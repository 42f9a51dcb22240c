//! What there is to tell of the scholarship of a year, to whom its money goes.

use super::Maker;
use super::addressees::{addressee, is_mourned};
use super::steps::ClaimStep;
use crate::casework::messages::queries::causes::Card;
use crate::casework::messages::rules::MessageKind;
use crate::casework::messages::texts::{Claim, Told};
use crate::claims::cases::model::ClaimFile;
use crate::claims::heirs::codes::HeirRelation;
use crate::claims::scholarships::model::{Child, ScholarshipRow};

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
}

fn paid<'a>(claim: Claim<'a>, row: &'a ScholarshipRow) -> Option<Told<'a>> {
    let (amount, on) = row.approved_amount_idr.zip(row.paid_on)?;
    let account = row.account_mask.as_deref()?;
    Some(Told::ClaimPaid { claim, amount, on, account })
}

/// How what tells this of the year that a change touched begins, in Indonesian.
pub(super) fn beginning(file: &ClaimFile, before: &[Child], kind: MessageKind) -> Option<String> {
    let (child, row) = changed(file, before)?;
    let [title, title_in_english] = title(row);
    let claim = Claim {
        title: [&title, &title_in_english],
        worker: &child.row.name,
        is_mourned: false,
        is_account_of_the_dead: false,
    };
    Some(claim.begins(kind))
}

/// The year that a change touched or added, with its child.
pub(super) fn changed<'f>(file: &'f ClaimFile, before: &[Child]) -> Option<(&'f Child, &'f ScholarshipRow)> {
    let was = |one: &ScholarshipRow| {
        let mut old = before.iter().flat_map(|child| &child.scholarships);
        old.find(|old| old.id == one.id).map(|old| old.status.0)
    };
    file.children.iter().find_map(|child| {
        let mut years = child.scholarships.iter();
        let row = years.find(|one| was(one) != Some(one.status.0))?;
        Some((child, row))
    })
}

/// What people call it.
fn title(row: &ScholarshipRow) -> [String; 2] {
    let year = row.year();
    [format!("beasiswa {year}"), format!("{year} scholarship")]
}
