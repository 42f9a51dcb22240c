use super::*;

fn state(status: MessageStatus, channel: MessageChannel) -> State {
    State { status, channel, is_lease_over: false, cancelled: None, is_over: false, is_wrong: false }
}

const OFFICER: Rights = Rights { report: true, cancel: true, is_person: true, holds: false };
const VILLAGE: Rights = Rights { cancel: false, ..OFFICER };
const SENDER: Rights = Rights { report: true, cancel: false, is_person: false, holds: true };
const OTHER: Rights = Rights { holds: false, ..SENDER };

#[test]
fn who_took_a_message_reports_it_and_who_prints_a_letter_too() {
    use MessageChannel::{Letter, ShortMessage};
    use MessageStatus::{Ready, Sent, Taken};
    let both = [Action::Sent, Action::Failed];
    for channel in [Letter, ShortMessage] {
        assert_eq!(allowed(state(Taken, channel), SENDER), both);
        assert_eq!(allowed(state(Taken, channel), OTHER), []);
        assert_eq!(allowed(state(Ready, channel), SENDER), []);
        assert_eq!(allowed(state(Sent, channel), SENDER), []);
        assert_eq!(allowed(state(Sent, channel), OFFICER), []);
    }
    assert_eq!(allowed(state(Ready, Letter), VILLAGE), both);
    assert_eq!(allowed(state(Ready, ShortMessage), VILLAGE), []);
    assert_eq!(allowed(state(Ready, Letter), OFFICER), [Action::Sent, Action::Failed, Action::Cancel]);
}

#[test]
fn what_is_on_its_way_is_not_called_back_before_its_lease_is_over() {
    let taken = state(MessageStatus::Taken, MessageChannel::ShortMessage);
    assert_eq!(allowed(taken, OFFICER), []);
    assert_eq!(allowed(State { is_lease_over: true, ..taken }, OFFICER), [Action::Cancel]);
}

#[test]
fn what_somebody_cancelled_can_be_taken_back_and_nothing_else() {
    let cancelled = state(MessageStatus::Cancelled, MessageChannel::Letter);
    for reason in MessageCancelReason::ALL {
        let state = State { cancelled: Some(*reason), ..cancelled };
        let reopens = *reason == MessageCancelReason::ByHand;
        assert_eq!(allowed(state, OFFICER) == [Action::Reopen], reopens, "{reason}");
        assert_eq!(allowed(state, VILLAGE), [], "{reason}");
    }
    let failed = state(MessageStatus::Failed, MessageChannel::Letter);
    assert_eq!(allowed(failed, OFFICER), [Action::Reopen]);
    for state in [failed, State { cancelled: Some(MessageCancelReason::ByHand), ..cancelled }] {
        assert_eq!(allowed(state, OFFICER), [Action::Reopen]);
        assert_eq!(allowed(State { is_wrong: true, ..state }, OFFICER), []);
        assert_eq!(allowed(State { is_over: true, ..state }, OFFICER), []);
    }
}

#[test]
fn what_is_over_or_wrong_is_reported_and_cancelled_all_the_same() {
    let ready = state(MessageStatus::Ready, MessageChannel::Letter);
    let all = [Action::Sent, Action::Failed, Action::Cancel];
    for state in [State { is_over: true, ..ready }, State { is_wrong: true, ..ready }] {
        assert_eq!(allowed(state, OFFICER), all);
    }
}

#[test]
fn a_short_message_is_tried_again_and_in_the_end_becomes_a_letter() {
    use MessageChannel::{Letter, ShortMessage};
    let steps: Vec<AfterFailure> =
        (1..=4).map(|failures| after_failure(ShortMessage, failures, false)).collect();
    let again = AfterFailure::Again;
    assert_eq!(
        steps,
        [
            again(TimeDelta::minutes(15)),
            again(TimeDelta::hours(2)),
            AfterFailure::Letter,
            AfterFailure::Letter
        ]
    );
    assert_eq!(after_failure(ShortMessage, 1, true), AfterFailure::Letter);
    assert_eq!(after_failure(Letter, 1, false), AfterFailure::GivenUp);
}

#[test]
fn every_kind_has_a_place_where_more_of_it_is_read() {
    for kind in MessageKind::ALL {
        assert!(kind.link(Uuid::nil()).starts_with("/v1/"), "{kind}");
    }
}
