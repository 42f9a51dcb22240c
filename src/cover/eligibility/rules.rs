//! The checks of a worker and what they make of an entry and of a continuation.

mod fit;
mod reason;
#[cfg(test)]
mod tests;
mod words;

pub use fit::{Traits, fit};
pub use reason::{Input, Reason};

use serde::{Deserialize, Serialize};

use crate::cover::standing::rules::{Basis, Standing, StandingState};
use crate::domain::{Day, Month, Programme, ProgrammeSet, WarungRole, age_on, code_list};

code_list! {
    /// What a check came to, from best to worst.
    pub enum Verdict = "eligibility_verdict" {
        /// Nothing is in the way.
        Ok = "ok",
        /// Somebody should look at it.
        Warns = "warns",
        /// It cannot be said.
        Unknown = "unknown",
        /// It cannot be.
        Blocks = "blocks",
    }
}

/// A period that funds some programmes of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funded {
    /// Which.
    pub programmes: ProgrammeSet,
    /// The first month.
    pub from: Month,
    /// The last month.
    pub until: Month,
}

/// What is known of a worker on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerFacts {
    /// The state of the registration.
    pub status: String,
    /// The reason of that state.
    pub status_reason: Option<String>,
    /// Whether any regency knows of the person's death.
    pub is_deceased: bool,
    /// Whether the NIK is known.
    pub has_nik: bool,
    /// What NIK and stated data disagree about, as codes.
    pub nik_warnings: Vec<String>,
    /// The day of birth.
    pub birth_on: Option<Day>,
    /// The roles in warungs on that day.
    pub roles: Vec<WarungRole>,
    /// The periods that fund the day's month.
    pub funded: Vec<Funded>,
    /// How the person stands with the insurer.
    pub standing: Standing,
}

/// The dated parameters that eligibility needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Who has this age cannot enter any more.
    pub entry_age: Option<i64>,
    /// How many jobs can be insured.
    pub jobs_maximum: Option<i64>,
}

/// What the checks of one way in came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The worst of the reasons.
    pub verdict: Verdict,
    /// Every check with its verdict.
    pub reasons: Vec<Reason>,
}

/// Whether somebody can enter, and whether somebody can continue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eligibility {
    /// As a new member.
    pub entry: Assessment,
    /// As somebody who is a member already.
    pub continuation: Assessment,
}

/// Judges a worker for a day, with what was found about the source that is to pay, if one is asked for.
pub fn assess(facts: &WorkerFacts, limits: Limits, on: Day, of_source: Vec<Reason>) -> Eligibility {
    let mut entry = common(facts, limits);
    entry.extend(of_source);
    let mut continuation = entry.clone();
    entry.push(age(facts.birth_on, limits.entry_age, on));
    entry.push(entry_standing(&facts.standing));
    continuation.push(continuation_standing(&facts.standing));
    let funding = funding(&facts.funded);
    entry.extend(funding.iter().cloned());
    continuation.extend(funding);
    Eligibility { entry: Assessment::of(entry), continuation: Assessment::of(continuation) }
}

impl Assessment {
    fn of(reasons: Vec<Reason>) -> Self {
        let verdict = reasons.iter().map(Reason::verdict).max().unwrap_or(Verdict::Ok);
        Self { verdict, reasons }
    }

    /// The reasons that stand in the way of a proposal. Which months are funded already is not among them: a
    /// proposal names its months, and they are compared one by one.
    fn obstacles(&self) -> Vec<Reason> {
        let counts = |reason: &&Reason| {
            !matches!(reason, Reason::FundedAlready { .. }) && reason.verdict() >= Verdict::Unknown
        };
        self.reasons.iter().filter(counts).cloned().collect()
    }
}

impl Eligibility {
    /// Whether a period may be proposed, as an entry or as a continuation; if not, everything in the way. Where one way
    /// in has only obstacles that the other has too, its own say all: that a membership is not known stands in nobody's
    /// way who cannot be covered as a member either.
    pub fn may_be_proposed(&self) -> Result<(), Vec<Reason>> {
        let (entry, continuation) = (self.entry.obstacles(), self.continuation.obstacles());
        if entry.is_empty() || continuation.is_empty() {
            return Ok(());
        }
        if entry.iter().all(|reason| continuation.contains(reason)) {
            return Err(entry);
        }
        if continuation.iter().all(|reason| entry.contains(reason)) {
            return Err(continuation);
        }
        let own = continuation.into_iter().filter(|reason| !entry.contains(reason)).collect::<Vec<_>>();
        Err(entry.into_iter().chain(own).collect())
    }

