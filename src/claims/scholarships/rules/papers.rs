//! Which papers count for the scholarship of a year.

use uuid::Uuid;

use super::SchoolYear;
use crate::cover::rules::checklists::codes::ChecklistDocument;

/// What a paper was sent for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChildPaper {
    /// Which paper.
    pub kind: ChecklistDocument,
    /// Of which child; none: of the family.
    pub child_id: Option<Uuid>,
    /// Of which school year, or in which it was sent.
    pub year: SchoolYear,
}

/// Whether a paper tells of one school year. What a family is does not change with it.
fn is_of_a_year(kind: ChecklistDocument) -> bool {
    matches!(kind, ChecklistDocument::SchoolLetter | ChecklistDocument::ReportCard)
}

/// Whether a paper counts for a child and a school year: one that names another child never does.
pub fn is_for(paper: ChildPaper, child_id: Uuid, year: SchoolYear) -> bool {
    paper.child_id.is_none_or(|id| id == child_id) && (!is_of_a_year(paper.kind) || paper.year == year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ChecklistDocument::*;

    #[test]
    fn letters_and_report_cards_are_of_their_year_and_the_rest_lasts() {
        let (ani, budi) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let year = SchoolYear::beginning_in;
        let paper = |kind, child_id, first| ChildPaper { kind, child_id, year: year(first) };
        for (kind, child_id, first, counts) in [
            (SchoolLetter, Some(ani), 2027, true),
            (SchoolLetter, Some(ani), 2026, false),
            (SchoolLetter, Some(budi), 2027, false),
            (SchoolLetter, None, 2027, true),
            (ReportCard, None, 2026, false),
            (BirthCertificate, Some(ani), 2026, true),
            (BirthCertificate, Some(budi), 2027, false),
            (FamilyCard, None, 2026, true),
        ] {
            assert_eq!(is_for(paper(kind, child_id, first), ani, year(2027)), counts, "{kind} {first}");
        }
    }
}
