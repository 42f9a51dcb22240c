//! What the insurer of the roster decides. These are decisions about made-up events, as the insurer would
//! write them down, and no rule: what a benefit must be is said by the dated rules, not here.

use chrono::NaiveDate;

use super::DemoClaimKind;
use crate::claims::cases::codes::Benefit;
use crate::demo::random::{Choice, Random};
use crate::domain::Month;

/// What the insurer grants: an amount for each benefit, in rupiah.
pub type DemoGrant = Vec<(Benefit, i64)>;

/// What is decided upon.
pub struct Event {
    /// What it is about.
    pub kind: DemoClaimKind,
    /// When it happened.
    pub event_on: NaiveDate,
    /// Whether an accident ended in death.
    pub is_fatal: bool,
    /// The first month paid.
    pub since: Month,
}

const REFUSALS_OF_DEATHS: Choice<&str> = Choice(
    "Kepesertaan tidak aktif pada tanggal meninggal menurut data BPJS.",
    &["Tanggal meninggal pada akta berbeda dengan laporan desa.", "Data ahli waris tidak sesuai dengan KK."],
);

const REFUSALS_OF_ACCIDENTS: Choice<&str> = Choice(
    "Kejadian bukan kecelakaan kerja menurut hasil pemeriksaan.",
    &["Kronologi tidak didukung keterangan saksi.", "Perawatan sudah ditanggung BPJS Kesehatan."],
);

const REFUSALS_OF_SAVINGS: Choice<&str> = Choice(
    "Peserta masih aktif dan belum mencapai usia pensiun.",
    &["Data kependudukan peserta belum padan.", "Saldo sudah pernah dicairkan."],
);

const OUTLAYS: Choice<i64> = Choice(
    1_850_000,
    &[740_000, 2_425_000, 3_310_000, 4_975_000, 6_180_000, 8_640_000, 11_250_000, 17_900_000],
);

/// What the insurer grants.
pub fn grant(random: &mut Random, event: &Event) -> DemoGrant {
    let months_paid = event.since.months_until(Month::from_date(event.event_on)).max(0);
    match (event.kind, event.is_fatal) {
        (DemoClaimKind::Death, _) if months_paid < 3 => vec![(Benefit::Funeral, 10_000_000)],
        (DemoClaimKind::Death, _) => vec![
            (Benefit::Death, 20_000_000),
            (Benefit::Periodic, 12_000_000),
            (Benefit::Funeral, 10_000_000),
        ],
        (DemoClaimKind::WorkAccident, true) => vec![
            (Benefit::Death, 48_000_000),
            (Benefit::Periodic, 12_000_000),
            (Benefit::Funeral, 10_000_000),
        ],
        (DemoClaimKind::WorkAccident, false) => {
            let mut lines = vec![
                (Benefit::Treatment, random.pick(&OUTLAYS)),
                (Benefit::Transport, 50_000 * i64::from(2 + random.below(12))),
            ];
            if random.chance(400) {
                lines.push((Benefit::TemporaryInability, 1_000_000 * i64::from(1 + random.below(2))));
            }
            lines
        }
        // The savings with what they have earned, as the insurer's books have them.
        (DemoClaimKind::OldAge, _) => {
            let saved = 20_000 * (months_paid + 1);
            vec![(Benefit::OldAgeSavings, saved + saved * i64::from(20 + random.below(20)) / 1_000)]
        }
    }
}

/// Why the insurer refuses.
pub fn refusal(random: &mut Random, event: &Event) -> &'static str {
    random.pick(match event.kind {
        DemoClaimKind::Death => &REFUSALS_OF_DEATHS,
        DemoClaimKind::WorkAccident => &REFUSALS_OF_ACCIDENTS,
        DemoClaimKind::OldAge => &REFUSALS_OF_SAVINGS,
    })
}