    /// Whether somebody can go on as the member that they are.
    pub fn continues(&self) -> bool {
        self.continuation.obstacles().is_empty()
    }

    /// Whether somebody is past the age at which one can enter.
    pub fn is_past_entry_age(&self) -> bool {
        self.entry.reasons.iter().any(|reason| matches!(reason, Reason::TooOldToEnter { .. }))
    }

    /// Of somebody who may be proposed: in which way, and what somebody should look at before. What is funded already is
    /// not among it, since a proposal names its months.
    pub fn remarks(&self) -> Vec<Reason> {
        let way = if self.continues() { &self.continuation } else { &self.entry };
        let counts = |reason: &&Reason| {
            !matches!(reason, Reason::FundedAlready { .. })
                && (reason.is_way_in() || reason.verdict() == Verdict::Warns)
        };
        way.reasons.iter().filter(counts).cloned().collect()
    }
}

/// What is funded already, period by period, and what that leaves to be funded.
fn funding(funded: &[Funded]) -> Vec<Reason> {
    if funded.is_empty() {
        return vec![Reason::NotFunded];
    }
    let taken = funded.iter().fold(ProgrammeSet::EMPTY, |taken, one| taken.union(one.programmes));
    let left = Programme::ALL.iter().filter(|programme| !taken.contains(**programme));
    let left = left.fold(ProgrammeSet::EMPTY, |left, programme| left.with(*programme));
    funded.iter().map(|period| Reason::FundedAlready { period: *period, left }).collect()
}

fn common(facts: &WorkerFacts, limits: Limits) -> Vec<Reason> {
    vec![
        registration(facts),
        life(facts.is_deceased),
        nik(facts),
        role(&facts.roles),
        jobs(facts.roles.len(), limits.jobs_maximum),
    ]
}

fn registration(facts: &WorkerFacts) -> Reason {
    if facts.status == "verified" {
        return Reason::Verified;
    }
    Reason::NotVerified { status: facts.status.clone(), reason: facts.status_reason.clone() }
}

fn life(is_deceased: bool) -> Reason {
    if is_deceased { Reason::Deceased } else { Reason::NotKnownDeceased }
}

fn nik(facts: &WorkerFacts) -> Reason {
    match (facts.has_nik, facts.nik_warnings.is_empty()) {
        (false, _) => Reason::NikMissing,
        (true, false) => Reason::NikDoubtful { warnings: facts.nik_warnings.clone() },
        (true, true) => Reason::NikKnown,
    }
}

fn age(birth_on: Option<Day>, limit: Option<i64>, on: Day) -> Reason {
    match (birth_on.and_then(|birth_on| age_on(birth_on, on)).map(i64::from), limit) {
        (None, _) => Reason::AgeUnknown,
        (Some(_), None) => Reason::NoAgeRule,
        (Some(age), Some(limit)) if age < limit => Reason::YoungEnough { age, limit },
        (Some(age), Some(limit)) => Reason::TooOldToEnter { age, limit },
    }
}

/// Whoever is only an employee is the employer's duty.
fn role(roles: &[WarungRole]) -> Reason {
    match roles.is_empty() || roles.iter().any(|role| *role != WarungRole::Employee) {
        true => Reason::OwnAccount,
        false => Reason::EmployeeOnly,
    }
}

fn jobs(jobs: usize, maximum: Option<i64>) -> Reason {
    let jobs = i64::try_from(jobs).unwrap_or(i64::MAX);
    match maximum {
        None => Reason::NoJobsRule,
        Some(maximum) if jobs <= maximum => Reason::JobsWithinMaximum { jobs, maximum },
        Some(maximum) => Reason::TooManyJobs { jobs, maximum },
    }
}

fn entry_standing(standing: &Standing) -> Reason {
    match standing.state {
        StandingState::Active | StandingState::InArrears => {
            Reason::MemberAlready { standing: standing.state }
        }
        StandingState::Lapsed | StandingState::NotCovered => Reason::NoRunningMembership,
    }
}

fn continuation_standing(standing: &Standing) -> Reason {
    match (standing.state, standing.basis) {
        (_, Basis::Unknown) => Reason::MembershipUnknown,
        (StandingState::Active, _) => Reason::MembershipActive { until: standing.until_month },
        (StandingState::InArrears, _) => Reason::MembershipInArrears { until: standing.until_month },
        (StandingState::Lapsed, _) => Reason::MembershipLapsed { until: standing.until_month },
        (StandingState::NotCovered, _) => Reason::NoMembership,
    }
}
