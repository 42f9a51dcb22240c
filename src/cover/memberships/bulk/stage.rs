//! Staging rows through binary COPY.

use std::pin::Pin;

use serde_json::Value;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

use super::{Fact, StagedRow};
use crate::domain::{Month, Nik};
use crate::platform::vault::{Identifier as _, Vault, VaultError};
use crate::register::workers::bulk::RowProblem;

const COPY: &str = "COPY staged_memberships (load_id, regency_id, row_number, problems, membership_id, nik_sealed, \
    nik_hash, member_number_sealed, member_number_mask, member_number_hash, state, programmes, since_on, \
    paid_until, as_of) FROM STDIN (FORMAT binary)";

const TYPES: [Type; 15] = [
    Type::UUID,
    Type::INT4,
    Type::INT4,
    Type::JSONB,
    Type::UUID,
    Type::BYTEA,
    Type::BYTEA,
    Type::BYTEA,
    Type::TEXT,
    Type::BYTEA,
    Type::TEXT,
    Type::TEXT_ARRAY,
    Type::DATE,
    Type::DATE,
    Type::DATE,
];

/// An open COPY into the staging table. Dropped without [`Stage::finish`], nothing is staged.
pub struct Stage {
    writer: Pin<Box<BinaryCopyInWriter>>,
    load_id: Uuid,
    regency_id: i32,
}

/// Why a row could not be staged: never the file's fault.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// An identifier could not be sealed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database did not take it.
    #[error(transparent)]
    Database(#[from] tokio_postgres::Error),
}

impl Stage {
    /// Begins to stage the rows of a load.
    pub async fn open(
        transaction: &tokio_postgres::Transaction<'_>,
        load_id: Uuid,
        regency_id: i32,
    ) -> Result<Self, tokio_postgres::Error> {
        let sink = transaction.copy_in(COPY).await?;
        Ok(Self { writer: Box::pin(BinaryCopyInWriter::new(sink, &TYPES)), load_id, regency_id })
    }

    /// Stages one row.
    pub async fn push(&mut self, vault: &Vault, row: &StagedRow) -> Result<(), StageError> {
        match &row.content {
            Ok((nik, fact)) => self.write(vault, row.row_number, nik.as_ref(), fact).await,
            Err(problems) => self.write_refused(row.row_number, problems).await,
        }
    }

    /// Ends the COPY and lets the planner look at what came. Returns how many rows were staged.
    pub async fn finish(
        mut self,
        transaction: &tokio_postgres::Transaction<'_>,
    ) -> Result<u64, tokio_postgres::Error> {
        let rows = self.writer.as_mut().finish().await?;
        transaction.execute("SELECT analyze_staged_memberships()", &[]).await?;
        Ok(rows)
    }

    async fn write(
        &mut self,
        vault: &Vault,
        row_number: i32,
        nik: Option<&Nik>,
        fact: &Fact,
    ) -> Result<(), StageError> {
        let number = fact.member_number.as_ref();
        let nik_sealed = nik.map(|nik| vault.seal(nik)).transpose()?;
        let nik_hash = nik.map(|nik| vault.lookup_hash(nik)).transpose()?;
        let number_sealed = number.map(|number| vault.seal(number)).transpose()?;
        let number_hash = number.map(|number| vault.lookup_hash(number)).transpose()?;
        let values: [&(dyn ToSql + Sync); 15] = [
            &self.load_id,
            &self.regency_id,
            &row_number,
            &None::<Value>,
            &Uuid::now_v7(),
            &nik_sealed.as_ref().map(|sealed| sealed.as_bytes()),
            &nik_hash.as_ref().map(|hash| hash.as_bytes()),
            &number_sealed.as_ref().map(|sealed| sealed.as_bytes()),
            &number.map(|number| number.masked()),
            &number_hash.as_ref().map(|hash| hash.as_bytes()),
            &fact.state.as_str(),
            &fact.programmes.codes(),
            &fact.since_on,
            &fact.paid_until.map(Month::first_day),
            &fact.as_of,
        ];
        Ok(self.writer.as_mut().write(&values).await?)
    }

    async fn write_refused(&mut self, row_number: i32, problems: &[RowProblem]) -> Result<(), StageError> {
        let problems = Value::Array(problems.iter().map(RowProblem::to_json).collect());
        let (no_bytes, no_text, no_day) = (None::<&[u8]>, None::<&str>, None::<chrono::NaiveDate>);
        let values: [&(dyn ToSql + Sync); 15] = [
            &self.load_id,
            &self.regency_id,
            &row_number,
            &problems,
            &Uuid::nil(),
            &no_bytes,
            &no_bytes,
            &no_bytes,
            &no_text,
            &no_bytes,
            &no_text,
            &None::<Vec<&str>>,
            &no_day,
            &no_day,
            &no_day,
        ];
        Ok(self.writer.as_mut().write(&values).await?)
    }
}
