//! What a registry may say of somebody, and what follows from it for a plan.

mod words;

use serde::{Deserialize, Serialize};

use super::super::rules::{Verdict, Why};
use crate::cover::eligibility::rules::Input;
use crate::domain::{Day, code_list};

code_list! {
    /// Who checks the list of a plan.
    pub enum Registry = "pre_check_registry" {
        /// The population registry.
        PopulationRegistry = "population_registry",
        /// The insurer.
        Insurer = "insurer",
    }
}

code_list! {
    /// What a check found.
    pub enum CheckVerdict = "pre_check_verdict" {
        /// Nothing is in the way.
        Ok = "ok",
        /// The person is known with another name, day of birth or sex: somebody should look at it.
        DataMismatch = "data_mismatch",
        /// No such NIK.
        NikNotFound = "nik_not_found",
        /// Has died.
        Deceased = "deceased",
        /// Does not live in the regency any more.
        MovedAway = "moved_away",
        /// Is insured as a wage earner.
        ActiveWageEarner = "active_wage_earner",
        /// Civil servant, military or police.
        CivilServant = "civil_servant",
        /// Another source pays already.
        FundedElsewhere = "funded_elsewhere",
        /// Past the age of entry.
        OverAge = "over_age",
    }
}

/// What a registry has against somebody, or wants to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreCheckReason {
    /// What was found; as a reason of a candidate its code has a prefix.
    #[serde(rename = "code", with = "words::prefixed")]
    pub verdict: CheckVerdict,
    /// By whom.
    pub against: Registry,
    /// The day for which it was said.
    pub checked_on: Day,
}

impl PreCheckReason {
    /// Whether it keeps somebody out. The age of entry is none for whose membership runs, and other data are only a warning.
    fn is_obstacle(self, continues: bool) -> bool {
        match self.verdict {
            CheckVerdict::Ok | CheckVerdict::DataMismatch => false,
            CheckVerdict::OverAge => !continues,
            CheckVerdict::NikNotFound
            | CheckVerdict::Deceased
            | CheckVerdict::MovedAway
            | CheckVerdict::ActiveWageEarner
            | CheckVerdict::CivilServant
            | CheckVerdict::FundedElsewhere => true,
        }
    }

    /// What was looked at, by name.
    pub fn inputs(self) -> Vec<(&'static str, Input)> {
        vec![
            ("against", Input::Code(self.against.as_str().to_owned())),
            ("checked_on", Input::Code(self.checked_on.to_string())),
        ]
    }
}

/// Judges somebody again in the light of what registries said.
pub fn weigh(verdict: Verdict, said: &[PreCheckReason]) -> Verdict {
    let continues = verdict.is_continuation;
    let (against, remarks): (Vec<_>, Vec<_>) =
        said.iter().copied().partition(|reason| reason.is_obstacle(continues));
    let reasons = |kept: Vec<Why>, more: Vec<PreCheckReason>| {
        kept.into_iter().chain(more.into_iter().map(Why::from)).collect()
    };
    match (verdict.is_eligible, against.is_empty()) {
        (true, true) => Verdict { reasons: reasons(verdict.reasons, remarks), ..verdict },
        (false, true) => verdict,
        // What spoke for somebody is no reason for being excluded.
        (true, false) => {
            Verdict { is_eligible: false, is_continuation: false, reasons: reasons(Vec::new(), against) }
        }
        (false, false) => Verdict { reasons: reasons(verdict.reasons, against), ..verdict },
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::rules::PlanReason;
    use super::*;
    use crate::domain::{Coded as _, parse_day};

    fn said(verdict: CheckVerdict) -> PreCheckReason {
        let checked_on = parse_day("2026-01-10").unwrap();
        PreCheckReason { verdict, against: Registry::Insurer, checked_on }
    }

    fn judged(is_eligible: bool, is_continuation: bool) -> Verdict {
        Verdict { is_eligible, is_continuation, reasons: vec![PlanReason::FundedLastYear.into()] }
    }

    fn found(verdict: &Verdict) -> (bool, bool, Vec<&'static str>) {
        (verdict.is_eligible, verdict.is_continuation, verdict.reasons.iter().map(Why::code).collect())
    }

    #[test]
    fn every_verdict_but_ok_and_a_mismatch_keeps_a_new_member_out() {
        for verdict in CheckVerdict::ALL {
            let after = weigh(judged(true, false), &[said(*verdict)]);
            let expected = match verdict {
                CheckVerdict::Ok | CheckVerdict::DataMismatch => 2,
                _ => 1,
            };
            assert_eq!((after.is_eligible, after.reasons.len()), (expected == 2, expected), "{verdict}");
        }
    }

    #[test]
    fn a_mismatch_is_something_to_look_at() {
        let after = weigh(judged(true, true), &[said(CheckVerdict::DataMismatch)]);
        assert_eq!(found(&after), (true, true, vec!["funded_last_year", "pre_check_data_mismatch"]));
        let after = weigh(judged(false, false), &[said(CheckVerdict::DataMismatch)]);
        assert_eq!(found(&after), (false, false, vec!["funded_last_year"]));
    }

    #[test]
    fn the_age_of_entry_does_not_end_a_membership_that_runs() {
        let over_age = [said(CheckVerdict::OverAge)];
        let after = weigh(judged(true, true), &over_age);
        assert_eq!(found(&after), (true, true, vec!["funded_last_year", "pre_check_over_age"]));
        assert_eq!(found(&weigh(judged(true, false), &over_age)).2, ["pre_check_over_age"]);
    }

    #[test]
    fn what_was_in_the_way_before_stays_and_every_obstacle_is_told() {
        let both =
            [said(CheckVerdict::Deceased), said(CheckVerdict::DataMismatch), said(CheckVerdict::MovedAway)];
        let expected = vec!["funded_last_year", "pre_check_deceased", "pre_check_moved_away"];
        assert_eq!(found(&weigh(judged(false, false), &both)), (false, false, expected));
    }

    #[test]
    fn a_reason_is_kept_under_its_code_and_reads_back() {
        for verdict in CheckVerdict::ALL {
            let why = Why::from(said(*verdict));
            let kept = serde_json::to_value(&why).unwrap();
            assert_eq!(kept["code"], why.code(), "{kept}");
            assert_eq!(serde_json::from_value::<Why>(kept).unwrap(), why);
        }
    }

    #[test]
    fn verdicts_are_known_by_code_and_by_the_usual_words() {
        for (text, verdict) in [
            ("ok", CheckVerdict::Ok),
            ("  Padan ", CheckVerdict::Ok),
            ("Meninggal  Dunia", CheckVerdict::Deceased),
            ("NIK_NOT_FOUND", CheckVerdict::NikNotFound),
            ("PNS", CheckVerdict::CivilServant),
            ("Peserta PU aktif", CheckVerdict::ActiveWageEarner),
        ] {
            assert_eq!(CheckVerdict::by_words(text), Some(verdict), "{text}");
        }
        // Nobody is excluded on a guess.
        for text in ["", "aktif", "tidak terdaftar", "?"] {
            assert_eq!(CheckVerdict::by_words(text), None, "{text}");
        }
    }
}
