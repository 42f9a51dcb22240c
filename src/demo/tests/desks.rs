//! What lies on the desks of the villages that the demo shows.

use std::collections::{HashMap, HashSet};

use super::{SIZE, made};
use crate::demo::*;

#[test]
fn every_village_of_the_shown_district_leaves_something_to_do_in_every_roster_that_can_hold_it() {
    for size in [SIZE, 900, 480] {
        let villages = made(1, size);
        let of_district = |village: &&VillageRoster| village.village.as_str().starts_with(SHOWN_DISTRICT);
        assert_eq!(villages.iter().filter(of_district).count(), 16);
        for village in villages.iter().filter(of_district) {
            let code = village.village.as_str();
            let periods: Vec<&Funding> = village
                .workers
                .iter()
                .filter_map(|worker| match &worker.story {
                    Story::Funded(period) => Some(period),
                    _ => None,
                })
                .collect();
            let claims = || periods.iter().filter_map(|period| period.claim.as_deref());
            for state in [
                DemoClaimState::Returned,
                DemoClaimState::Submitted,
                DemoClaimState::Verified,
                DemoClaimState::SentToInsurer,
                DemoClaimState::Approved,
            ] {
                assert!(claims().any(|claim| claim.state == state), "{code} of {size}: {state:?}");
            }
            let takes = |is: fn(&DemoStep) -> bool| {
                claims().any(|claim| claim.steps.iter().any(|(_, step)| is(step)))
            };
            assert!(takes(|step| matches!(step, DemoStep::SendSome)), "{code} of {size}");
            assert!(takes(|step| matches!(step, DemoStep::ChangeAccount(_))), "{code} of {size}");
            let mut accounts: HashMap<&str, u32> = HashMap::new();
            for account in
                claims().flat_map(|claim| &claim.beneficiaries).filter_map(|one| one.account.as_ref())
            {
                *accounts.entry(&account.number).or_default() += 1;
            }
            assert!(accounts.values().any(|count| *count > 1), "{code} of {size}: no account is shared");
            let actions: HashSet<&str> =
                periods.iter().filter_map(|period| Some(period.refusal?.default_action().as_str())).collect();
            assert_eq!(actions.len(), 3, "{code} of {size}: {actions:?}");
            let whose = |is: fn(&Whose) -> bool| village.deaths.iter().any(|death| is(&death.whose));
            assert!(whose(|whose| matches!(whose, Whose::Worker(_))), "{code} of {size}");
            assert!(whose(|whose| matches!(whose, Whose::Named(..))), "{code} of {size}");
            assert!(village.moves.iter().any(|one| one.to != code), "{code} of {size}");
            assert!(
                periods.iter().any(|period| period.state == FundingState::Active
                    && period.claim.as_ref().is_some_and(|claim| claim.death_on().is_some())),
                "{code} of {size}: nobody is paid for after a death"
            );
            for schooling in [Schooling::Claimed, Schooling::Verified, Schooling::Approved] {
                let is_it = |step: &DemoStep| matches!(step, DemoStep::School(_, far) if *far == schooling);
                let mut steps = claims().flat_map(|claim| &claim.steps);
                assert!(steps.any(|(_, step)| is_it(step)), "{code} of {size}: {schooling:?}");
            }
            let idle = claims().any(|claim| {
                claim.state == DemoClaimState::Approved && claim.children.len() == 2 && {
                    let of_first = |step: &DemoStep| matches!(step, DemoStep::School(0, _));
                    !claim.steps.iter().any(|(_, step)| of_first(step))
                }
            });
            assert!(idle, "{code} of {size}: no scholarship is due");
            let is_double = |one: &DemoWorker| {
                village.workers.iter().any(|other| {
                    other.id != one.id
                        && other.birth_on == one.birth_on
                        && other.name.to_lowercase() == one.name.to_lowercase()
                })
            };
            let mut registered = village.workers.iter().filter(|one| one.story == Story::Registered);
            assert!(registered.any(|one| one.nik.is_none() && is_double(one)), "{code} of {size}");
            let unreachable = village.workers.iter().any(|one| match &one.story {
                Story::Funded(Funding { claim: Some(claim), .. }) => {
                    claim.state == DemoClaimState::Returned
                        && claim.death_on().is_some()
                        && one.next_of_kin.as_ref().is_none_or(|kin| kin.phone.is_none())
                }
                _ => false,
            });
            assert!(unreachable, "{code} of {size}: everybody can be called");
        }
    }
}
