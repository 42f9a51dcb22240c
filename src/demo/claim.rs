//! The claims of the roster: what happened, who is to be paid, and step by step what was done about it.

mod heirs;
mod outcome;
mod pupils;
mod way;

use chrono::NaiveDate;

use super::funding::Village;
use super::identity;
use super::random::{Choice, Random};
use crate::claims::heirs::codes::HeirRelation;
use crate::domain::Id;

pub use heirs::{Bereaved, beneficiaries, known_account};
pub use outcome::DemoGrant;
pub use pupils::{DemoChild, Schooling};
pub use way::DemoStep;

/// A claim and how it came to its state.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoClaim {
    /// The claim's id.
    pub id: Id,
    /// What it is about.
    pub kind: DemoClaimKind,
    /// Where it stands.
    pub state: DemoClaimState,
    /// The day of death or of the accident; the day of asking for old-age savings.
    pub event_on: NaiveDate,
    /// The day on which an accident ended in death.
    pub died_on: Option<NaiveDate>,
    /// The day on which it was reported and filed.
    pub filed_on: NaiveDate,
    /// What happened, where it must be told.
    pub circumstances: Option<&'static str>,
    /// Who is to be paid.
    pub beneficiaries: Vec<DemoBeneficiary>,
    /// Whether children are left who go to school.
    pub leaves_pupils: bool,
    /// Who they are.
    pub children: Vec<DemoChild>,
    /// What was done about it since, in order.
    pub steps: Vec<(NaiveDate, DemoStep)>,
}

/// Somebody who is to be paid.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoBeneficiary {
    /// The beneficiary's id.
    pub id: Id,
    /// The name.
    pub name: String,
    /// What they are to the worker.
    pub relation: HeirRelation,
    /// Not always at hand.
    pub nik: Option<String>,
    /// When they were born.
    pub birth_on: Option<NaiveDate>,
    /// Who is paid in the place of a minor.
    pub guardian: Option<String>,
    /// Their part in basis points.
    pub share: i32,
    /// Where they are paid, if that is known.
    pub account: Option<BankAccount>,
}

/// Where somebody is paid.
#[derive(Clone, PartialEq, Eq)]
pub struct BankAccount {
    /// The bank.
    pub bank: &'static str,
    /// Its national code; rural banks have none.
    pub code: Option<&'static str>,
    /// The number.
    pub number: String,
    /// Whose it is.
    pub holder: String,
    /// Whether it was known only when the money was there.
    pub is_late: bool,
}

/// What a claim is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DemoClaimKind {
    /// Death (JKM).
    Death,
    /// Work accident (JKK).
    WorkAccident,
    /// Old-age savings (JHT).
    OldAge,
}

/// Where a claim stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DemoClaimState {
    /// Begun by the village.
    Draft,
    /// Handed to the office.
    Submitted,
    /// Sent back for a missing paper.
    Returned,
    /// Checked by the office.
    Verified,
    /// With the insurer.
    SentToInsurer,
    /// Granted, not yet paid.
    Approved,
    /// Refused.
    Rejected,
    /// Refused and contested.
    Appealed,
    /// Granted and paid to everybody.
    Paid,
    /// Taken back before a decision.
    Withdrawn,
}

impl DemoClaimKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Death, Self::WorkAccident, Self::OldAge];
}

impl DemoClaimState {
    /// All states.
    pub const ALL: [Self; 10] = [
        Self::Paid,
        Self::SentToInsurer,
        Self::Draft,
        Self::Approved,
        Self::Submitted,
        Self::Returned,
        Self::Verified,
        Self::Rejected,
        Self::Appealed,
        Self::Withdrawn,
    ];

    /// Over how many days such claims are spread: what waits for somebody is recent, what is over is of the
    /// whole year.
    const fn spread(self) -> u32 {
        match self {
            Self::Draft | Self::Submitted | Self::Returned | Self::Verified | Self::SentToInsurer => 20,
            Self::Approved | Self::Appealed => 60,
            Self::Rejected | Self::Paid | Self::Withdrawn => 290,
        }
    }
}

