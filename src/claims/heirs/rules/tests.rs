use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn heir(relation: HeirRelation, share_basis_points: i32) -> Heir {
    Heir {
        relation,
        is_worker: false,
        birth_on: Some(day("1970-01-01")),
        has_guardian: false,
        share_basis_points,
    }
}

fn check(fatal: bool, heirs: &[Heir]) -> Vec<HeirProblem> {
    problems(fatal, heirs, 18, day("2026-11-23"))
}

#[test]
fn classes_follow_article_40() {
    use HeirRelation::*;
    let order = [
        vec![Spouse, Child],
        vec![Parent, Grandchild, Grandparent],
        vec![Sibling],
        vec![ParentInLaw],
        vec![NamedInWill],
        vec![FuneralPayer],
    ];
    for pair in order.windows(2) {
        for nearer in &pair[0] {
            for farther in &pair[1] {
                assert!(class_of(*nearer) < class_of(*farther), "{nearer} before {farther}");
                let found = check(true, &[heir(*farther, 5_000), heir(*nearer, 5_000)]);
                assert_eq!(found, [(Some(0), HeirError::ExcludedByNearer)], "{nearer} excludes {farther}");
            }
        }
    }
    for class in order {
        let alone: Vec<Heir> = class.iter().map(|relation| heir(*relation, WHOLE)).collect();
        for one in &alone {
            assert_eq!(check(true, &[*one]), []);
        }
    }
}

#[test]
fn only_who_is_named_decides_whether_there_are_heirs() {
    use HeirRelation::*;
    assert!(is_without_heirs([FuneralPayer]) && is_without_heirs([FuneralPayer, FuneralPayer]));
    assert!(!is_without_heirs([]));
    for nearer in
        [Spouse, Child, Parent, Grandchild, Grandparent, Sibling, ParentInLaw, NamedInWill, CourtRuling]
    {
        assert!(!is_without_heirs([FuneralPayer, nearer]), "{nearer}");
    }
}

#[test]
fn a_widow_and_her_children_share() {
    let family = [
        heir(HeirRelation::Spouse, 5_000),
        heir(HeirRelation::Child, 2_500),
        heir(HeirRelation::Child, 2_500),
    ];
    assert_eq!(check(true, &family), []);
}

#[test]
fn beside_an_heir_named_by_a_court_the_order_is_the_courts() {
    let named = [
        heir(HeirRelation::CourtRuling, 4_000),
        heir(HeirRelation::Spouse, 3_000),
        heir(HeirRelation::Sibling, 3_000),
    ];
    assert_eq!(check(true, &named), []);
}

#[test]
fn a_claim_pays_somebody_and_pays_all_of_it() {
    assert_eq!(check(true, &[]), [(None, HeirError::Nobody)]);
    for share in [9_999, 1] {
        let found = check(true, &[heir(HeirRelation::Spouse, share)]);
        assert_eq!(found, [(None, HeirError::SharesDoNotAddUp)]);
    }
    let too_much = [heir(HeirRelation::Spouse, WHOLE), heir(HeirRelation::Child, 1)];
    assert_eq!(check(true, &too_much), [(None, HeirError::SharesDoNotAddUp)]);
}

#[test]
fn the_living_are_paid_alone_and_the_dead_not_at_all() {
    assert_eq!(check(false, &[heir(HeirRelation::Member, WHOLE)]), []);
    assert_eq!(check(false, &[heir(HeirRelation::Spouse, WHOLE)]), [(Some(0), HeirError::OnlyTheWorker)]);
    let both = [heir(HeirRelation::Member, 5_000), heir(HeirRelation::Member, 5_000)];
    assert_eq!(check(false, &both), [(Some(1), HeirError::OnlyTheWorker)]);
    assert_eq!(check(true, &[heir(HeirRelation::Member, WHOLE)]), [(Some(0), HeirError::WorkerDied)]);
}

#[test]
fn a_minor_needs_a_guardian_until_the_birthday() {
    let child = |birth_on: Option<&str>, has_guardian| {
        let child = Heir { birth_on: birth_on.map(day), has_guardian, ..heir(HeirRelation::Child, WHOLE) };
        check(true, &[child])
    };
    assert_eq!(child(Some("2008-11-24"), false), [(Some(0), HeirError::GuardianMissing)]);
    assert_eq!(child(Some("2008-11-24"), true), []);
    assert_eq!(child(Some("2008-11-23"), false), []);
    assert_eq!(child(None, false), [(Some(0), HeirError::BirthDateMissing)]);
    assert_eq!(child(None, true), []);
    let widow = Heir { birth_on: None, ..heir(HeirRelation::Spouse, WHOLE) };
    assert_eq!(check(true, &[widow]), []);
}

proptest! {
    #[test]
    fn whoever_is_not_excluded_is_of_one_class(picks in prop::collection::vec(0..HeirRelation::ALL.len(), 1..8)) {
        let heirs: Vec<Heir> = picks.iter().map(|pick| heir(HeirRelation::ALL[*pick], 1)).collect();
        let found = check(true, &heirs);
        let mut kept: Vec<HeirClass> = heirs
            .iter()
            .enumerate()
            .filter(|(place, _)| !found.iter().any(|(at, _)| *at == Some(*place)))
            .map(|(_, heir)| class_of(heir.relation))
            .collect();
        kept.dedup();
        let by_court = kept.contains(&HeirClass::CourtRuling);
        prop_assert!(by_court || kept.len() <= 1);
        prop_assert!(!kept.contains(&HeirClass::Member));
    }
}
