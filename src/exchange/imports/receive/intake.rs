//! Where the records of a file go: the first is the heading line, the others are staged by their kind.

use uuid::Uuid;

use super::super::columns;
use super::super::dto::ImportKind;
use super::super::members;
use super::super::places::Places;
use super::super::rows::Reading;
use super::Upload;
use crate::cover::memberships::bulk as memberships;
use crate::platform::csv::{Record, is_blank};
use crate::platform::http::{Code, FieldError, Problem};
use crate::register::workers::bulk as workers;

/// Takes records.
pub(super) struct Intake<'a> {
    upload: &'a Upload<'a>,
    id: Uuid,
    sheet: Sheet<'a>,
    /// The place of the last record after the heading line, empty ones counted.
    place: i32,
    rows: i32,
}

/// The open COPY, and how to read a record once the heading line is known.
enum Sheet<'a> {
    Workers { places: &'a Places, stage: Box<workers::Stage>, reading: Option<Box<Reading<'a>>> },
    Members { stage: Box<memberships::Stage>, reading: Option<Box<members::rows::Reading<'a>>> },
}

impl<'a> Intake<'a> {
    /// Begins to stage the rows of an upload. Registrations need the villages they may name.
    pub async fn open(
        upload: &'a Upload<'a>,
        transaction: &tokio_postgres::Transaction<'_>,
        id: Uuid,
        places: Option<&'a Places>,
    ) -> Result<Self, Problem> {
        let regency_id = upload.regency_id;
        let sheet = match (upload.options.kind, places) {
            (ImportKind::Memberships, _) => {
                let stage = Box::new(memberships::Stage::open(transaction, id, regency_id).await?);
                Sheet::Members { stage, reading: None }
            }
            (ImportKind::Workers, Some(places)) => {
                let stage = Box::new(workers::Stage::open(transaction, id, regency_id).await?);
                Sheet::Workers { places, stage, reading: None }
            }
            (ImportKind::Workers, None) => return Err(Problem::internal("a roster without its villages")),
        };
        Ok(Self { upload, id, sheet, place: 0, rows: 0 })
    }

    /// Takes the next records.
    pub async fn take(&mut self, records: Vec<Record>) -> Result<(), Problem> {
        for record in records {
            if self.sheet.is_new() {
                if !is_blank(&record) {
                    self.begin(&record)?;
                }
                continue;
            }
            self.place = self.place.checked_add(1).ok_or_else(|| Problem::new(Code::BodyTooLarge))?;
            if is_blank(&record) {
                continue;
            }
            self.rows += 1;
            self.push(&record).await?;
        }
        Ok(())
    }

    /// Ends the COPY. Gives how many rows were staged.
    pub async fn finish(self, transaction: &tokio_postgres::Transaction<'_>) -> Result<i32, Problem> {
        match self.sheet {
            Sheet::Workers { stage, .. } => stage.finish(transaction).await?,
            Sheet::Members { stage, .. } => stage.finish(transaction).await?,
        };
        Ok(self.rows)
    }

    async fn push(&mut self, record: &Record) -> Result<(), Problem> {
        match &mut self.sheet {
            Sheet::Workers { stage, reading: Some(reading), .. } => {
                let row = reading.row(self.place, record).map_err(Problem::internal)?;
                Ok(stage.push(&row).await?)
            }
            Sheet::Members { stage, reading: Some(reading) } => {
                let row = reading.row(self.place, record).map_err(Problem::internal)?;
                stage.push(&self.upload.state.vault, &row).await.map_err(unstaged)
            }
            _ => Err(Problem::internal("a record before the heading line")),
        }
    }

    fn begin(&mut self, headings: &Record) -> Result<(), Problem> {
        let (upload, id) = (self.upload, self.id);
        match &mut self.sheet {
            Sheet::Workers { places, reading, .. } => {
                *reading = Some(Box::new(Reading {
                    columns: columns::parse(headings).map_err(wrong_headings)?,
                    places,
                    vault: &upload.state.vault,
                    import_id: id,
                    regency_id: upload.regency_id,
                    origin: upload.origin,
                    today: upload.today,
                    decile_source: upload.options.decile_source,
                    decile_as_of: upload.options.decile_as_of,
                }));
            }
            Sheet::Members { reading, .. } => {
                let as_of = upload.options.as_of;
                let columns = members::columns::parse(headings, as_of.is_some());
                *reading = Some(Box::new(members::rows::Reading {
                    columns: columns.map_err(wrong_headings)?,
                    vault: &upload.state.vault,
                    today: upload.today,
                    as_of,
                }));
            }
        }
        Ok(())
    }
}

impl Sheet<'_> {
    fn is_new(&self) -> bool {
        match self {
            Self::Workers { reading, .. } => reading.is_none(),
            Self::Members { reading, .. } => reading.is_none(),
        }
    }
}

fn wrong_headings(errors: Vec<FieldError>) -> Problem {
    Problem::new(Code::ValidationFailed).errors(errors)
}

fn unstaged(error: memberships::StageError) -> Problem {
    match error {
        memberships::StageError::Database(error) => error.into(),
        error => Problem::internal(error),
    }
}
