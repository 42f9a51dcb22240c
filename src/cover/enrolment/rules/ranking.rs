//! What the priorities of a plan look at, as numbers that a database can sort.

use chrono::{DateTime, Datelike as _, Utc};

use super::Priority;
use crate::domain::{Day, Decile};

/// What priorities look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankFacts {
    /// Whether the membership runs.
    pub continues: bool,
    /// Whether the age of entry is past.
    pub is_past_entry_age: bool,
    /// The welfare decile.
    pub decile: Option<Decile>,
    /// The day of birth.
    pub birth_on: Option<Day>,
    /// Whether a warung is the worker's own.
    pub owns_warung: bool,
    /// Whether a source paid for any month of the year before.
    pub funded_last_year: bool,
    /// When the worker was registered.
    pub registered_at: DateTime<Utc>,
}

/// The keys by which somebody is ranked: compared one after the other, and the smaller comes first. What is not known comes
/// last. Equals are told apart by the worker's id, so that a computation is the same each time.
pub fn keys(priorities: &[Priority], facts: &RankFacts) -> Vec<i64> {
    priorities.iter().map(|priority| key(*priority, facts)).collect()
}

fn key(priority: Priority, facts: &RankFacts) -> i64 {
    let first = |is_first: bool| i64::from(!is_first);
    match priority {
        Priority::Continuation => first(facts.continues),
        Priority::PastEntryAge => first(facts.is_past_entry_age),
        Priority::LowestDecile => facts.decile.map_or(i64::MAX, |decile| decile.number().into()),
        Priority::Oldest => facts.birth_on.map_or(i64::MAX, |day| day.num_days_from_ce().into()),
        Priority::WarungOwner => first(facts.owns_warung),
        Priority::NotFundedLastYear => first(!facts.funded_last_year),
        Priority::RegisteredEarliest => facts.registered_at.timestamp_micros(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::parse_day;

    fn facts() -> RankFacts {
        RankFacts {
            continues: false,
            is_past_entry_age: false,
            decile: Some(Decile::new(4).unwrap()),
            birth_on: Some(parse_day("1982-06-15").unwrap()),
            owns_warung: false,
            funded_last_year: false,
            registered_at: DateTime::from_timestamp(1_000, 0).unwrap(),
        }
    }

    #[test]
    fn each_priority_puts_somebody_before_others() {
        let before = [
            (Priority::Continuation, RankFacts { continues: true, ..facts() }),
            (Priority::PastEntryAge, RankFacts { is_past_entry_age: true, ..facts() }),
            (Priority::LowestDecile, RankFacts { decile: Some(Decile::new(3).unwrap()), ..facts() }),
            (Priority::Oldest, RankFacts { birth_on: Some(parse_day("1982-06-14").unwrap()), ..facts() }),
            (Priority::WarungOwner, RankFacts { owns_warung: true, ..facts() }),
            (
                Priority::RegisteredEarliest,
                RankFacts { registered_at: DateTime::from_timestamp(999, 999_999_000).unwrap(), ..facts() },
            ),
        ];
        for (priority, first) in before {
            assert!(keys(&[priority], &first) < keys(&[priority], &facts()), "{priority}");
        }
        let funded = RankFacts { funded_last_year: true, ..facts() };
        let priority = [Priority::NotFundedLastYear];
        assert!(keys(&priority, &facts()) < keys(&priority, &funded));
        let unknown = RankFacts { decile: None, birth_on: None, ..facts() };
        let known = [Priority::LowestDecile, Priority::Oldest];
        assert_eq!(keys(&known, &unknown), [i64::MAX, i64::MAX]);
    }

    #[test]
    fn the_first_priority_decides_and_the_next_among_equals() {
        let poor = RankFacts { decile: Some(Decile::new(1).unwrap()), ..facts() };
        let member = RankFacts { continues: true, ..facts() };
        let poor_member = RankFacts { continues: true, ..poor };
        let ranked = |priorities: &[Priority]| {
            let mut people = [("poor", poor), ("member", member), ("poor member", poor_member)];
            people.sort_by_key(|(_, facts)| keys(priorities, facts));
            people.map(|(name, _)| name)
        };
        let (continuation, decile) = (Priority::Continuation, Priority::LowestDecile);
        assert_eq!(ranked(&[continuation, decile]), ["poor member", "member", "poor"]);
        assert_eq!(ranked(&[decile, continuation]), ["poor member", "poor", "member"]);
    }

    fn any_facts() -> impl Strategy<Value = RankFacts> {
        let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
        (flags, prop::option::of(1_i16..=10), 0_i64..4_000_000_000).prop_map(|(flags, decile, second)| {
            RankFacts {
                continues: flags.0,
                is_past_entry_age: flags.1,
                decile: decile.and_then(|number| Decile::new(number).ok()),
                birth_on: None,
                owns_warung: flags.2,
                funded_last_year: flags.3,
                registered_at: DateTime::from_timestamp(second, 0).unwrap_or_default(),
            }
        })
    }

    proptest! {
        #[test]
        fn one_more_priority_never_turns_around_what_the_others_decided(one in any_facts(), other in any_facts()) {
            for count in 0..Priority::ALL.len() {
                let fewer = &Priority::ALL[..count];
                let decided = keys(fewer, &one).cmp(&keys(fewer, &other));
                let more = &Priority::ALL[..=count];
                let then = keys(more, &one).cmp(&keys(more, &other));
                prop_assert!(decided.is_eq() || decided == then);
            }
        }
    }
}
