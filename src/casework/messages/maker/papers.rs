//! What missing papers are called in both languages.

use crate::cover::rules::checklists::codes::ChecklistDocument;
use crate::register::reference::{self, Code};

/// So many digits in a row may be a number of a person: such words are not repeated.
const DIGITS_IN_A_ROW: usize = 6;

/// What a paper is called in both languages. Whoever gave the claim back may have used other words: where they hold the name of
/// a known paper, its English name stands beside them, else they are quoted. Numbers in them may be those of a person and are
/// not repeated.
pub(super) fn names(paper: &str) -> [String; 2] {
    let known = reference::find(ChecklistDocument::LIST).map(|list| list.codes).unwrap_or_default();
    let said = paper.to_lowercase();
    let is_it = |entry: &&Code| {
        [entry.code, entry.label.id, entry.label.en].iter().any(|name| name.to_lowercase() == said)
    };
    if let Some(entry) = known.iter().find(is_it) {
        return [entry.label.id.to_owned(), entry.label.en.to_owned()];
    }
    if has_number(paper) {
        return ["dokumen lain".to_owned(), "another paper".to_owned()];
    }
    let held = known.iter().filter(|entry| said.contains(&entry.label.id.to_lowercase()));
    let in_english = match held.max_by_key(|entry| entry.label.id.len()) {
        Some(entry) => format!("{paper} ({})", entry.label.en.to_lowercase()),
        None => format!("\"{paper}\""),
    };
    [paper.to_owned(), in_english]
}

fn has_number(words: &str) -> bool {
    let mut row = 0;
    words.chars().any(|letter| {
        row = if letter.is_ascii_digit() { row + 1 } else { 0 };
        row >= DIGITS_IN_A_ROW
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_called_by_their_names_and_numbers_are_not_repeated() {
        let both = |id: &str, en: &str| [id.to_owned(), en.to_owned()];
        for paper in ["death_certificate", "akta kematian", "Death certificate"] {
            assert_eq!(names(paper), both("Akta kematian", "Death certificate"), "{paper}");
        }
        assert_eq!(names("KTP 3529015506820001"), both("dokumen lain", "another paper"));
        assert_eq!(names("Akta kematian 3529015506820001"), both("dokumen lain", "another paper"));
    }

    #[test]
    fn who_reads_english_is_told_what_other_words_mean_or_that_they_are_a_quotation() {
        let both = |id: &str, en: &str| [id.to_owned(), en.to_owned()];
        assert_eq!(
            names("Akta kematian asli"),
            both("Akta kematian asli", "Akta kematian asli (death certificate)")
        );
        // The longest name counts: a guardian's bank book is another paper than a bank book.
        let book = "Buku tabungan wali (fotokopi)";
        assert_eq!(names(book), both(book, "Buku tabungan wali (fotokopi) (guardian's bank book)"));
        assert_eq!(names("Foto kios"), both("Foto kios", "\"Foto kios\""));
        assert_eq!(names("Surat tahun 2026"), both("Surat tahun 2026", "\"Surat tahun 2026\""));
    }
}
