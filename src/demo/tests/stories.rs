//! What becomes of the people of the roster: every state occurs, and each was reached step by step.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{SIZE, made, today, villages, workers};
use crate::demo::*;
use crate::domain::{AccountNumber, MemberNumber, Nik, PersonName, age_on};

#[test]
fn every_state_of_coverages_and_claims_occurs() {
    let villages = made(1, SIZE);
    let mut claims: HashMap<(DemoClaimKind, DemoClaimState), u32> = HashMap::new();
    let mut ended: HashSet<&str> = HashSet::new();
    let mut states: HashMap<&str, u32> = HashMap::new();
    for worker in workers(&villages) {
        let state = match &worker.story {
            Story::Registered => "registered",
            Story::Rejected(_) => "rejected",
            Story::Inactive(..) => "inactive",
            Story::Verified => "verified",
            Story::Funded(funding) => {
                if let Some(claim) = &funding.claim {
                    *claims.entry((claim.kind, claim.state)).or_default() += 1;
                    assert!(claim.event_on >= funding.from.first_day() && claim.event_on <= today());
                }
                match funding.state {
                    FundingState::Proposed => "proposed",
                    FundingState::Approved => "approved",
                    FundingState::Active => "active",
                    FundingState::Ended(on, reason) => {
                        assert!(on >= funding.from.first_day() && on <= today());
                        ended.insert(reason);
                        "ended"
                    }
                }
            }
        };
        *states.entry(state).or_default() += 1;
    }
    assert_eq!(states.len(), 8, "{states:?}");
    assert!(states.values().all(|count| *count > 80), "{states:?}");
    assert_eq!(ended.len(), 9, "{ended:?}");
    assert_eq!(claims.len(), 30, "{claims:?}");
}

#[test]
fn a_funded_period_comes_step_by_step_and_its_numbers_are_given_once() {
    let (mut numbers, mut ids, mut replaced, mut unlisted, mut in_arrears) =
        (HashSet::new(), HashSet::new(), 0, 0, 0);
    for village in made(1, SIZE) {
        for worker in &village.workers {
            let Story::Funded(period) = &worker.story else { continue };
            assert!(ids.insert(period.id), "an id occurs twice");
            assert!(worker.entered_on < period.proposed_on && period.proposed_on <= today());
            assert!(period.from <= period.until);
            assert_eq!(period.approved_on.is_some(), period.state != FundingState::Proposed);
            assert!(period.approved_on.is_none_or(|on| period.proposed_on < on && on <= today()));
            match period.state {
                FundingState::Proposed | FundingState::Approved => assert!(period.membership.is_none()),
                FundingState::Active => assert!(period.membership.is_some()),
                FundingState::Ended(_, reason) => {
                    assert_eq!(
                        period.membership.is_none(),
                        matches!(reason, "double_funding" | "ineligible")
                    );
                }
            }
            if let Some(membership) = &period.membership {
                assert!(MemberNumber::parse(&membership.number).is_ok());
                assert!(numbers.insert(membership.number.clone()), "a member number occurs twice");
                assert!(period.approved_on.is_some_and(|on| on < membership.told_on));
                assert!(membership.told_on <= today());
                match membership.word {
                    Some(word) => {
                        assert!(period.from.first_day() <= word.as_of && word.as_of <= today());
                        assert!(word.paid_until.is_none_or(|month| period.from <= month));
                        in_arrears += u32::from(word.in_arrears);
                    }
                    None => unlisted += 1,
                }
            }
            if let Some(place) = period.replaces {
                let old = village.workers.get(place).map(|worker| &worker.story);
                let Some(Story::Funded(old)) = old else { panic!("somebody replaces nobody") };
                assert!(old.first_free_month() == Some(period.from) && old.payer == period.payer);
                replaced += 1;
            }
        }
    }
    assert!(replaced > 50, "{replaced} are replaced");
    assert!(unlisted > 100 && in_arrears > 30, "{unlisted} stand on no list, {in_arrears} are in arrears");
}

#[test]
fn claims_come_step_by_step_to_their_states_and_the_shares_add_up() {
    let mut heirs: HashMap<usize, u32> = HashMap::new();
    let (mut awaited, mut minors, mut fatal, mut references) = (0, 0, 0, HashSet::new());
    for worker in workers(&made(1, SIZE)) {
        let Story::Funded(Funding { claim: Some(claim), .. }) = &worker.story else { continue };
        let days =
            [claim.event_on, claim.filed_on].into_iter().chain(claim.steps.iter().map(|(day, _)| *day));
        let days: Vec<NaiveDate> = days.collect();
        assert!(days.is_sorted() && days.iter().all(|day| *day <= today()));
        let leaves_it = |step: &DemoStep| {
            matches!(
                step,
                DemoStep::Pay(_) | DemoStep::SendSome | DemoStep::ChangeAccount(_) | DemoStep::School(..)
            )
        };
        let last = claim.steps.iter().rev().map(|(_, step)| step).find(|step| !leaves_it(step));
        let reached = match (last, claim.state) {
            (None, DemoClaimState::Draft) => true,
            (Some(DemoStep::Submit), DemoClaimState::Submitted) => true,
            (Some(DemoStep::Return(missing)), DemoClaimState::Returned) => !missing.is_empty(),
            (Some(DemoStep::Verify), DemoClaimState::Verified) => true,
            (Some(DemoStep::Send(_)), DemoClaimState::SentToInsurer) => true,
            (Some(DemoStep::Grant(lines)), DemoClaimState::Approved | DemoClaimState::Paid) => {
                lines.iter().all(|(_, amount)| *amount > 0)
            }
            (Some(DemoStep::Refuse(_)), DemoClaimState::Rejected) => true,
            (Some(DemoStep::Appeal(_)), DemoClaimState::Appealed) => true,
            (Some(DemoStep::Withdraw(_)), DemoClaimState::Withdrawn) => true,
            _ => false,
        };
        assert!(reached, "{:?} {:?}", claim.kind, claim.state);
        for (_, step) in &claim.steps {
            if let DemoStep::Send(reference) | DemoStep::Pay(reference) = step {
                assert!(references.insert(reference.clone()), "a reference occurs twice");
            }
        }
        assert_eq!(claim.beneficiaries.iter().map(|one| one.share).sum::<i32>(), 10_000);
        *heirs.entry(claim.beneficiaries.len()).or_default() += 1;
        for one in &claim.beneficiaries {
            assert!(PersonName::parse(&one.name).is_ok());
            assert!(one.nik.as_deref().is_none_or(|nik| Nik::parse(nik).is_ok()));
            let is_minor =
                one.birth_on.and_then(|birth| age_on(birth, claim.filed_on)).is_some_and(|age| age < 18);
            assert!(!is_minor || one.guardian.is_some());
            minors += u32::from(is_minor);
            match &one.account {
                Some(account) => assert!(AccountNumber::parse(&account.number).is_ok()),
                None => {
                    assert!(claim.state != DemoClaimState::Paid);
                    awaited += 1;
                }
            }
        }
        fatal += u32::from(claim.died_on.is_some());
    }
    assert!(heirs.get(&2).is_some_and(|count| *count >= 5), "{heirs:?}");
    assert!(heirs.get(&3).is_some_and(|count| *count >= 3), "{heirs:?}");
    assert!(awaited >= 10 && minors >= 5 && fatal >= 3, "{awaited} awaited, {minors} minors, {fatal} fatal");
}