const ACCIDENTS: Choice<&str> = Choice(
    "Tersiram minyak panas saat menggoreng di warung; luka bakar di lengan kanan.",
    &[
        "Terpeleset di lantai warung yang basah; pergelangan tangan patah.",
        "Ditabrak sepeda motor saat mengantar pesanan; kaki kiri terluka.",
        "Tabung gas bocor dan menyambar; luka bakar di wajah dan tangan.",
        "Jatuh dari tangga saat menurunkan karung beras; tulang selangka retak.",
        "Jari terpotong mesin parut kelapa.",
        "Tertimpa rak dagangan saat menata barang; memar di punggung.",
    ],
);

const FATAL_ACCIDENTS: Choice<&str> = Choice(
    "Ditabrak truk saat berangkat kulakan ke pasar; meninggal dunia di rumah sakit.",
    &[
        "Tersengat listrik saat memasang lampu warung; meninggal dunia.",
        "Ledakan tabung gas di dapur warung; meninggal dunia karena luka bakar.",
        "Jatuh dari perahu saat membawa barang dagangan; meninggal dunia.",
    ],
);

const DEATHS: Choice<Option<&str>> = Choice(
    None,
    &[None, Some("Sakit jantung."), Some("Stroke, dirawat tiga hari di RSUD."), Some("Sakit menahun.")],
);

impl DemoClaim {
    /// A claim that comes to a state. Who is to be paid is known when the worker is.
    pub fn next(
        random: &mut Random,
        village: &mut Village<'_>,
        kind: DemoClaimKind,
        state: DemoClaimState,
    ) -> Self {
        Self::made(random, village, (kind, false), state)
    }

    /// The same of an accident at work that left children at school.
    pub fn of_orphans(random: &mut Random, village: &mut Village<'_>, state: DemoClaimState) -> Self {
        Self::made(random, village, (DemoClaimKind::WorkAccident, true), state)
    }

    fn made(
        random: &mut Random,
        village: &mut Village<'_>,
        (kind, leaves_pupils): (DemoClaimKind, bool),
        state: DemoClaimState,
    ) -> Self {
        let calendar = village.calendar;
        let way = way::to(random, state);
        let reported_after = 1 + random.below(6);
        let lasted = reported_after + way.iter().map(|(days, _)| days).sum::<u32>();
        let event_on = calendar.ago(lasted + random.below(state.spread()));
        let is_fatal = kind == DemoClaimKind::WorkAccident && (random.chance(250) || leaves_pupils);
        let died_on = is_fatal.then(|| calendar.after(event_on, random.below(3).min(reported_after)));
        let circumstances = match (kind, died_on) {
            (DemoClaimKind::Death, _) => random.pick(&DEATHS),
            (DemoClaimKind::WorkAccident, Some(_)) => Some(random.pick(&FATAL_ACCIDENTS)),
            (DemoClaimKind::WorkAccident, None) => Some(random.pick(&ACCIDENTS)),
            (DemoClaimKind::OldAge, _) => None,
        };
        let filed_on = calendar.after(event_on, reported_after);
        let mut on = filed_on;
        let mut steps = Vec::with_capacity(way.len());
        let event = outcome::Event { kind, event_on, is_fatal, since: calendar.january() };
        for (days, stage) in way {
            on = calendar.after(on, days);
            steps.push((on, stage.step(random, village.numbers, &event, on)));
        }
        Self {
            id: identity::id(random, filed_on),
            kind,
            state,
            event_on,
            died_on,
            filed_on,
            circumstances,
            beneficiaries: Vec::new(),
            leaves_pupils,
            children: Vec::new(),
            steps,
        }
    }

    /// The day on which the worker died, if it is a claim of heirs.
    pub fn death_on(&self) -> Option<NaiveDate> {
        match self.kind {
            DemoClaimKind::Death => Some(self.event_on),
            DemoClaimKind::WorkAccident => self.died_on,
            DemoClaimKind::OldAge => None,
        }
    }
}
