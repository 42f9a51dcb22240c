//! The papers of a year: those that the dated checklist asks for in the circumstance of a scholarship.

use std::collections::BTreeSet;

use chrono::Datelike as _;

use super::Terms;
use crate::claims::cases::model::ClaimFile;
use crate::claims::checklist::rules::{self as lists, Paper};
use crate::claims::checklist::service::{Checklist, Standing, item, paper};
use crate::claims::documents::codes::DocumentState;
use crate::claims::documents::model::DocumentRow;
use crate::claims::scholarships::model::{ChildRow, ScholarshipRow};
use crate::claims::scholarships::rules::{ChildPaper, SchoolYear, is_for};
use crate::cover::rules::checklists::codes::ChecklistCircumstance;
use crate::domain::wib_today;
use crate::platform::http::Problem;

/// Whether a document counts for a child and a year.
pub fn counts(terms: &Terms, document: &DocumentRow, child: &ChildRow, row: &ScholarshipRow) -> bool {
    let sent_in = || SchoolYear::of(wib_today(document.created_at), terms.start_month);
    let paper = ChildPaper {
        kind: document.kind.0,
        child_id: document.child_id,
        year: document.school_year.map_or_else(sent_in, SchoolYear::beginning_in),
    };
    is_for(paper, child.id, row.year())
}

/// Whether a year of a document's child was confirmed on it, and neither refused nor taken back since. A paper that came to be
/// accepted later proved nothing. A letter that names no year may be of either school year of the calendar year in which it was
/// sent: which one, a dated rule says that is not read here.
pub fn has_confirmed_year(file: &ClaimFile, document: &DocumentRow) -> bool {
    let accepted_at = document.judged_at.filter(|_| document.state() == DocumentState::Accepted);
    let child = file.children.iter().find(|child| document.child_id == Some(child.row.id));
    let Some((child, accepted_at)) = child.zip(accepted_at) else { return false };
    let sent_in = wib_today(document.created_at).year();
    let years = document.school_year.map_or([sent_in - 1, sent_in], |first| [first; 2]);
    let counts = |row: &ScholarshipRow| {
        years.map(SchoolYear::beginning_in).into_iter().any(|year| {
            let paper = ChildPaper { kind: document.kind.0, child_id: document.child_id, year };
            is_for(paper, child.row.id, row.year())
        })
    };
    child.living().any(|row| row.verified_at.is_some_and(|at| accepted_at <= at) && counts(row))
}

/// What a year asks for, held against the papers of its child and of the family.
pub fn checklist(
    terms: &Terms,
    file: &ClaimFile,
    (child, row): (&ChildRow, &ScholarshipRow),
) -> Result<Checklist, Problem> {
    let own: Vec<&DocumentRow> =
        file.documents.iter().filter(|document| counts(terms, document, child, row)).collect();
    let papers: Vec<Paper> = own.iter().copied().map(paper).collect();
    let standings = terms.papers.iter().map(|row| {
        let item = item(row)?;
        let sent = own.iter().zip(&papers).filter(|(_, paper)| lists::meets(&item, **paper));
        let documents = sent.map(|(row, _)| (*row).clone()).collect();
        let state = lists::state(&item, &papers);
        Ok(Standing { row: row.clone(), item, state, documents })
    });
    let items = standings.collect::<Result<Vec<Standing>, Problem>>()?;
    Ok(Checklist { circumstances: BTreeSet::from([ChecklistCircumstance::Scholarship]), items })
}

/// The papers that keep a year from going to the insurer, as codes.
pub fn missing(
    terms: &Terms,
    file: &ClaimFile,
    of: (&ChildRow, &ScholarshipRow),
) -> Result<Vec<&'static str>, Problem> {
    Ok(checklist(terms, file, of)?.open().map(|item| item.item.document.as_str()).collect())
}
