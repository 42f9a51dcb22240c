//! Where the records of a file go: the first is the heading line, the others are staged by their kind.

use uuid::Uuid;

use super::super::columns;
use super::super::dto::ImportKind;
use super::super::members;
use super::super::places::Places;
use super::super::rows::Reading;
use super::Upload;
use crate::cover::memberships::bulk as memberships;
use crate::platform::csv::{Piece, Record};
use crate::platform::http::{Code, FieldError, Problem};
use crate::register::workers::bulk as workers;

/// Takes what a file holds.
pub(super) struct Intake<'a> {
    upload: &'a Upload<'a>,
    id: Uuid,
    staging: Staging<'a>,
    rows: i32,
}

/// The open COPY, and how to read a record once the heading line is known.
enum Staging<'a> {
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
        let staging = match (upload.options.kind, places) {
            (ImportKind::Memberships, _) => {
                let stage = Box::new(memberships::Stage::open(transaction, id, regency_id).await?);
                Staging::Members { stage, reading: None }
            }
            (ImportKind::Workers, Some(places)) => {
                let stage = Box::new(workers::Stage::open(transaction, id, regency_id).await?);
                Staging::Workers { places, stage, reading: None }
            }
            (ImportKind::Workers, None) => return Err(Problem::internal("a roster without its villages")),
        };
        Ok(Self { upload, id, staging, rows: 0 })
    }

    /// Takes the next pieces.
    pub async fn take(&mut self, pieces: Vec<Piece>) -> Result<(), Problem> {
        for piece in pieces {
            match piece {
                Piece::Headings(headings) => self.begin(&headings)?,
                Piece::Row(number, record) => {
                    self.rows += 1;
                    self.push(number, &record).await?;
                }
            }
        }
        Ok(())
    }

    /// Ends the COPY. Gives how many rows were staged.
    pub async fn finish(self, transaction: &tokio_postgres::Transaction<'_>) -> Result<i32, Problem> {
        match self.staging {
            Staging::Workers { stage, .. } => stage.finish(transaction).await?,
            Staging::Members { stage, .. } => stage.finish(transaction).await?,
        };
        Ok(self.rows)
    }

    async fn push(&mut self, number: i32, record: &Record) -> Result<(), Problem> {
        match &mut self.staging {
            Staging::Workers { stage, reading: Some(reading), .. } => {
                let row = reading.row(number, record).map_err(Problem::internal)?;
                Ok(stage.push(&row).await?)
            }
            Staging::Members { stage, reading: Some(reading) } => {
                let row = reading.row(number, record).map_err(Problem::internal)?;
                stage.push(&self.upload.state.vault, &row).await.map_err(unstaged)
            }
            _ => Err(Problem::internal("a record before the heading line")),
        }
    }

    fn begin(&mut self, headings: &Record) -> Result<(), Problem> {
        let (upload, id) = (self.upload, self.id);
        match &mut self.staging {
            Staging::Workers { places, reading, .. } => {
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
            Staging::Members { reading, .. } => {
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

fn wrong_headings(errors: Vec<FieldError>) -> Problem {
    Problem::new(Code::ValidationFailed).errors(errors)
}

fn unstaged(error: memberships::StageError) -> Problem {
    match error {
        memberships::StageError::Database(error) => error.into(),
        error => Problem::internal(error),
    }
}
