use proptest::prelude::*;

use super::WarungStatus::{Closed, Open};
use super::*;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn period(since: &str, until: Option<&str>) -> Period {
    Period { since: day(since), until: until.map(day) }
}

#[test]
fn every_state_answers_every_action() {
    let table = [
        (Open, [Some(Open), Some(Open), Some(Open), Some(Closed), None]),
        (Closed, [None, None, None, None, Some(Open)]),
    ];
    assert_eq!(table.map(|(status, _)| status).as_slice(), WarungStatus::ALL);
    for (status, expected) in table {
        assert_eq!(Action::ALL.map(|action| after(status, action)), expected, "{status}");
    }
}

#[test]
fn allowed_actions_follow_the_state_and_a_reader_has_none() {
    assert_eq!(allowed_actions(Open, true), ["update", "add_worker", "update_worker", "close"]);
    assert_eq!(allowed_actions(Closed, true), ["reopen"]);
    for status in WarungStatus::ALL {
        assert!(allowed_actions(*status, false).is_empty(), "{status}");
    }
}

#[test]
fn jobs_count_only_while_they_overlap() {
    let others =
        [period("2020-01-01", Some("2021-06-30")), period("2021-07-01", None), period("2023-01-01", None)];
    let jobs = |since, until| most_jobs_at_once(period(since, until), &others);
    assert_eq!(jobs("2019-01-01", Some("2019-12-31")), 1);
    assert_eq!(jobs("2019-01-01", Some("2020-01-01")), 2);
    assert_eq!(jobs("2020-05-01", Some("2022-12-31")), 2);
    assert_eq!(jobs("2020-05-01", Some("2023-01-01")), 3);
    assert_eq!(jobs("2024-01-01", None), 3);
    assert_eq!(most_jobs_at_once(period("2024-01-01", None), &[]), 1);
}

#[test]
fn work_begins_by_today_and_ends_after_it_begins() {
    let today = day("2026-11-23");
    assert_eq!(check_since(today, today), Ok(today));
    assert_eq!(check_since(day("2026-11-24"), today), Err(DayMistake::Future));
    let until = |until| check_until(period("2026-11-01", until), today);
    assert_eq!(until(None), Ok(None));
    assert_eq!(until(Some("2026-11-01")), Ok(Some(day("2026-11-01"))));
    assert_eq!(until(Some("2026-11-24")), Err(DayMistake::Future));
    assert_eq!(until(Some("2026-10-31")), Err(DayMistake::BeforeSince));
}

#[test]
fn a_warung_closes_between_the_last_beginning_and_today() {
    let today = day("2026-11-23");
    let work = [period("2020-01-01", None), period("2026-11-10", None)];
    assert_eq!(check_closing(day("2026-11-10"), &work, today), Ok(day("2026-11-10")));
    assert_eq!(check_closing(day("2026-11-09"), &work, today), Err(DayMistake::BeforeWorkerBegan));
    assert_eq!(check_closing(day("2026-11-24"), &[], today), Err(DayMistake::Future));
}

#[test]
fn a_warung_reopens_between_its_closing_and_today() {
    let (closed, today) = (day("2026-11-10"), day("2026-11-23"));
    assert_eq!(check_reopening(closed, closed, today), Ok(closed));
    assert_eq!(check_reopening(today, closed, today), Ok(today));
    assert_eq!(check_reopening(day("2026-11-09"), closed, today), Err(DayMistake::BeforeClosing));
    assert_eq!(check_reopening(day("2026-11-24"), closed, today), Err(DayMistake::Future));
}

fn any_period() -> impl Strategy<Value = Period> {
    (0_u64..60, proptest::option::of(0_u64..30)).prop_map(|(since, length)| {
        let since = day("2026-01-01") + chrono::Days::new(since);
        Period { since, until: length.map(|length| since + chrono::Days::new(length)) }
    })
}

proptest! {
    #[test]
    fn most_jobs_at_once_is_what_counting_each_day_gives(
        own in any_period(),
        others in proptest::collection::vec(any_period(), 0..6),
    ) {
        let days = (0..120).map(|offset| day("2026-01-01") + chrono::Days::new(offset));
        let counted = days
            .filter(|day| own.holds_on(*day))
            .map(|day| 1 + others.iter().filter(|other| other.holds_on(day)).count())
            .max();
        prop_assert_eq!(Some(most_jobs_at_once(own, &others)), counted);
    }

    #[test]
    fn periods_overlap_when_a_day_is_in_both(one in any_period(), other in any_period()) {
        let mut days = (0..120).map(|offset| day("2026-01-01") + chrono::Days::new(offset));
        let shared = days.any(|day| one.holds_on(day) && other.holds_on(day));
        prop_assert_eq!(one.overlaps(other), shared);
        prop_assert_eq!(other.overlaps(one), shared);
    }

    #[test]
    fn a_period_lies_within_another_that_has_all_its_days(one in any_period(), other in any_period()) {
        let mut days = (0..120).map(|offset| day("2026-01-01") + chrono::Days::new(offset));
        let all = days.all(|day| !one.holds_on(day) || other.holds_on(day));
        prop_assert_eq!(one.lies_within(other), all);
    }
}
