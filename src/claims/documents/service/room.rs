//! Whether a claim takes one more paper.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::access::caller::Principal;
use crate::claims::cases::model::{ClaimFile, ClaimRow, ClaimView};
use crate::claims::cases::rules::Step;
use crate::claims::cases::service as cases;
use crate::claims::checklist::service as checklist;
use crate::claims::documents::model::DocumentRow;
use crate::claims::documents::rules::MOST;
use crate::claims::scholarships::rules::takes_children;
use crate::cover::rules::checklists::codes::ChecklistDocument;
use crate::cover::rules::checklists::model::ChecklistRow;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// What a paper is, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    pub kind: ChecklistDocument,
    /// The child of the claim.
    pub child_id: Option<Uuid>,
    /// The calendar year in which the school year begins.
    pub school_year: Option<i32>,
}

impl About {
    /// A paper of the claim as a whole.
    pub fn claim(kind: ChecklistDocument) -> Self {
        Self { kind, child_id: None, school_year: None }
    }
}

/// Takes the step of one more paper. A child's papers come for years, also after its claim was paid: those that its scholarship
/// asks for. All others are papers of the claim and have its times.
pub(super) async fn take_one_more(
    conn: &mut AsyncPgConnection,
    view: &mut ClaimView,
    about: About,
    caller: &Principal,
) -> Result<(), Problem> {
    match about.child_id {
        Some(_) if takes_children(view.file.claim.status.0) => {}
        _ => cases::take(&mut view.file, Step::AttachDocument, caller)?,
    }
    let is_known = |id| view.file.children.iter().any(|child| child.row.id == id);
    if !about.child_id.map_or(about.school_year.is_none(), is_known) {
        return Err(unknown_child());
    }
    if about.child_id.is_some() && !is_of_scholarship(conn, &view.file.claim, about.kind).await? {
        return Err(no_paper_of_a_child());
    }
    if view.file.documents.len() >= MOST { Err(too_many()) } else { Ok(()) }
}

async fn is_of_scholarship(
    conn: &mut AsyncPgConnection,
    claim: &ClaimRow,
    kind: ChecklistDocument,
) -> Result<bool, Problem> {
    let asked = checklist::of_scholarship(conn, claim).await?;
    let takes = |row: &ChecklistRow| {
        row.document.0 == kind || row.alternatives.iter().any(|code| code == kind.as_str())
    };
    Ok(asked.iter().any(takes))
}

/// A document's id may be its sender's choice, and names one document. Where that is on the same claim it is told, so that whoever
/// never heard the answer finds what was sent.
pub(super) fn check_new_id(file: &ClaimFile, id: Uuid) -> Result<(), Problem> {
    let is_here = file.documents.iter().any(|document| document.id == id);
    if is_here { Err(id_taken().existing(id)) } else { Ok(()) }
}

/// The same paper is not kept twice; the same scan may show several papers, and be about several children and years.
pub(super) fn check_new_content(file: &ClaimFile, row: &DocumentRow) -> Result<(), Problem> {
    let living = file.documents.iter().filter(|other| other.withdrawn_at.is_none() && other.id != row.id);
    let about = |row: &DocumentRow| (row.kind, row.child_id, row.school_year);
    let mut same = living.filter(|other| other.sha256 == row.sha256 && about(other) == about(row));
    same.next().map_or(Ok(()), |other| {
        Err(Problem::new(Code::AlreadyExists).existing(other.id).detail(Text::fixed(
            "Berkas yang sama sudah ada pada klaim ini.",
            "The claim has this very file already.",
        )))
    })
}

/// A document with this id is there, perhaps on a claim that the caller may not see.
pub(super) fn id_taken() -> Problem {
    let text =
        Text::fixed("Sudah ada dokumen dengan pengenal ini.", "There is a document with this id already.");
    Problem::new(Code::AlreadyExists).errors(vec![FieldError::new("/id", "id_taken", text)])
}

fn unknown_child() -> Problem {
    let text = Text::fixed("Anak ini tidak ada pada klaim ini.", "The claim has no such child.");
    Problem::invalid_field(FieldError::new("/child_id", "unknown_child", text))
}

fn no_paper_of_a_child() -> Problem {
    let text = Text::fixed(
        "Dokumen ini bukan dokumen beasiswa: kirim tanpa menyebut anak.",
        "No scholarship asks for this paper: send it without naming a child.",
    );
    Problem::invalid_field(FieldError::new("/kind", "no_paper_of_a_child", text))
}

fn too_many() -> Problem {
    Problem::invalid_field(FieldError::new(
        "",
        "too_many_documents",
        Text::new(
            format!("Sebuah klaim paling banyak memiliki {MOST} dokumen."),
            format!("A claim has at most {MOST} documents."),
        ),
    ))
}
