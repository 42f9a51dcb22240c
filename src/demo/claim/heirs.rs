//! Who is paid from a claim of the roster: the worker who lives, or a family as families are.

use chrono::{Datelike, NaiveDate};

use super::{BankAccount, DemoBeneficiary, DemoClaim, DemoClaimState, DemoStep, pupils};
use crate::claims::heirs::codes::HeirRelation;
use crate::demo::identity::{self, Numbers};
use crate::demo::random::{Choice, Random};
use crate::demo::{NextOfKin, names};
use crate::domain::{KinRelation, Sex, age_on};

/// The worker of a claim.
pub struct Bereaved<'a> {
    /// As in the village's list.
    pub name: &'a str,
    /// Known of everybody who is insured.
    pub nik: Option<&'a str>,
    /// As above.
    pub birth_on: NaiveDate,
    /// As in the NIK.
    pub sex: Sex,
    /// Whom the worker named.
    pub next_of_kin: Option<&'a NextOfKin>,
}

/// Bank and national code; the rural bank of the regency has none, and most people bank there.
const BANKS: Choice<(&str, Option<&str>)> = Choice(
    ("BPR Bhakti Sumekar", None),
    &[
        ("BPR Bhakti Sumekar", None),
        ("BRI", Some("002")),
        ("BRI", Some("002")),
        ("Mandiri", Some("008")),
        ("BNI", Some("009")),
        ("BCA", Some("014")),
        ("BTN", Some("200")),
    ],
);

const WHOLE: i32 = 10_000;

/// Within how many days the insurer pays whom it can pay.
const PAID_WITHIN: i64 = 10;

/// Names who is to be paid, and leaves out the payment that cannot be made.
pub fn beneficiaries(
    random: &mut Random,
    numbers: &mut Numbers,
    worker: &Bereaved<'_>,
    claim: &mut DemoClaim,
    today: NaiveDate,
) {
    let mut people = match claim.death_on() {
        Some(on) => family(random, numbers, worker, (on, claim.leaves_pupils)),
        None => vec![themselves(worker)],
    };
    for one in &mut people {
        one.id = identity::id(random, claim.filed_on);
        one.account = account(random, claim.state, one);
    }
    if claim.state == DemoClaimState::Approved {
        hold_back(claim, &mut people, today);
    }
    claim.beneficiaries = people;
    if claim.leaves_pupils {
        pupils::enrol(random, worker.birth_on, claim, today);
    }
}

/// What was granted some time ago still waits for somebody's account; those who have one are paid already.
fn hold_back(claim: &mut DemoClaim, people: &mut [DemoBeneficiary], today: NaiveDate) {
    let granted = claim.steps.iter().find(|(_, step)| matches!(step, DemoStep::Grant(_)));
    let is_old = granted.is_some_and(|(day, _)| (today - *day).num_days() > PAID_WITHIN);
    if let Some(last) = people.last_mut().filter(|_| is_old) {
        last.account = None;
    }
    let is_partial = is_old && people.iter().any(|one| one.account.is_some());
    if !is_partial {
        claim.steps.retain(|(_, step)| !matches!(step, DemoStep::Pay(_)));
    }
}

fn themselves(worker: &Bereaved<'_>) -> DemoBeneficiary {
    DemoBeneficiary {
        nik: worker.nik.map(str::to_owned),
        birth_on: Some(worker.birth_on),
        ..heir(worker.name.to_owned(), HeirRelation::Member, WHOLE)
    }
}

fn heir(name: String, relation: HeirRelation, share: i32) -> DemoBeneficiary {
    let id = uuid::Uuid::nil();
    DemoBeneficiary { id, name, relation, nik: None, birth_on: None, guardian: None, share, account: None }
}

