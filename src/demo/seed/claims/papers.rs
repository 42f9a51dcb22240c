//! The papers of a claim: pages that say what they stand for.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::Case;
use crate::claims::cases::service as cases;
use crate::claims::documents::service::{self as papers, Deed};
use crate::claims::{checklist, documents};
use crate::cover::rules::checklists::codes::ChecklistDocument;
use crate::demo::seed::scans;
use crate::domain::{Day, new_id};
use crate::platform::http::{IfMatch, Problem};

const UNREADABLE: &str = "Foto buram: nomor dan tanggal tidak terbaca. Mohon difoto ulang.";

impl Case<'_> {
    /// Sends whatever the checklist still misses.
    pub(super) async fn send_all(&mut self, conn: &mut AsyncPgConnection, day: Day) -> Result<(), Problem> {
        for document in self.missing(conn).await? {
            self.send(conn, day, document).await?;
        }
        Ok(())
    }

    /// Sends all but the last paper that the checklist misses. Of these somebody else finds the first right and the second
    /// not, and has not come to the others.
    pub(super) async fn send_some(&mut self, conn: &mut AsyncPgConnection, day: Day) -> Result<(), Problem> {
        let mut wanted = self.missing(conn).await?;
        wanted.pop();
        let mut sent = Vec::with_capacity(wanted.len());
        for document in wanted {
            sent.push(self.send(conn, day, document).await?);
        }
        let second = self.people.second(self.filer);
        let origin = self.place.origin(second, day);
        for (id, deed) in sent.into_iter().zip([Deed::Accept(None), Deed::Refuse(UNREADABLE.to_owned())]) {
            let read = IfMatch::exactly(self.version);
            let (view, _) = papers::act(conn, second, &origin, (self.claim.id, id, &read), deed).await?;
            self.read(&view);
        }
        Ok(())
    }

    async fn missing(&self, conn: &mut AsyncPgConnection) -> Result<Vec<ChecklistDocument>, Problem> {
        let view = cases::find(conn, &self.filer.scope, self.claim.id).await?;
        let checklist = checklist::service::of(conn, &view.file).await?;
        Ok(checklist.open().map(|item| item.item.document).collect())
    }

    async fn send(
        &mut self,
        conn: &mut AsyncPgConnection,
        day: Day,
        document: ChecklistDocument,
    ) -> Result<Uuid, Problem> {
        self.send_page(conn, day, (papers::About::claim(document), checklist::service::name(document).0))
            .await
    }

    /// Sends a page with one line on it.
    pub(super) async fn send_page(
        &mut self,
        conn: &mut AsyncPgConnection,
        day: Day,
        (about, line): (papers::About, &str),
    ) -> Result<Uuid, Problem> {
        let origin = self.place.origin(self.filer, day);
        let page = scans::page(line);
        let stored = documents::put(self.place.state, conn, &origin, self.place.regency.id, &page).await?;
        let (ids, new) = ((self.claim.id, new_id(origin.now)), (about, &stored));
        let (view, row) = papers::attach(conn, self.filer, &origin, ids, new).await?;
        self.read(&view);
        Ok(row.id)
    }
}
