//! The row that makes room for the one whose approval is rehearsed: replaced as a whole, or ended on its eve.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::rules::{Span, eve_within};
use crate::cover::rules::benefits::model::BenefitRow;
use crate::cover::rules::checklists::model::ChecklistRow;
use crate::cover::rules::contributions::model::RateRow;
use crate::cover::rules::parameters::model::ParameterRow;
use crate::cover::rules::proposals::service::rehearse_approval;
use crate::cover::rules::proposals::{DatedRule, Entry};
use crate::domain::{Day, Month};
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsFirstDay;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// A row of the same kind that makes room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Predecessor {
    /// The row comes in its place, on all of its days.
    Replaced(Uuid),
    /// It ends on the eve of the row.
    Ended(Uuid),
}

impl Predecessor {
    /// Which row it is.
    pub const fn id(self) -> Uuid {
        match self {
            Self::Replaced(id) | Self::Ended(id) => id,
        }
    }

    /// The row in whose place the other one comes.
    pub const fn replaced(self) -> Option<Uuid> {
        match self {
            Self::Replaced(id) => Some(id),
            Self::Ended(_) => None,
        }
    }

    /// Where the request names it.
    pub const fn pointer(self) -> &'static str {
        match self {
            Self::Replaced(_) => "/supersedes",
            Self::Ended(_) => "/ends",
        }
    }

    /// Since when something may change, where it begins at `old` and the row at `new`: until its last day one that ends
    /// says what it said.
    pub fn changes_since<T: Ord>(self, old: T, new: T) -> T {
        match self {
            Self::Replaced(_) => old.min(new),
            Self::Ended(_) => new,
        }
    }
}

/// A row that can end before another one begins.
pub trait Ending: DatedRule {
    /// Its days.
    fn span(&self) -> Span;

    /// What it says until a day, as another row.
    fn until(self, id: Uuid, last: Day) -> Self;
}

impl Ending for RateRow {
    fn span(&self) -> Span {
        (self.from_month.0.first_day(), self.until_month.map(|month| month.0.last_day()))
    }

    fn until(self, id: Uuid, last: Day) -> Self {
        Self { id, until_month: Some(AsFirstDay(Month::from_date(last))), ..self }
    }
}

impl Ending for BenefitRow {
    fn span(&self) -> Span {
        (self.valid_from, self.valid_until)
    }

    fn until(self, id: Uuid, last: Day) -> Self {
        Self { id, valid_until: Some(last), ..self }
    }
}

impl Ending for ParameterRow {
    fn span(&self) -> Span {
        (self.valid_from, self.valid_until)
    }

    fn until(self, id: Uuid, last: Day) -> Self {
        Self { id, valid_until: Some(last), ..self }
    }
}

impl Ending for ChecklistRow {
    fn span(&self) -> Span {
        (self.valid_from, self.valid_until)
    }

    fn until(self, id: Uuid, last: Day) -> Self {
        Self { id, valid_until: Some(last), ..self }
    }
}

/// Lets a row count that begins on a day, once its predecessor has made room. Gives every row that counts anew: the shortened
/// one, if there is one, and the row itself.
pub async fn enter<R: Ending>(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    predecessor: Option<Predecessor>,
    begin: Day,
    new: impl FnOnce(Uuid, Entry) -> R,
) -> Result<Vec<R>, Problem> {
    let mut rows = Vec::with_capacity(2);
    if let Some(Predecessor::Ended(id)) = predecessor {
        rows.push(end(conn, origin, id, begin).await?);
    }
    let supersedes = predecessor.and_then(Predecessor::replaced);
    rows.push(rehearse_approval(conn, origin, supersedes, new).await?);
    Ok(rows)
}

/// Lets the correction count that ends a row on the eve of a day.
async fn end<R: Ending>(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    id: Uuid,
    begin: Day,
) -> Result<R, Problem> {
    let old = R::find(conn, id).await?.ok_or_else(unknown)?;
    let last = eve_within(begin, old.span()).ok_or_else(nothing_to_end)?;
    rehearse_approval(conn, origin, Some(id), |id, entry| old.until(id, last).with_entry(entry)).await
}

fn unknown() -> Problem {
    let text = Text::fixed("Tidak ada aturan seperti itu.", "There is no such rule.");
    Problem::new(Code::UnknownReference).errors(vec![FieldError::new(
        "/ends",
        Code::UnknownReference.as_str(),
        text,
    )])
}

fn nothing_to_end() -> Problem {
    let text = Text::fixed(
        "Baris yang diakhiri harus berlaku sehari sebelum baris baru mulai, dan masih berlaku pada hari itu.",
        "The row that ends must hold on the eve of the day on which the new one begins, and still on that day.",
    );
    Problem::invalid_field(FieldError::new("/ends", "nothing_to_end", text))
}
