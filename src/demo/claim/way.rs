//! The way of a claim through the offices.

use chrono::{Datelike, NaiveDate};

use super::outcome::{self, DemoGrant, Event};
use super::{BankAccount, DemoClaimKind, DemoClaimState, Schooling};
use crate::demo::identity::Numbers;
use crate::demo::random::{Choice, Random};

/// Something that is done with a claim after it was filed.
#[derive(Clone, PartialEq, Eq)]
pub enum DemoStep {
    /// The village hands it to the office.
    Submit,
    /// The office gives it back for papers.
    Return(Vec<&'static str>),
    /// Some of its papers come; of these the office finds one right and one wrong.
    SendSome,
    /// A second person confirms it.
    Verify,
    /// The office sends it on, under the insurer's number.
    Send(String),
    /// The insurer grants.
    Grant(DemoGrant),
    /// The insurer refuses.
    Refuse(&'static str),
    /// The family disputes.
    Appeal(&'static str),
    /// The insurer pays those whose accounts are known, all or some, under this reference.
    Pay(String),
    /// The first beneficiary wants to be paid elsewhere, for which a second person is needed.
    ChangeAccount(BankAccount),
    /// The scholarship of a school year is claimed for the child at this place, and comes so far.
    School(usize, Schooling),
    /// It is taken back.
    Withdraw(&'static str),
}

/// A step without its words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Submit,
    Return,
    Verify,
    Send,
    Grant,
    Refuse,
    Appeal,
    Pay,
    Withdraw,
}

const PAPERS_OF_HEIRS: Choice<&str> = Choice(
    "Surat keterangan ahli waris dari desa",
    &[
        "Akta kematian",
        "Fotokopi KTP ahli waris",
        "Kartu keluarga terbaru",
        "Fotokopi buku rekening",
        "Surat nikah",
    ],
);

const PAPERS_OF_ACCIDENTS: Choice<&str> = Choice(
    "Kronologi dengan dua saksi",
    &[
        "Formulir laporan tahap II",
        "Kuitansi asli dari rumah sakit",
        "Surat keterangan polisi",
        "Fotokopi KTP saksi",
    ],
);

const PAPERS_OF_SAVINGS: Choice<&str> =
    Choice("Kartu peserta", &["Fotokopi KTP", "Fotokopi buku rekening", "Surat berhenti bekerja dari desa"]);

const APPEALS: Choice<&str> = Choice(
    "Iuran sudah dibayar dari dana kabupaten; bukti setor dilampirkan.",
    &["Keluarga melampirkan akta yang sudah dibetulkan.", "Saksi sudah membuat pernyataan tertulis di desa."],
);

const WITHDRAWALS: Choice<&str> =
    Choice("Keluarga memilih mengurus sendiri.", &["Salah orang, nama dan desa sama.", "Diajukan dua kali."]);

/// The days from step to step on the way to a state. Every fourth file comes back once.
pub fn to(random: &mut Random, state: DemoClaimState) -> Vec<(u32, Stage)> {
    use DemoClaimState as State;
    let detour: &[Stage] =
        if random.chance(250) { &[Stage::Submit, Stage::Return, Stage::Submit] } else { &[Stage::Submit] };
    let sent = [Stage::Verify, Stage::Send];
    let stages: Vec<Stage> = match state {
        State::Draft => Vec::new(),
        State::Submitted => vec![Stage::Submit],
        State::Returned => vec![Stage::Submit, Stage::Return],
        State::Withdrawn => vec![Stage::Submit, Stage::Withdraw],
        State::Verified => [detour, &[Stage::Verify]].concat(),
        State::SentToInsurer => [detour, &sent].concat(),
        State::Approved | State::Paid => [detour, &sent, &[Stage::Grant, Stage::Pay]].concat(),
        State::Rejected => [detour, &sent, &[Stage::Refuse]].concat(),
        State::Appealed => [detour, &sent, &[Stage::Refuse, Stage::Appeal]].concat(),
    };
    stages.into_iter().map(|stage| (stage.takes(random), stage)).collect()
}

impl Stage {
    /// How many days after the step before.
    fn takes(self, random: &mut Random) -> u32 {
        match self {
            Self::Submit => 2 + random.below(6),
            Self::Return | Self::Verify => 1 + random.below(4),
            Self::Send => 1 + random.below(2),
            Self::Grant | Self::Refuse => 2 + random.below(5),
            Self::Appeal => 7 + random.below(8),
            Self::Pay => 1 + random.below(3),
            Self::Withdraw => 3 + random.below(6),
        }
    }

    /// The step with its words, on a day.
    pub fn step(self, random: &mut Random, numbers: &mut Numbers, event: &Event, on: NaiveDate) -> DemoStep {
        match self {
            Self::Submit => DemoStep::Submit,
            Self::Return => DemoStep::Return(missing(random, event)),
            Self::Verify => DemoStep::Verify,
            Self::Send => DemoStep::Send(numbers.reference("KLM", on.year())),
            Self::Grant => DemoStep::Grant(outcome::grant(random, event)),
            Self::Refuse => DemoStep::Refuse(outcome::refusal(random, event)),
            Self::Appeal => DemoStep::Appeal(random.pick(&APPEALS)),
            Self::Pay => DemoStep::Pay(numbers.reference("TRF", on.year())),
            Self::Withdraw => DemoStep::Withdraw(random.pick(&WITHDRAWALS)),
        }
    }
}

fn missing(random: &mut Random, event: &Event) -> Vec<&'static str> {
    let papers = match (event.kind, event.is_fatal) {
        (DemoClaimKind::Death, _) | (DemoClaimKind::WorkAccident, true) => &PAPERS_OF_HEIRS,
        (DemoClaimKind::WorkAccident, false) => &PAPERS_OF_ACCIDENTS,
        (DemoClaimKind::OldAge, _) => &PAPERS_OF_SAVINGS,
    };
    let mut missing = vec![random.pick(papers)];
    let second = random.pick(papers);
    if second != missing.first().copied().unwrap_or(second) {
        missing.push(second);
    }
    missing
}
