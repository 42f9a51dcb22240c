//! The sentences of a story.

mod people;

use super::rules::TimelineSubject;
use crate::claims::cases::timeline as of_claims;
use crate::domain::{Day, Month};
use crate::platform::i18n::Text;
use crate::register::reference::label;

/// Whose story is told: work in a warung reads otherwise from either side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Story {
    /// A worker's.
    #[default]
    OfWorker,
    /// A warung's.
    OfWarung,
}

/// What a sentence may name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// Whose story it is.
    pub story: Story,
    /// The warung, the worker or the source, as far as the caller may know it; of a registration its village.
    pub name: Option<&'a str>,
    /// A code: a role, a state, a reason of the insurer.
    pub code: Option<&'a str>,
    /// The months it is about.
    pub months: Option<(Month, Month)>,
    /// The day on which it was so.
    pub on: Option<Day>,
}

/// What was done, in both languages.
pub fn summary(subject: TimelineSubject, action: &str, facts: Facts<'_>) -> Text {
    let [indonesian, english] = match subject {
        TimelineSubject::Worker => people::of_worker(action, facts.name),
        TimelineSubject::Death => people::of_death(action, facts),
        TimelineSubject::WarungWorker => of_work(action, facts),
        TimelineSubject::Coverage => of_coverage(action, facts),
        TimelineSubject::Membership => of_membership(action, facts),
        TimelineSubject::Contribution => of_contributions(action, facts),
        TimelineSubject::Warung => of_warung(action),
        TimelineSubject::Claim => return of_claims::summary(action),
    };
    Text::new(indonesian, english)
}

fn said(indonesian: &str, english: &str) -> [String; 2] {
    [indonesian.to_owned(), english.to_owned()]
}

fn of_work(action: &str, facts: Facts<'_>) -> [String; 2] {
    let [role_id, role_en] = labelled("warung_role", facts.code, [" sebagai ", " as "]);
    let on = |word: &str| facts.on.map_or_else(String::new, |day| format!(" {word} {day}"));
    let [who_id, who_en, where_id, where_en] = match facts.story {
        Story::OfWorker => {
            let name = facts.name.map_or_else(String::new, |name| format!(" {name}"));
            [
                "Pekerja ini".to_owned(),
                "This worker".to_owned(),
                format!("di warung{name}"),
                format!("at the warung{name}"),
            ]
        }
        Story::OfWarung => {
            let name = |somebody: &str| facts.name.unwrap_or(somebody).to_owned();
            [name("Seorang pekerja"), name("Somebody"), "di sini".to_owned(), "here".to_owned()]
        }
    };
    match action {
        "created" => [
            format!("{who_id} mulai bekerja {where_id}{role_id}{}.", on("sejak")),
            format!("{who_en} began to work {where_en}{role_en}{}.", on("on")),
        ],
        "ended" => [
            format!("{who_id} berhenti bekerja {where_id}{}.", on("pada")),
            format!("{who_en} stopped working {where_en}{}.", on("on")),
        ],
        "merged" => [
            format!("Pekerjaan {where_id}{} dipindahkan dari pendaftaran ganda.", named(facts, "oleh")),
            format!("The work {where_en}{} came over from a double registration.", named(facts, "by")),
        ],
        "unmerged" => [
            format!(
                "Pekerjaan {where_id}{} dikembalikan setelah penggabungan dibatalkan.",
                named(facts, "oleh")
            ),
            format!("The work {where_en}{} went back as a merge was taken back.", named(facts, "by")),
        ],
        _ => [
            format!("Data pekerjaan {where_id} diperbaiki{}.", named(facts, "untuk")),
            format!("The work {where_en} was corrected{}.", named(facts, "for")),
        ],
    }
}

/// Whose work it is, where a warung tells of it.
fn named(facts: Facts<'_>, word: &str) -> String {
    let name = facts.name.filter(|_| facts.story == Story::OfWarung);
    name.map_or_else(String::new, |name| format!(" {word} {name}"))
}

/// What a code is called, after a word; nothing without one.
fn labelled(list: &str, code: Option<&str>, [before_id, before_en]: [&str; 2]) -> [String; 2] {
    match code.and_then(|code| label(list, code)) {
        Some(label) => [format!("{before_id}{}", lower(label.id)), format!("{before_en}{}", lower(label.en))],
        None => [String::new(), String::new()],
    }
}

