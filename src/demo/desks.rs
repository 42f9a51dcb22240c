//! What lies on the desks of the villages that the demo shows, beside what follows from the stories of their workers: papers
//! that are half there, accounts that are changed or shared, deaths that nobody has claimed or that may be somebody's, and
//! people who shall move.

use chrono::{Datelike, NaiveDate};

use super::calendar::Calendar;
use super::casting::SHOWN_VILLAGES;
use super::claim::{
    BankAccount, DemoBeneficiary, DemoClaim, DemoClaimKind, DemoClaimState, DemoStep, known_account,
};
use super::funding::{Funding, FundingState};
use super::identity;
use super::random::{Choice, Random};
use super::story::Story;
use super::worker::DemoWorker;
use crate::casework::deaths::rules::DeathPlace;
use crate::domain::{Id, RegionCode};

/// A death of which the office heard.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoDeath {
    /// The report's id.
    pub id: Id,
    /// Whose it is, or may be.
    pub whose: Whose,
    /// The day of the death.
    pub died_on: NaiveDate,
    /// The day on which the office heard of it.
    pub told_on: NaiveDate,
    /// Where it was.
    pub place: DeathPlace,
    /// What happened.
    pub circumstances: &'static str,
}

/// Whose death it is.
#[derive(Clone, PartialEq, Eq)]
pub enum Whose {
    /// Of the worker at this place of the village's list, as the village says.
    Worker(usize),
    /// Of somebody of this name and this day of birth, as the civil registry has it.
    Named(String, Option<NaiveDate>),
}

/// Somebody for whom another village asks.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoMove {
    /// The request's id.
    pub id: Id,
    /// The place of the worker in the village's list.
    pub worker: usize,
    /// The village that asks.
    pub to: &'static str,
    /// The day on which it asked.
    pub asked_on: NaiveDate,
    /// Why.
    pub reason: &'static str,
}

const DEATHS: Choice<(DeathPlace, &str)> = Choice(
    (DeathPlace::Home, "Meninggal di rumah karena sakit; keluarga belum mengurus klaim."),
    &[
        (DeathPlace::HealthFacility, "Dirawat di RSUD dan meninggal karena stroke; akta belum terbit."),
        (DeathPlace::Home, "Meninggal saat tidur; anak-anaknya bekerja di luar kota."),
        (DeathPlace::HealthFacility, "Meninggal di puskesmas karena serangan jantung."),
        (DeathPlace::Elsewhere, "Meninggal di rumah saudara di desa tetangga."),
    ],
);

const FROM_THE_REGISTRY: &str = "Menurut daftar kematian Dispendukcapil, tanpa NIK.";

const REASONS: Choice<&str> = Choice(
    "Pindah rumah dan membuka warung di sini.",
    &[
        "Ikut suami pindah ke desa ini.",
        "Pulang ke rumah orang tua dan berjualan di sini.",
        "Sudah berdomisili di sini menurut surat pindah.",
        "NIK sudah terdaftar di desa lain saat didata.",
    ],
);

/// Enters somebody a second time: without the NIK, and with the name as others write it. Nobody has noticed yet.
pub fn enter_twice(dying: Option<usize>, workers: &mut [DemoWorker]) {
    let known = workers.iter().enumerate().find(|(place, worker)| {
        Some(*place) != dying
            && stays(worker)
            && worker.story != Story::Registered
            && worker.birth_on.is_some()
    });
    let Some((_, known)) = known else { return };
    let (name, birth_on, sex) = (known.name.to_uppercase(), known.birth_on, known.sex);
    let Some(again) = without_identity(workers) else { return };
    again.name = name;
    again.birth_on = birth_on;
    again.sex = sex;
}

/// Who is entered without a NIK and without a phone: the first for whom nobody has asked for either.
pub fn without_identity(workers: &mut [DemoWorker]) -> Option<&mut DemoWorker> {
    workers.iter_mut().find(|worker| worker.story == Story::Registered)
}

/// Gives the claims what keeps people busy: of one that was handed in some papers and an account are missing, of one that
/// the insurer has an account is changed, two of different families are paid to the same one, and the family of one that came
/// back has no phone.
pub fn complicate(random: &mut Random, calendar: &Calendar, workers: &mut [DemoWorker]) {
    if let Some(claim) = first(workers, DemoClaimState::Submitted) {
        let day = after_last_step(random, calendar, claim);
        claim.steps.push((day, DemoStep::SendSome));
        if let Some(one) = claim.beneficiaries.last_mut() {
            one.account = None;
        }
    }
    if let Some(claim) = first(workers, DemoClaimState::SentToInsurer) {
        let day = after_last_step(random, calendar, claim);
        if let Some(one) = claim.beneficiaries.first_mut() {
            settle_account(random, one);
            let other = known_account(random, one);
            claim.steps.push((day, DemoStep::ChangeAccount(other)));
        }
    }
    // Whom nobody can call is written to.
    if let Some(kin) = claimant(workers, DemoClaimState::Returned).and_then(|one| one.next_of_kin.as_mut()) {
        kin.phone = None;
    }
    let shared = payee(workers, DemoClaimState::Returned).map(|one| settle_account(random, one));
    if let Some((account, one)) = shared.zip(payee(workers, DemoClaimState::Verified)) {
        one.account = Some(account);
    }
}

