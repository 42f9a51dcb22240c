//! What a sentence of the story names beside what was done.

use super::told::{Told, concerned};
use super::words::summary;
use crate::claims::cases::codes::ClaimKind;
use crate::claims::heirs::codes::HeirRelation;
use crate::cover::rules::checklists::codes::ChecklistDocument;
use crate::platform::http::Text;
use crate::register::reference;

/// What is named, in Indonesian and in English.
type Named = (String, String);

/// What was done in a version, and with what. A sentence is whole without it: versions whose payload was erased name nothing.
pub(super) fn sentence(action: &str, before: &Told, after: &Told) -> Text {
    let done = summary(action);
    match named(action, before, after) {
        Some((id, en)) => Text::new(with(&done.id, &id), with(&done.en, &en)),
        None => done,
    }
}

/// "Dokumen ditolak." of a family card is "Dokumen ditolak: Kartu keluarga."
fn with(sentence: &str, named: &str) -> String {
    format!("{}: {}.", sentence.trim_end_matches('.'), named.trim_end_matches('.'))
}

fn named(action: &str, before: &Told, after: &Told) -> Option<Named> {
    match action {
        "returned" => missing(&after.returned_missing),
        "reclassified" => {
            let (was, is) = before.kind.zip(after.kind)?;
            let (was, is) = (labelled(ClaimKind::LIST, was.as_str()), labelled(ClaimKind::LIST, is.as_str()));
            Some((format!("dari {} menjadi {}", was.0, is.0), format!("from {} to {}", was.1, is.1)))
        }
        // What somebody is to the dead names nobody.
        "beneficiary_added" | "beneficiary_edited" | "beneficiary_removed" => {
            let one = concerned(before.beneficiaries.as_deref(), after.beneficiaries.as_deref())?;
            one.relation.as_deref().map(|relation| labelled(HeirRelation::LIST, relation))
        }
        "document_added" | "document_accepted" | "document_refused" | "document_withdrawn"
        | "document_restored" => {
            let paper = concerned(before.documents.as_deref(), after.documents.as_deref())?;
            Some(labelled(ChecklistDocument::LIST, &paper.kind))
        }
        _ => None,
    }
}

fn labelled(list: &str, code: &str) -> Named {
    match reference::label(list, code) {
        Some(label) => (label.id.to_owned(), label.en.to_owned()),
        None => (code.to_owned(), code.to_owned()),
    }
}

fn missing(papers: &[String]) -> Option<Named> {
    let (id, en): (Vec<String>, Vec<String>) = papers.iter().map(|paper| wanted(paper)).unzip();
    (!papers.is_empty()).then(|| (id.join(", "), en.join(", ")))
}

/// What was missing is written down in words. Where they are the name of a paper, it has one in the other language, too.
fn wanted(said: &str) -> Named {
    let known = reference::find(ChecklistDocument::LIST).map(|list| list.codes).unwrap_or_default();
    let said_so = said.to_lowercase();
    let is_it = |name: &str| name.to_lowercase() == said_so;
    match known.iter().find(|entry| is_it(entry.label.id) || is_it(entry.label.en)) {
        Some(entry) => (entry.label.id.to_owned(), entry.label.en.to_owned()),
        None => (said.to_owned(), said.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::super::told::told;
    use super::*;

    fn said(action: &str, before: Value, after: Value) -> [String; 2] {
        let text = sentence(action, &told(Some(before)).unwrap(), &told(Some(after)).unwrap());
        [text.id.into_owned(), text.en.into_owned()]
    }

    fn paper(number: u128, kind: &str, verdict: Option<&str>) -> Value {
        json!({"id": Uuid::from_u128(number), "kind": kind, "verdict": verdict})
    }

    #[test]
    fn what_was_missing_is_named_in_the_words_of_a_paper_or_as_it_was_written() {
        let missing = json!({"returned_missing": ["Kartu keluarga", "bank book", "Foto rumah."]});
        assert_eq!(
            said("returned", json!({"returned_missing": []}), missing.clone()),
            [
                "Klaim dikembalikan untuk dilengkapi: Kartu keluarga, Buku tabungan, Foto rumah.",
                "The claim was returned for completion: Family card, Bank book, Foto rumah.",
            ]
        );
        // It stays missing while papers are sent, and is no part of those sentences.
        let added = said("submitted", json!({}), missing);
        assert_eq!(added[0], "Klaim diajukan ke dinas.");
    }

    #[test]
    fn a_paper_is_named_by_what_it_is() {
        let (card, book) = (paper(1, "family_card", None), paper(2, "bank_book", None));
        let one = json!({"documents": [card]});
        let both = json!({"documents": [card, book]});
        assert_eq!(said("document_added", one, both.clone())[0], "Dokumen ditambahkan: Buku tabungan.");
        let judged = json!({"documents": [paper(1, "family_card", Some("refused")), book]});
        assert_eq!(
            said("document_refused", both, judged),
            ["Dokumen ditolak: Kartu keluarga.", "A document was refused: Family card."]
        );
        assert_eq!(said("document_refused", json!({}), json!({}))[1], "A document was refused.");
    }

    #[test]
    fn another_kind_and_a_relation_are_named_by_their_labels() {
        assert_eq!(
            said("reclassified", json!({"kind": "death"}), json!({"kind": "work_accident"})),
            [
                "Jenis klaim diubah: dari Kematian (JKM) menjadi Kecelakaan kerja (JKK).",
                "The kind of the claim was changed: from Death (JKM) to Work accident (JKK).",
            ]
        );
        let sri = json!({"id": Uuid::from_u128(1), "name": "Sri", "relation": "spouse"});
        assert_eq!(
            said("beneficiary_removed", json!({"beneficiaries": [sri]}), json!({"beneficiaries": []})),
            ["Penerima dihapus: Janda atau duda.", "A beneficiary was removed: Widow or widower."]
        );
    }
}