fn lower(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// "2026-01 until 2026-12" in both languages.
fn span(facts: Facts<'_>) -> [String; 2] {
    match facts.months {
        Some((first, last)) if first == last => [format!(" {first}"), format!(" {first}")],
        Some((first, last)) => [format!(" {first} sampai {last}"), format!(" {first} until {last}")],
        None => [String::new(), String::new()],
    }
}

fn of_coverage(action: &str, facts: Facts<'_>) -> [String; 2] {
    if action == ENROLLED {
        return enrolled(facts);
    }
    let [months_id, months_en] = span(facts);
    let [by_id, by_en] = match facts.name {
        Some(name) => [format!(" dari {name}"), format!(" by {name}")],
        None => [String::new(), String::new()],
    };
    let [done_id, done_en] = match action {
        "created" => ["diusulkan", "were proposed to be paid"],
        "approved" => ["disetujui orang kedua", "were approved by a second person"],
        "activated" => ["diaktifkan BPJS Ketenagakerjaan", "were taken up by the insurer"],
        "ended" => ["diakhiri", "were ended"],
        "reopened" => ["dibuka kembali", "were taken up again"],
        "replaced" => ["diganti dengan periode lain", "were replaced by another period"],
        "merged" => ["dipindahkan dari pendaftaran ganda", "came over from a double registration"],
        "unmerged" => ["dikembalikan setelah penggabungan dibatalkan", "went back as a merge was taken back"],
        _ => ["diubah", "were changed"],
    };
    [
        format!("Periode pendanaan{months_id}{by_id} {done_id}."),
        format!("The contributions of{months_en}{by_en} {done_en}."),
    ]
}

/// How a story calls a funded period that a plan made: nobody proposed it for the worker alone.
pub const ENROLLED: &str = "enrolled";

/// How a story calls a registration that went to another village.
pub const MOVED: &str = "moved";

fn enrolled(facts: Facts<'_>) -> [String; 2] {
    let [months_id, months_en] = match (facts.months, span(facts)) {
        (Some(_), [id, en]) => [format!(" untuk{id}"), format!(" for{en}")],
        (None, none) => none,
    };
    let [by_id, by_en] = match facts.name {
        Some(name) => [format!(" dari {name}"), format!(", paid by {name}")],
        None => [String::new(), String::new()],
    };
    let [decree_id, decree_en] = match facts.code.zip(facts.on) {
        Some((number, day)) => {
            [format!(", dengan SK {number} tanggal {day}"), format!(", on the decree {number} of {day}")]
        }
        None => [String::new(), String::new()],
    };
    [
        format!("Persetujuan rencana kepesertaan mendaftarkan pekerja ini{months_id}{by_id}{decree_id}."),
        format!("The approval of an enrolment plan enrolled the worker{months_en}{by_en}{decree_en}."),
    ]
}

fn of_membership(action: &str, facts: Facts<'_>) -> [String; 2] {
    match action {
        "late_months_corrected" => said(
            "BPJS Ketenagakerjaan mengakui bulan yang dibayar terlambat.",
            "The insurer counts months that were paid late.",
        ),
        "late_months_withdrawn" => said(
            "Pengakuan bulan yang dibayar terlambat dicabut.",
            "That the insurer counts months paid late was taken back.",
        ),
        "updated" => {
            said("Keterangan BPJS Ketenagakerjaan diperbaiki.", "A word of the insurer was corrected.")
        }
        "merged" => said(
            "Keterangan BPJS Ketenagakerjaan dipindahkan dari pendaftaran ganda.",
            "A word of the insurer came over from a double registration.",
        ),
        "unmerged" => said(
            "Keterangan BPJS Ketenagakerjaan dikembalikan setelah penggabungan dibatalkan.",
            "A word of the insurer went back as a merge was taken back.",
        ),
        _ => {
            let [state_id, state_en] = labelled("membership_state", facts.code, [" ", " "]);
            match facts.on {
                Some(day) => [
                    format!("BPJS Ketenagakerjaan menyatakan kepesertaan per {day}{state_id}."),
                    format!("The insurer called the membership on {day}{state_en}."),
                ],
                None => [
                    format!("BPJS Ketenagakerjaan menyatakan kepesertaan{state_id}."),
                    format!("The insurer called the membership{state_en}."),
                ],
            }
        }
    }
}

fn of_contributions(action: &str, facts: Facts<'_>) -> [String; 2] {
    let [months_id, months_en] = span(facts);
    match action {
        "contributions_accepted" => [
            format!("Iuran{months_id} diterima BPJS Ketenagakerjaan."),
            format!("The insurer accepted the contributions of{months_en}."),
        ],
        _ => [
            format!("Iuran{months_id} ditolak BPJS Ketenagakerjaan."),
            format!("The insurer refused the contributions of{months_en}."),
        ],
    }
}

fn of_warung(action: &str) -> [String; 2] {
    match action {
        "created" => said("Warung didaftarkan.", "The warung was registered."),
        "closed" => said("Warung ditutup.", "The warung was closed."),
        "reopened" => said("Warung dibuka kembali.", "The warung was opened again."),
        _ => said("Data warung diperbaiki.", "The warung's data was corrected."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_day;
    use crate::platform::i18n::Language;

    fn english(subject: TimelineSubject, action: &str, facts: Facts<'_>) -> String {
        summary(subject, action, facts).get(Language::En).to_owned()
    }

    #[test]
    fn a_sentence_names_what_is_known_and_is_whole_without_it() {
        let months = (Month::parse("2026-01").unwrap(), Month::parse("2026-12").unwrap());
        let facts = Facts { name: Some("APBD 2026"), months: Some(months), ..Facts::default() };
        assert_eq!(
            english(TimelineSubject::Coverage, "approved", facts),
            "The contributions of 2026-01 until 2026-12 by APBD 2026 were approved by a second person."
        );
        let decreed = Facts { code: Some("188/245"), on: parse_day("2026-01-15").ok(), ..facts };
        assert_eq!(
            english(TimelineSubject::Coverage, "enrolled", decreed),
            "The approval of an enrolment plan enrolled the worker for 2026-01 until 2026-12, paid by APBD 2026, on the \
             decree 188/245 of 2026-01-15."
        );
        let facts = Facts { months: Some((months.0, months.0)), ..Facts::default() };
        assert_eq!(
            english(TimelineSubject::Contribution, "contributions_refused", facts),
            "The insurer refused the contributions of 2026-01."
        );
        for (subject, action) in
            TimelineSubject::ALL.iter().flat_map(|one| [(one, "created"), (one, ENROLLED)])
        {
            let told = summary(*subject, action, Facts::default());
            for language in [Language::Id, Language::En] {
                let told = told.get(language);
                assert!(told.ends_with('.') && !told.contains("  "), "{told}");
            }
        }
    }
}
