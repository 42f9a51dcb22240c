//! The code lists of the whole service with their Indonesian and English labels. They are vocabulary, not
//! regulation: what a law changes stands in dated tables.
//!
//! One place for all wings, also those that come later: a label is needed wherever a code is shown. That the
//! codes here are those of the types that use them is tested in `tests/api/reference`.

mod dto;
mod lists;
mod routes;

pub use lists::LISTS;
pub use routes::configure;

/// A closed list of codes.
#[derive(Debug)]
pub struct CodeList {
    /// The name under `/v1/reference`.
    pub name: &'static str,
    /// What the list is of.
    pub title: Label,
    /// The codes in the order in which a form shows them.
    pub codes: &'static [Code],
}

/// A code and what it is called.
#[derive(Debug)]
pub struct Code {
    /// As it is stored and sent; never translated.
    pub code: &'static str,
    /// What people read.
    pub label: Label,
    /// What is usually done about it: a code of another list.
    pub default_action: Option<&'static str>,
}

/// What something is called in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// Indonesian.
    pub id: &'static str,
    /// English.
    pub en: &'static str,
}

/// The list of this name.
pub fn find(name: &str) -> Option<&'static CodeList> {
    LISTS.iter().copied().find(|list| list.name == name)
}

/// What a code of a list is called.
pub fn label(list: &str, code: &str) -> Option<Label> {
    find(list)?.codes.iter().find(|entry| entry.code == code).map(|entry| entry.label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_and_codes_are_lower_snake_and_stand_once() {
        let names: HashSet<_> = LISTS.iter().map(|list| list.name).collect();
        assert_eq!(names.len(), LISTS.len());
        let is_snake = |text: &str| text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        for list in LISTS {
            let codes: HashSet<_> = list.codes.iter().map(|entry| entry.code).collect();
            assert_eq!(codes.len(), list.codes.len(), "{}", list.name);
            assert!(is_snake(list.name) && codes.iter().all(|code| is_snake(code)), "{}", list.name);
            assert!(!list.codes.is_empty(), "{}", list.name);
        }
    }

    #[test]
    fn labels_are_there_in_both_languages() {
        for list in LISTS {
            let labels = list.codes.iter().map(|entry| entry.label);
            for text in labels.chain([list.title]) {
                assert!(!text.id.trim().is_empty() && !text.en.trim().is_empty(), "{}", list.name);
            }
        }
    }

    #[test]
    fn a_label_is_found_by_list_and_code() {
        assert_eq!(label("sex", "female").map(|label| label.id), Some("Perempuan"));
        assert!(label("sex", "both").is_none() && label("sexes", "female").is_none());
    }
}
