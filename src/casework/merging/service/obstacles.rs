//! What stands in the way of a merge, in words.

use super::in_the_way;
use crate::casework::merging::rules::{Clash, Obstacle, Overlap};
use crate::platform::http::{Code, FieldError, Problem, Text};

/// So many months are named at most.
const NAMED: usize = 60;

/// Months of the ledgers that stand in the way of a merge, or of taking it back. The pointer is to what in the request names
/// the registration that stays.
pub(super) fn months(survivor: &str, obstacles: &[Obstacle]) -> Problem {
    let errors = obstacles.iter().take(NAMED).map(|obstacle| match obstacle {
        Obstacle::PaidTwice(month) => FieldError::new(
            "/paid_months",
            "month_paid_twice",
            Text::new(
                format!("Iuran {month} dibayar untuk kedua pendaftaran: sebutkan bulan pihak mana yang berlaku."),
                format!("The contribution of {month} is paid for both registrations: say whose months stand."),
            ),
        ),
        Obstacle::UnderWay(month) => FieldError::new(
            survivor,
            "month_in_batch",
            Text::new(
                format!("Iuran {month} berada dalam kelompok iuran yang berjalan: tunggu jawaban BPJS atau batalkan kelompoknya."),
                format!("The contribution of {month} is in a batch under way: wait for the insurer's answer or cancel the batch."),
            ),
        ),
        Obstacle::Elsewhere(month) => FieldError::new(
            survivor,
            "month_paid_elsewhere",
            Text::new(
                format!("Iuran {month} sudah didanai pihak lain."),
                format!("The contribution of {month} is funded by somebody else already."),
            ),
        ),
    });
    Problem::new(Code::Conflict).errors(errors.collect())
}

/// Periods of both that take the same months. Where the choice of whose stand is what is wrong, it says the one that works.
pub(super) fn overlap(Overlap { shared, instead }: Overlap) -> Problem {
    let (from, until) = (shared.from(), shared.until());
    if let Some(side) = instead {
        let text = Text::new(
            format!(
                "Kedua pendaftaran didanai pada {from} sampai {until}, dan dengan pilihan ini bulan-bulan itu tidak dapat dilepas: kirim paid_months \"{side}\"."
            ),
            format!(
                "Both registrations are funded from {from} until {until}, and with this choice these months cannot be given up: send paid_months \"{side}\"."
            ),
        );
        return in_the_way("/paid_months", "periods_overlap", text);
    }
    let text = Text::new(
        format!(
            "Kedua pendaftaran didanai pada {from} sampai {until}: akhiri dahulu salah satu periode sebelum bulan-bulan itu."
        ),
        format!(
            "Both registrations are funded from {from} until {until}: end one of the periods before these months first."
        ),
    );
    in_the_way("/into", "periods_overlap", text)
}

/// Claims of both that one person cannot have.
pub(super) fn claims(clash: Clash) -> Problem {
    match clash {
        Clash::BothOpen => in_the_way("/into", "claims_open", BOTH_OPEN),
        Clash::SameEvent => in_the_way("/into", "same_event_claimed", SAME_EVENT),
    }
}

const BOTH_OPEN: Text = Text::fixed(
    "Kedua pendaftaran mempunyai klaim yang berjalan: selesaikan atau cabut salah satunya dahulu.",
    "Both registrations have a claim on its way: finish or withdraw one of them first.",
);
const SAME_EVENT: Text = Text::fixed(
    "Peristiwa yang sama diklaim pada kedua pendaftaran: cabut salah satu klaim dahulu.",
    "The same event is claimed for both registrations: withdraw one of the claims first.",
);
