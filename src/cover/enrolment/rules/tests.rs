use super::*;
use PlanStatus::{Approved, Draft, Submitted, Withdrawn};

const fn state(status: PlanStatus) -> State {
    State { status, computed: true, is_stale: false }
}

#[test]
fn every_state_and_action_has_its_verdict() {
    let table = [
        (
            Draft,
            [Some(Draft), Some(Draft), Some(Draft), Some(Submitted), None, None, Some(Withdrawn), None, None],
        ),
        (Submitted, [None, None, None, None, Some(Draft), Some(Approved), Some(Withdrawn), None, None]),
        (Approved, [None, None, None, None, None, None, None, Some(Approved), Some(Approved)]),
        (Withdrawn, [None; 9]),
    ];
    for (status, verdicts) in table {
        for (action, verdict) in Action::ALL.into_iter().zip(verdicts) {
            assert_eq!(after(state(status), action), verdict, "{status} {}", action.as_str());
        }
    }
}

#[test]
fn only_a_computed_plan_can_be_submitted() {
    let fresh = State { status: Draft, computed: false, is_stale: false };
    let stale = State { status: Draft, computed: true, is_stale: true };
    assert_eq!(after(fresh, Action::Submit), None);
    assert_eq!(allowed(stale, Rights::ALL), ["update", "compute", "pre_check", "withdraw"]);
    assert_eq!(allowed(fresh, Rights::ALL), ["update", "compute", "withdraw"]);
}

#[test]
fn the_list_of_actions_is_what_state_and_rights_both_allow() {
    let officer = Rights { prepare: true, ..Rights::default() };
    assert_eq!(allowed(state(Draft), officer), ["update", "compute", "pre_check", "submit", "withdraw"]);
    assert_eq!(allowed(state(Submitted), officer), ["withdraw"]);
    let approver = Rights { give_back: true, approve: true, prepare: false };
    assert_eq!(allowed(state(Submitted), approver), ["return", "approve"]);
    assert_eq!(allowed(state(Submitted), Rights { approve: false, ..approver }), ["return"]);
    assert!(allowed(state(Submitted), Rights::default()).is_empty());
    assert_eq!(allowed(state(Approved), officer), ["renew", "fill"]);
    assert!(allowed(state(Approved), approver).is_empty());
    assert!(allowed(state(Withdrawn), Rights::ALL).is_empty());
}

#[test]
fn the_second_person_had_no_hand_in_it() {
    assert!(is_second_person(&3, Some(&1), &[2]));
    assert!(is_second_person(&3, None, &[]));
    assert!(!is_second_person(&1, Some(&1), &[]));
    assert!(!is_second_person(&2, Some(&1), &[4, 2]));
}