/// The first claim in a state for which papers are asked: old-age savings need none.
fn first(workers: &mut [DemoWorker], state: DemoClaimState) -> Option<&mut DemoClaim> {
    match &mut claimant(workers, state)?.story {
        Story::Funded(funding) => funding.claim.as_deref_mut(),
        _ => None,
    }
}

/// Of whom that claim came.
fn claimant(workers: &mut [DemoWorker], state: DemoClaimState) -> Option<&mut DemoWorker> {
    workers.iter_mut().find(|worker| match &worker.story {
        Story::Funded(Funding { claim: Some(claim), .. }) => {
            claim.state == state && claim.kind != DemoClaimKind::OldAge
        }
        _ => false,
    })
}

/// Who is paid first from that claim.
fn payee(workers: &mut [DemoWorker], state: DemoClaimState) -> Option<&mut DemoBeneficiary> {
    first(workers, state)?.beneficiaries.first_mut()
}

fn after_last_step(random: &mut Random, calendar: &Calendar, claim: &DemoClaim) -> NaiveDate {
    let last = claim.steps.last().map_or(claim.filed_on, |(day, _)| *day);
    calendar.after(last, 1 + random.below(2))
}

/// Gives somebody an account that is known from the start.
fn settle_account(random: &mut Random, one: &mut DemoBeneficiary) -> BankAccount {
    let account = known_account(random, one);
    one.account.insert(account).clone()
}

/// The death of the dying worker, of which the village tells today: it ends what the register had of the worker until now. And
/// one of which the civil registry knows little more than a name, which is also that of somebody in the village. Both are of
/// this month, whose contributions are owed in any case.
pub fn deaths(
    random: &mut Random,
    calendar: &Calendar,
    dying: Option<usize>,
    workers: &[DemoWorker],
) -> Vec<DemoDeath> {
    let mut deaths = Vec::new();
    if let Some(place) = dying.filter(|place| *place < workers.len()) {
        let (where_died, circumstances) = random.pick(&DEATHS);
        let whose = Whose::Worker(place);
        let death = death(random, calendar, whose, where_died, circumstances);
        deaths.push(DemoDeath { told_on: calendar.today, ..death });
    }
    let alike = workers
        .iter()
        .enumerate()
        .rev()
        .find(|(place, worker)| Some(*place) != dying && stays(worker) && worker.birth_on.is_some());
    if let Some((_, worker)) = alike {
        // Lists that lack a NIK have the first of July for many who know only their year.
        let birth_on = worker.birth_on.and_then(|birth| NaiveDate::from_ymd_opt(birth.year(), 7, 1));
        let whose = Whose::Named(worker.name.to_uppercase(), birth_on);
        deaths.push(death(random, calendar, whose, DeathPlace::Elsewhere, FROM_THE_REGISTRY));
    }
    deaths
}

fn death(
    random: &mut Random,
    calendar: &Calendar,
    whose: Whose,
    place: DeathPlace,
    circumstances: &'static str,
) -> DemoDeath {
    let this_month = calendar.this_month().first_day();
    let died_on = calendar.ago(4 + random.below(9)).max(this_month);
    let told_on = calendar.after(died_on, 1 + random.below(3));
    DemoDeath { id: identity::id(random, told_on), whose, died_on, told_on, place, circumstances }
}

/// Whom other villages ask for: somebody who has a NIK and of whom no claim tells.
pub fn moves(
    random: &mut Random,
    calendar: &Calendar,
    dying: Option<usize>,
    (village, workers): (&RegionCode, &[DemoWorker]),
) -> Vec<DemoMove> {
    let [town, island] = SHOWN_VILLAGES;
    let found = workers.iter().enumerate().find(|(place, worker)| {
        Some(*place) != dying && stays(worker) && worker.nik.is_some() && worker.story != Story::Registered
    });
    let Some((worker, _)) = found else { return Vec::new() };
    let is_town = village.as_str() == town;
    let to = if is_town || village.as_str() != island && random.chance(250) { island } else { town };
    let asked_on = calendar.ago(1 + random.below(5));
    let reason = random.pick(&REASONS);
    vec![DemoMove { id: identity::id(random, asked_on), worker, to, asked_on, reason }]
}

/// Whether somebody is in the register and goes on to be.
fn stays(worker: &DemoWorker) -> bool {
    match &worker.story {
        Story::Registered | Story::Verified => true,
        Story::Funded(funding) => {
            funding.claim.is_none() && !matches!(funding.state, FundingState::Ended(..))
        }
        Story::Rejected(_) | Story::Inactive(..) => false,
    }
}