/// Spouse and children in any number; where there are none, a parent, or of older people a sibling. Who cares for children at
/// school is paid alone.
fn family(
    random: &mut Random,
    numbers: &mut Numbers,
    worker: &Bereaved<'_>,
    (on, leaves_pupils): (NaiveDate, bool),
) -> Vec<DemoBeneficiary> {
    let age = age_on(worker.birth_on, on).unwrap_or(40);
    let mut kin = Kin { random, numbers, worker, age, on };
    match kin.random.below(10) {
        _ if leaves_pupils => vec![kin.spouse(WHOLE)],
        0..=3 => vec![kin.spouse(WHOLE)],
        4..=5 if age >= 25 => vec![kin.spouse(5_000), kin.child(5_000, true)],
        6..=7 if age >= 28 => vec![kin.spouse(5_000), kin.child(2_500, true), kin.child(2_500, true)],
        8 if age >= 40 => vec![kin.child(3_334, false), kin.child(3_333, false), kin.child(3_333, false)],
        _ if age < 50 => vec![kin.parent()],
        _ => vec![kin.sibling()],
    }
}

struct Kin<'a> {
    random: &'a mut Random,
    numbers: &'a mut Numbers,
    worker: &'a Bereaved<'a>,
    /// Of the worker when the worker died.
    age: u32,
    on: NaiveDate,
}

impl Kin<'_> {
    fn spouse(&mut self, share: i32) -> DemoBeneficiary {
        let sex = match self.worker.sex {
            Sex::Male => Sex::Female,
            Sex::Female => Sex::Male,
        };
        let named = self.worker.next_of_kin.filter(|kin| kin.relation == KinRelation::Spouse);
        let name = match named {
            Some(kin) => kin.name.clone(),
            None => names::person(self.random, sex),
        };
        let years = (self.age + self.random.below(9)).saturating_sub(4).max(19);
        self.born(heir(name, HeirRelation::Spouse, share), sex, years)
    }

    /// A child. Minors have their other parent or an aunt for a guardian.
    fn child(&mut self, share: i32, has_parent: bool) -> DemoBeneficiary {
        let sex = self.any_sex();
        let most = self.age.saturating_sub(20).clamp(1, 40);
        let years =
            if has_parent { 1 + self.random.below(most) } else { 19 + self.random.below(most.min(4)) };
        let name = names::person(self.random, sex);
        let mut child = self.born(heir(name, HeirRelation::Child, share), sex, years);
        if years < 19 {
            child.guardian = Some(names::person(self.random, Sex::Female));
        }
        child
    }

    fn parent(&mut self) -> DemoBeneficiary {
        let name = names::person(self.random, Sex::Female);
        let years = self.age + 18 + self.random.below(14);
        self.born(heir(name, HeirRelation::Parent, WHOLE), Sex::Female, years)
    }

    fn sibling(&mut self) -> DemoBeneficiary {
        let sex = self.any_sex();
        let name = names::person(self.random, sex);
        let years = self.age.saturating_sub(self.random.below(12)).max(20);
        self.born(heir(name, HeirRelation::Sibling, WHOLE), sex, years)
    }

    fn any_sex(&mut self) -> Sex {
        if self.random.chance(500) { Sex::Male } else { Sex::Female }
    }

    /// The same with a day of birth so many years ago, and mostly with a NIK.
    fn born(&mut self, one: DemoBeneficiary, sex: Sex, years: u32) -> DemoBeneficiary {
        let year = self.on.year() - i32::try_from(years).unwrap_or(0);
        let day = NaiveDate::from_yo_opt(year, 1 + self.random.below(300)).unwrap_or(self.on);
        let nik = if self.random.chance(700) { self.numbers.nik(self.random, sex, day) } else { None };
        match nik {
            Some((number, day)) => DemoBeneficiary { nik: Some(number), birth_on: Some(day), ..one },
            None => DemoBeneficiary { birth_on: Some(day), ..one },
        }
    }
}

/// Where somebody is paid: often known from the start, in time for the money at the latest.
fn account(random: &mut Random, state: DemoClaimState, one: &DemoBeneficiary) -> Option<BankAccount> {
    let known = random.chance(if state == DemoClaimState::Draft { 400 } else { 800 });
    let account = BankAccount { is_late: !known, ..known_account(random, one) };
    (known || state == DemoClaimState::Paid).then_some(account)
}

/// An account of the beneficiary or of who is paid in the place of one.
pub fn known_account(random: &mut Random, one: &DemoBeneficiary) -> BankAccount {
    let (bank, code) = random.pick(&BANKS);
    let number = format!("{:04}{:08}", random.below(10_000), random.below(100_000_000));
    let holder = one.guardian.as_ref().unwrap_or(&one.name).clone();
    BankAccount { bank, code, number, holder, is_late: false }
}
