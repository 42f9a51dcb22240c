//! The checklist of a claim as it stands.

use std::collections::BTreeSet;

use diesel_async::AsyncPgConnection;

use super::codes::ItemState;
use super::rules::{self, Item, Paper, Payee};
use crate::claims::cases::codes::ClaimKind;
use crate::claims::cases::model::{ClaimFile, ClaimRow};
use crate::claims::documents::model::DocumentRow;
use crate::cover::rules::checklists::codes::{
    ChecklistCircumstance, ChecklistDocument, ChecklistKind, Requirement,
};
use crate::cover::rules::checklists::model::ChecklistRow;
use crate::cover::rules::checklists::queries;
use crate::platform::http::{Code, FieldError, Problem, Text};
use crate::register::reference;

/// An item of the dated checklist, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The dated row.
    pub row: ChecklistRow,
    /// The same for the rules.
    pub item: Item,
    /// How it stands.
    pub state: ItemState,
    /// The documents that were sent for it and not taken back.
    pub documents: Vec<DocumentRow>,
}

impl Standing {
    /// Whether it keeps the claim from going to the insurer.
    pub fn is_open(&self) -> bool {
        rules::is_open(&self.item, self.state)
    }
}

/// The checklist of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// The circumstances of the claim.
    pub circumstances: BTreeSet<ChecklistCircumstance>,
    /// What they ask for, in the order of papers, each paper once.
    pub items: Vec<Standing>,
}

impl Checklist {
    /// What keeps the claim from going to the insurer.
    pub fn open(&self) -> impl Iterator<Item = &Standing> {
        self.items.iter().filter(|item| item.is_open())
    }

    /// Whether every paper that is needed is there and was found right.
    pub fn is_complete(&self) -> bool {
        self.open().next().is_none()
    }

    /// What is missing or was refused, in words, for whoever has to bring it: what nobody has looked at yet is there.
    pub fn missing(&self) -> Vec<String> {
        self.open()
            .filter(|item| item.state != ItemState::ToCheck)
            .map(|item| name(item.item.document).0.to_owned())
            .collect()
    }

    /// The answer to whoever wants to go on without papers that are needed.
    pub fn problem(&self) -> Problem {
        Problem::new(Code::DocumentsMissing).errors(self.open().map(error).collect())
    }
}

/// What stands in the way of one item.
pub fn error(item: &Standing) -> FieldError {
    let (indonesian, english) = name(item.item.document);
    let (code, text) = match item.state {
        ItemState::ToCheck => (
            "document_to_check",
            Text::new(format!("{indonesian}: belum diperiksa."), format!("{english}: to be checked.")),
        ),
        ItemState::Refused => {
            ("document_refused", Text::new(format!("{indonesian}: ditolak."), format!("{english}: refused.")))
        }
        _ => (
            "document_missing",
            Text::new(format!("{indonesian}: belum ada."), format!("{english}: missing.")),
        ),
    };
    FieldError::new(format!("/documents/{}", item.item.document), code, text)
}

/// What people call a paper, in both languages.
pub fn name(document: ChecklistDocument) -> (&'static str, &'static str) {
    let label = reference::label(ChecklistDocument::LIST, document.as_str());
    label.map_or((document.as_str(), document.as_str()), |label| (label.id, label.en))
}

/// The checklist in force for the day of the event, held against the documents of the claim.
pub async fn of(conn: &mut AsyncPgConnection, file: &ClaimFile) -> Result<Checklist, Problem> {
    let mut rows = queries::in_force_on(conn, kind(file.claim.kind.0), file.claim.event_on).await?;
    // What the claim asks for in every case is not met by a paper of a child, also where its scholarship asks for it, too.
    rows.sort_by_key(is_of_scholarship);
    let stated: Vec<ChecklistCircumstance> =
        file.claim.stated_circumstances.iter().map(|one| one.0).collect();
    let payees = file
        .beneficiaries
        .iter()
        .map(|one| Payee { relation: one.row.relation.0, has_guardian: one.row.guardian_name.is_some() });
    let circumstances = rules::circumstances(&stated, &payees.collect::<Vec<_>>());
    let papers: Vec<Paper> = file.documents.iter().map(paper).collect();
    let mut items: Vec<Standing> = Vec::new();
    for row in rows {
        let item = item(&row)?;
        // A paper that is asked for twice is brought once.
        let is_known = items.iter().any(|known| {
            known.item.document == item.document
                && (known.item.requirement == Requirement::Required
                    || item.requirement != Requirement::Required)
        });
        if !rules::applies(&item, &circumstances) || is_known {
            continue;
        }
        let sent = file.documents.iter().zip(&papers).filter(|(_, paper)| rules::meets(&item, **paper));
        let documents = sent.map(|(row, _)| row.clone()).collect();
        let state = rules::state(&item, &papers);
        items.retain(|known| known.item.document != item.document);
        items.push(Standing { row, item, state, documents });
    }
    items.sort_by_key(|one| one.item.document);
    Ok(Checklist { circumstances, items })
}

/// What the checklist in force for the day of the event asks for a scholarship.
pub async fn of_scholarship(
    conn: &mut AsyncPgConnection,
    claim: &ClaimRow,
) -> Result<Vec<ChecklistRow>, Problem> {
    let rows = queries::in_force_on(conn, kind(claim.kind.0), claim.event_on).await?;
    Ok(rows.into_iter().filter(is_of_scholarship).collect())
}

fn is_of_scholarship(row: &ChecklistRow) -> bool {
    rules::is_of_scholarship(row.circumstance.map(|one| one.0))
}

/// A document for the rules.
pub fn paper(row: &DocumentRow) -> Paper {
    Paper { kind: row.kind.0, state: row.state(), is_of_child: row.child_id.is_some() }
}

/// The checklists of claims of a kind.
pub fn kind(kind: ClaimKind) -> ChecklistKind {
    match kind {
        ClaimKind::Death => ChecklistKind::Death,
        ClaimKind::WorkAccident => ChecklistKind::WorkAccident,
        ClaimKind::OldAge => ChecklistKind::OldAge,
    }
}

/// A dated row for the rules.
pub fn item(row: &ChecklistRow) -> Result<Item, Problem> {
    let alternatives = row.alternatives.iter().map(|code| ChecklistDocument::parse(code));
    Ok(Item {
        circumstance: row.circumstance.map(|one| one.0),
        document: row.document.0,
        requirement: row.requirement.0,
        alternatives: alternatives.collect::<Result<_, _>>().map_err(Problem::internal)?,
    })
}
