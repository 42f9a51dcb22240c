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
        let cause = format!("{cause}{}", mark(row));
        self.inform_family(&cause, file, card, addressee(file, card, payee), &told);
    }
}

fn paid<'a>(claim: Claim<'a>, row: &'a ScholarshipRow) -> Option<Told<'a>> {
    let (amount, on) = row.approved_amount_idr.zip(row.paid_on)?;
    let account = row.account_mask.as_deref()?;
    Some(Told::ClaimPaid { claim, amount, on, account })
}

/// Stands in a cause before the year that it is about.
const OF_YEAR: char = '~';

/// How the version in a cause goes on where a year of a child is told of: one that was refused and is claimed once more is
/// another scholarship of the same year. The end of an id is chance enough for the children of one claim, and a cause has room
/// for no more where it is also told that somebody moved or died.
fn mark(row: &ScholarshipRow) -> String {
    let child = row.child_id.as_u128() & 0xffff_ffff_ffff;
    format!("{OF_YEAR}{child:012x}:{}", row.school_year)
}

/// By what it is seen that a message tells something of a year of a child.
pub(super) struct OfYear {
    mark: String,
    begins: String,
}

impl OfYear {
    /// This of the year that a change touched.
    pub fn changed(file: &ClaimFile, before: &[Child], kind: MessageKind) -> Option<Self> {
        let (child, row) = changed(file, before)?;
        let [title, title_in_english] = title(row);
        let claim = Claim {
            title: [&title, &title_in_english],
            worker: &child.row.name,
            is_mourned: false,
            is_account_of_the_dead: false,
        };
        Some(Self { mark: format!("{}.", mark(row)), begins: claim.begins(kind) })
    }

    /// Whether a message of such a cause and such an Indonesian text tells of it. Those from before causes named the year are
    /// known by how they begin.
    pub fn is_told(&self, cause: &str, text: &str) -> bool {
        if cause.contains(OF_YEAR) { cause.contains(&self.mark) } else { text.starts_with(&self.begins) }
    }
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
