use super::*;
use WorkerStatus::{Inactive, Merged, Registered, Rejected, Verified};

#[test]
fn every_state_answers_every_action() {
    let table = [
        (
            Registered,
            [Some(Registered), Some(Verified), Some(Rejected), Some(Inactive), None, Some(Merged), None],
        ),
        (Verified, [Some(Verified), None, None, Some(Inactive), None, Some(Merged), None]),
        (Rejected, [None, None, None, None, Some(Registered), None, None]),
        (Inactive, [None, None, None, None, Some(Registered), None, None]),
        (Merged, [None, None, None, None, None, None, Some(Registered)]),
    ];
    assert_eq!(table.map(|(status, _)| status).as_slice(), WorkerStatus::ALL);
    for (status, expected) in table {
        assert_eq!(Action::ALL.map(|action| after(status, action)), expected, "{status}");
    }
}

#[test]
fn only_open_states_hold_the_person() {
    let open: Vec<_> = WorkerStatus::ALL.iter().filter(|status| status.is_open()).collect();
    assert_eq!(open, [&Registered, &Verified]);
}

#[test]
fn allowed_actions_follow_state_and_rights() {
    let rights = |[write, verify, merge]: [bool; 3]| Rights { write, verify, merge };
    let (officer, client) = (rights([true, true, true]), rights([true, true, false]));
    let (operator, reader) = (rights([true, false, false]), rights([false, false, false]));
    assert_eq!(allowed_actions(Registered, officer), ["update", "verify", "reject", "deactivate", "merge"]);
    assert_eq!(allowed_actions(Registered, client), ["update", "verify", "reject", "deactivate"]);
    assert_eq!(allowed_actions(Merged, officer), ["unmerge"]);
    assert_eq!(allowed_actions(Registered, operator), ["update"]);
    assert_eq!(allowed_actions(Verified, officer), ["update", "deactivate", "merge"]);
    assert_eq!(allowed_actions(Rejected, officer), ["reopen"]);
    for status in WorkerStatus::ALL {
        assert!(allowed_actions(*status, reader).is_empty(), "{status}");
    }
}

#[test]
fn a_verification_needs_a_nik_and_confirmed_warnings() {
    let warnings = [NikWarning::ForeignPrefix, NikWarning::SexDiffers];
    assert_eq!(
        obstacles(false, &warnings, false),
        [
            Obstacle::NikMissing,
            Obstacle::Unconfirmed(NikWarning::ForeignPrefix),
            Obstacle::Unconfirmed(NikWarning::SexDiffers),
        ]
    );
    assert_eq!(obstacles(true, &warnings, true), []);
    assert_eq!(obstacles(true, &[], false), []);
    assert_eq!(obstacles(false, &[], true), [Obstacle::NikMissing]);
}

#[test]
fn a_last_day_lies_between_birth_and_today() {
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let (birth, today) = (day("1980-05-01"), day("2026-11-23"));
    assert_eq!(check_last_day(today, Some(birth), today), Ok(()));
    assert_eq!(check_last_day(birth, Some(birth), today), Ok(()));
    assert_eq!(check_last_day(day("2026-11-24"), None, today), Err(DayMistake::Future));
    assert_eq!(check_last_day(day("1980-04-30"), Some(birth), today), Err(DayMistake::BeforeBirth));
    assert_eq!(check_last_day(day("1930-01-01"), None, today), Ok(()));
}

#[test]
fn own_entries_stay_readable_for_seven_days() {
    let (account, other) = (Id::from_u128(1), Id::from_u128(2));
    let created: DateTime<Utc> = "2026-11-01T00:00:00Z".parse().expect("an instant");
    let after = |days| created + TimeDelta::days(days);
    assert!(entered_lately(Some(account), created, account, after(6)));
    assert!(!entered_lately(Some(account), created, account, after(7)));
    assert!(!entered_lately(Some(other), created, account, after(1)));
    assert!(!entered_lately(None, created, account, after(1)));
}
