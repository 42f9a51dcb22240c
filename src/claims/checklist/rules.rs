//! Which documents meet which items, and what is missing.

use std::collections::BTreeSet;

use super::codes::ItemState;
use crate::claims::documents::codes::DocumentState;
use crate::claims::heirs::codes::HeirRelation;
use crate::cover::rules::checklists::codes::{ChecklistCircumstance, ChecklistDocument, Requirement};

/// An item of the dated checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// In which circumstance; none: in every case.
    pub circumstance: Option<ChecklistCircumstance>,
    /// The paper.
    pub document: ChecklistDocument,
    /// Whether nothing goes on without it.
    pub requirement: Requirement,
    /// Papers that are taken in its place.
    pub alternatives: Vec<ChecklistDocument>,
}

/// What was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// Which paper.
    pub kind: ChecklistDocument,
    /// Where it stands.
    pub state: DocumentState,
    /// Whether it is about a child of the claim.
    pub is_of_child: bool,
}

/// What the circumstances ask of a beneficiary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payee {
    /// What they are to the worker.
    pub relation: HeirRelation,
    /// Whether somebody is paid in their place.
    pub has_guardian: bool,
}

/// What the village can say of a claim; the rest follows from the beneficiaries.
pub const STATED: [ChecklistCircumstance; 2] =
    [ChecklistCircumstance::Scholarship, ChecklistCircumstance::Traffic];

/// The circumstances of a claim: those that were stated, and those that its beneficiaries are.
pub fn circumstances(stated: &[ChecklistCircumstance], payees: &[Payee]) -> BTreeSet<ChecklistCircumstance> {
    let mut found: BTreeSet<ChecklistCircumstance> = stated.iter().copied().collect();
    if payees.iter().any(|payee| payee.relation == HeirRelation::Spouse) {
        found.insert(ChecklistCircumstance::Spouse);
    }
    // Whoever is under age has a guardian by the time the claim is submitted.
    if payees.iter().any(|payee| payee.has_guardian) {
        found.insert(ChecklistCircumstance::MinorHeir);
    }
    found
}

/// Whether an item is asked for in these circumstances.
pub fn applies(item: &Item, circumstances: &BTreeSet<ChecklistCircumstance>) -> bool {
    item.circumstance.is_none_or(|circumstance| circumstances.contains(&circumstance))
}

/// Whether an item is asked for because of a scholarship.
pub fn is_of_scholarship(circumstance: Option<ChecklistCircumstance>) -> bool {
    circumstance == Some(ChecklistCircumstance::Scholarship)
}

/// Whether a paper is taken for an item. Papers of a child come and go for years, so they count for nothing but its scholarship.
pub fn meets(item: &Item, paper: Paper) -> bool {
    paper.state != DocumentState::Withdrawn
        && (!paper.is_of_child || is_of_scholarship(item.circumstance))
        && (paper.kind == item.document || item.alternatives.contains(&paper.kind))
}

/// How an item stands: by the best of what was sent for it.
pub fn state(item: &Item, papers: &[Paper]) -> ItemState {
    let sent = |state| papers.iter().any(|paper| meets(item, *paper) && paper.state == state);
    if sent(DocumentState::Accepted) {
        ItemState::Accepted
    } else if sent(DocumentState::ToCheck) {
        ItemState::ToCheck
    } else if sent(DocumentState::Refused) {
        ItemState::Refused
    } else if item.requirement == Requirement::Required {
        ItemState::Missing
    } else {
        ItemState::Optional
    }
}

/// Whether an item keeps a claim from going to the insurer.
pub fn is_open(item: &Item, state: ItemState) -> bool {
    item.requirement == Requirement::Required && state != ItemState::Accepted
}

#[cfg(test)]
mod tests {
    use super::*;
    use ChecklistDocument::*;
    use DocumentState as D;

    fn item(document: ChecklistDocument, alternatives: &[ChecklistDocument]) -> Item {
        Item {
            circumstance: None,
            document,
            requirement: Requirement::Required,
            alternatives: alternatives.to_vec(),
        }
    }

    fn of(item: &Item, papers: &[(ChecklistDocument, D)]) -> ItemState {
        let papers: Vec<Paper> = papers
            .iter()
            .map(|(kind, state)| Paper { kind: *kind, state: *state, is_of_child: false })
            .collect();
        state(item, &papers)
    }

    #[test]
    fn papers_of_a_child_count_for_its_scholarship_only() {
        let card = item(FamilyCard, &[]);
        let of_scholarship = Item { circumstance: Some(ChecklistCircumstance::Scholarship), ..card.clone() };
        let paper = |is_of_child| Paper { kind: FamilyCard, state: D::Accepted, is_of_child };
        assert!(meets(&card, paper(false)) && meets(&of_scholarship, paper(false)));
        assert!(!meets(&card, paper(true)) && meets(&of_scholarship, paper(true)));
    }

    #[test]
    fn the_best_of_what_was_sent_counts_and_alternatives_are_taken() {
        let certificate = item(DeathCertificate, &[VillageLetter]);
        for (papers, expected) in [
            (vec![], ItemState::Missing),
            (vec![(FamilyCard, D::Accepted)], ItemState::Missing),
            (vec![(DeathCertificate, D::Withdrawn)], ItemState::Missing),
            (vec![(DeathCertificate, D::Refused)], ItemState::Refused),
            (vec![(DeathCertificate, D::Refused), (VillageLetter, D::ToCheck)], ItemState::ToCheck),
            (vec![(DeathCertificate, D::ToCheck), (VillageLetter, D::Accepted)], ItemState::Accepted),
        ] {
            let found = of(&certificate, &papers);
            assert_eq!(found, expected, "{papers:?}");
            assert_eq!(is_open(&certificate, found), expected != ItemState::Accepted);
        }
    }

    #[test]
    fn what_is_needed_only_where_it_applies_keeps_nothing_open() {
        let receipts = Item { requirement: Requirement::Conditional, ..item(Receipts, &[]) };
        assert_eq!(of(&receipts, &[]), ItemState::Optional);
        for papers in [vec![], vec![(Receipts, D::ToCheck)], vec![(Receipts, D::Refused)]] {
            assert!(!is_open(&receipts, of(&receipts, &papers)));
        }
    }

    #[test]
    fn circumstances_follow_from_who_is_paid_and_from_what_was_stated() {
        use ChecklistCircumstance::*;
        let payee = |relation, has_guardian| Payee { relation, has_guardian };
        let found = |stated: &[ChecklistCircumstance], payees: &[Payee]| {
            circumstances(stated, payees).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(found(&[], &[]), []);
        assert_eq!(found(&[], &[payee(HeirRelation::Spouse, false)]), [Spouse]);
        assert_eq!(found(&[], &[payee(HeirRelation::Child, true)]), [MinorHeir]);
        assert_eq!(found(&[Traffic], &[payee(HeirRelation::Child, false)]), [Traffic]);
        let of_spouse = Item { circumstance: Some(Spouse), ..item(MarriageCertificate, &[]) };
        assert!(!applies(&of_spouse, &circumstances(&[Traffic], &[])));
        assert!(applies(&item(FamilyCard, &[]), &BTreeSet::new()));
    }
}