#[test]
fn the_shown_villages_have_a_bit_of_everything_in_every_roster() {
    for size in [SIZE, 700, 300, 200] {
        for shown in SHOWN_VILLAGES {
            let villages = made(1, size);
            let village = villages.iter().find(|village| village.village.as_str() == shown);
            let village = village.unwrap_or_else(|| panic!("{shown} is a village"));
            let parts = |is: fn(&Story) -> bool| village.workers.iter().filter(|one| is(&one.story)).count();
            assert!(village.workers.len() >= 21, "{} of {size}", village.workers.len());
            assert!(parts(|story| *story == Story::Registered) >= 2);
            assert!(parts(|story| matches!(story, Story::Rejected(_))) >= 1);
            assert!(parts(|story| matches!(story, Story::Funded(period) if period.claim.is_some())) >= 5);
            for state in [FundingState::Proposed, FundingState::Approved, FundingState::Active] {
                let of_state = village
                    .workers
                    .iter()
                    .filter(|one| matches!(&one.story, Story::Funded(period) if period.state == state));
                assert!(of_state.count() >= 1);
            }
            assert!(village.workers.iter().any(|worker| worker.nik.is_none() && worker.phone.is_none()));
            assert!(village.warungs.len() >= 10);
            assert!(village.warungs.iter().any(|warung| warung.kbli.is_none()));
        }
    }
    // Also the smallest of demos shows something.
    let smallest = made(1, 60);
    assert_eq!(workers(&smallest).count(), 60);
    let shown = smallest.iter().filter(|village| SHOWN_VILLAGES.contains(&village.village.as_str()));
    assert!(shown.into_iter().all(|village| village.workers.len() >= 5 && !village.warungs.is_empty()));
}

#[test]
fn nothing_is_dated_in_the_future_on_whatever_day_the_demo_is_made() {
    for (month, day) in [(1, 1), (1, 2), (1, 31), (2, 3), (6, 30), (12, 31)] {
        let today = NaiveDate::from_ymd_opt(2027, month, day).unwrap_or_default();
        for village in Roster::new(2, today, villages(), 900).villages() {
            let told = village.deaths.iter().flat_map(|death| [death.died_on, death.told_on]);
            let asked = village.moves.iter().map(|one| one.asked_on);
            assert!(told.chain(asked).all(|day| day <= today), "{today}");
            assert!(village.deaths.iter().all(|death| death.died_on <= death.told_on), "{today}");
            for worker in &village.workers {
                assert!(worker.entered_on <= today);
                let Story::Funded(period) = &worker.story else { continue };
                let ended = match period.state {
                    FundingState::Ended(on, _) => Some(on),
                    _ => None,
                };
                let told = period.membership.as_ref().map(|membership| membership.told_on);
                let listed = period.membership.as_ref().and_then(|membership| membership.word);
                let steps = period.claim.iter().flat_map(|claim| claim.steps.iter().map(|(day, _)| *day));
                let days = [
                    Some(period.proposed_on),
                    period.approved_on,
                    told,
                    ended,
                    listed.map(|word| word.as_of),
                ];
                assert!(days.into_iter().flatten().chain(steps).all(|day| day <= today), "{today}");
                assert!(period.from.first_day() <= today || period.replaces.is_some());
            }
            for warung in &village.warungs {
                assert!(warung.jobs.iter().all(|job| job.since_on <= today && job.entered_on <= today));
                assert!(warung.closed.is_none_or(|(on, _)| on <= today));
            }
        }
    }
}

#[test]
fn whoever_is_funded_has_a_nik_and_was_young_enough() {
    for worker in workers(&made(1, SIZE)) {
        if let Story::Funded(funding) = &worker.story {
            let (Some(birth), Some(nik)) = (worker.birth_on, &worker.nik) else {
                panic!("somebody funded has no NIK or no day of birth");
            };
            assert_eq!(Nik::parse(nik).ok().and_then(|nik| nik.birth_on(today())), Some(birth));
            assert!(age_on(birth, funding.from.first_day()).is_some_and(|age| (17..65).contains(&age)));
        }
    }
}
