//! Why something was done, as people read it.

use crate::casework::deaths::service::DAY_CORRECTED;
use crate::platform::i18n::Text;
use crate::register::reference::label;
use crate::register::workers::service::BECAUSE_OF_TRANSFER;

/// The lists in which the codes of reasons stand.
const REASONS: [&str; 5] = [
    "worker_rejection_reason",
    "worker_deactivation_reason",
    "coverage_end_reason",
    "refusal_reason",
    "warung_closing_reason",
];

/// A reason as people read it: the code that it begins with by its label, what somebody wrote as it was written.
pub fn reason(given: &str) -> Text {
    let (code, rest) = given.split_once(": ").map_or((given, None), |(code, rest)| (code, Some(rest)));
    if let Some(plan) = given.strip_prefix("enrolment_plan ") {
        return Text::new(format!("Rencana kepesertaan {plan}."), format!("Enrolment plan {plan}."));
    }
    if given == DAY_CORRECTED {
        return Text::fixed("Tanggal kematian diperbaiki.", "The day of the death was corrected.");
    }
    if given == BECAUSE_OF_TRANSFER {
        return Text::fixed("Perpindahan disetujui.", "A transfer was accepted.");
    }
    match REASONS.iter().find_map(|list| label(list, code)) {
        None => Text::new(given.to_owned(), given.to_owned()),
        Some(label) => {
            let told = |label: &str| rest.map_or_else(|| label.to_owned(), |rest| format!("{label}: {rest}"));
            Text::new(told(label.id), told(label.en))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::i18n::Language;

    #[test]
    fn codes_are_told_by_their_labels_and_words_stay_as_they_are() {
        let told = |given: &str| reason(given).get(Language::En).to_owned();
        assert_eq!(told("Terlambat."), "Terlambat.");
        assert_eq!(told("death"), label("coverage_end_reason", "death").unwrap().en);
        let refused = label("worker_rejection_reason", "duplicate").unwrap().en;
        assert_eq!(told("duplicate: sudah ada"), format!("{refused}: sudah ada"));
        assert_eq!(told("Catatan: death"), "Catatan: death");
        assert_eq!(told("death_day_corrected"), "The day of the death was corrected.");
        assert_eq!(told("transfer"), "A transfer was accepted.");
        assert_eq!(reason("death_day_corrected").get(Language::Id), "Tanggal kematian diperbaiki.");
    }
}
