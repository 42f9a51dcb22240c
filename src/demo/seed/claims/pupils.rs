//! The children of who died at work, and the scholarships of their school year.

use diesel_async::AsyncPgConnection;

use super::Case;
use crate::claims::cases::service as cases;
use crate::claims::checklist;
use crate::claims::documents::service::About;
use crate::claims::scholarships::rules::SchoolYear;
use crate::claims::scholarships::service::{self as scholarships, Decision, NewChild, NewScholarship};
use crate::cover::rules::checklists::codes::ChecklistDocument;
use crate::demo::Schooling;
use crate::domain::{Day, PersonName, new_id};
use crate::platform::http::{IfMatch, Problem};

impl Case<'_> {
    /// States the children, whose scholarships go to the first who is paid.
    pub(super) async fn state_children(
        &mut self,
        conn: &mut AsyncPgConnection,
        today: Day,
    ) -> Result<(), Problem> {
        let claim = self.claim;
        let origin = self.place.origin(self.filer, today);
        for child in &claim.children {
            let new = NewChild {
                id: child.id,
                name: PersonName::parse(&child.name).map_err(Problem::internal)?,
                birth_on: child.birth_on,
                nik: None,
                level: child.level,
                level_year: child.level_year,
                payee_id: claim.beneficiaries.first().map(|one| one.id),
            };
            let by = (self.filer, &*self.place.state.vault);
            let (view, ..) = scholarships::add(conn, by, &origin, (claim.id, today), new).await?;
            self.read(&view);
        }
        Ok(())
    }

    /// Claims the school year of a day for a child, and carries it so far.
    pub(super) async fn school(
        &mut self,
        conn: &mut AsyncPgConnection,
        day: Day,
        (index, schooling): (usize, Schooling),
    ) -> Result<(), Problem> {
        let claim = self.claim;
        let child = claim.children.get(index);
        let child = child.ok_or_else(|| Problem::internal("a scholarship of nobody in the roster"))?;
        let found = cases::find(conn, &self.filer.scope, claim.id).await?;
        let terms = scholarships::terms(conn, &found.file, day).await?;
        let year = SchoolYear::of(day, terms.start_month);
        let origin = self.place.origin(self.filer, day);
        let new = NewScholarship { id: new_id(origin.now), child_id: child.id, year, level: child.level };
        let (view, terms, id) = scholarships::claim(conn, self.filer, &origin, (claim.id, day), new).await?;
        self.read(&view);
        if schooling == Schooling::Claimed {
            return Ok(());
        }
        let (stated, row) = scholarships::find_scholarship(&view.file, id)?;
        for code in scholarships::missing(&terms, &view.file, (&stated.row, row))? {
            let kind = ChecklistDocument::parse(code).map_err(Problem::internal)?;
            let about = About { kind, child_id: Some(child.id), school_year: Some(year.first()) };
            let line = format!("{} {}", checklist::service::name(kind).0, child.name);
            self.send_page(conn, day, (about, line.as_str())).await?;
        }
        let second = self.people.second(self.filer);
        let read = IfMatch::exactly(self.version);
        let held = ((claim.id, id, &read), day);
        let by_second = self.place.origin(second, day);
        let (view, ..) = scholarships::verify(conn, second, &by_second, held, (true, None)).await?;
        self.read(&view);
        if schooling == Schooling::Verified {
            return Ok(());
        }
        let insurer = &self.people.insurer;
        let read = IfMatch::exactly(self.version);
        let held = ((claim.id, id, &read), day);
        let by_insurer = self.place.origin(insurer, day);
        let decided = (Decision::Approved(None), day, None);
        let (view, ..) = scholarships::decide(conn, insurer, &by_insurer, held, decided).await?;
        self.read(&view);
        Ok(())
    }
}
