//! Staging rows through binary COPY.

use std::pin::Pin;

use serde_json::Value;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

use super::{RowProblem, StagedRow};
use crate::register::workers::model::WorkerRow;

const COPY: &str = "COPY staged_workers (load_id, regency_id, row_number, problems, worker_id, person_id, \
    village_code, name, nik_sealed, nik_mask, nik_hash, nik_warnings, birth_on, sex, family_card_sealed, \
    family_card_mask, family_card_hash, phone_sealed, phone_mask, address, segment, occupation, \
    occupation_source, next_of_kin_name, next_of_kin_relation, next_of_kin_phone_sealed, \
    next_of_kin_phone_mask, poverty_source, poverty_decile, poverty_as_of, warung_name, warung_role) \
    FROM STDIN (FORMAT binary)";

const TYPES: [Type; 32] = [
    Type::UUID,
    Type::INT4,
    Type::INT4,
    Type::JSONB,
    Type::UUID,
    Type::UUID,
    Type::TEXT,
    Type::TEXT,
    Type::BYTEA,
    Type::TEXT,
    Type::BYTEA,
    Type::TEXT_ARRAY,
    Type::DATE,
    Type::TEXT,
    Type::BYTEA,
    Type::TEXT,
    Type::BYTEA,
    Type::BYTEA,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::BYTEA,
    Type::TEXT,
    Type::TEXT,
    Type::INT2,
    Type::DATE,
    Type::TEXT,
    Type::TEXT,
];

/// An open COPY into the staging table. Dropped without [`Stage::finish`], nothing is staged.
pub struct Stage {
    writer: Pin<Box<BinaryCopyInWriter>>,
    load_id: Uuid,
    regency_id: i32,
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
    pub async fn push(&mut self, row: &StagedRow) -> Result<(), tokio_postgres::Error> {
        match &row.content {
            Ok(staged) => {
                let warung = staged.warung.as_ref();
                let name = warung.map(|(name, _)| name.as_str());
                let role = warung.map(|(_, role)| role.as_str());
                self.write(row.row_number, None, &staged.worker, name, role).await
            }
            Err(problems) => self.write_refused(row.row_number, problems).await,
        }
    }

    /// Ends the COPY and lets the planner look at what came. Returns how many rows were staged.
    pub async fn finish(
        mut self,
        transaction: &tokio_postgres::Transaction<'_>,
    ) -> Result<u64, tokio_postgres::Error> {
        let rows = self.writer.as_mut().finish().await?;
        transaction.execute("SELECT analyze_staged_workers()", &[]).await?;
        Ok(rows)
    }

    async fn write_refused(
        &mut self,
        row_number: i32,
        problems: &[RowProblem],
    ) -> Result<(), tokio_postgres::Error> {
        let problems = Value::Array(problems.iter().map(RowProblem::to_json).collect());
        let (nil, no_text, no_bytes) = (Uuid::nil(), None::<&str>, None::<&[u8]>);
        let (no_day, no_number, no_warnings) = (None::<chrono::NaiveDate>, None::<i16>, Vec::<String>::new());
        let values: [&(dyn ToSql + Sync); 32] = [
            &self.load_id,
            &self.regency_id,
            &row_number,
            &problems,
            &nil,
            &nil,
            &no_text,
            &no_text,
            &no_bytes,
            &no_text,
            &no_bytes,
            &no_warnings,
            &no_day,
            &no_text,
            &no_bytes,
            &no_text,
            &no_bytes,
            &no_bytes,
            &no_text,
            &no_text,
            &"general",
            &no_text,
            &no_text,
            &no_text,
            &no_text,
            &no_bytes,
            &no_text,
            &no_text,
            &no_number,
            &no_day,
            &no_text,
            &no_text,
        ];
        self.writer.as_mut().write(&values).await
    }

    async fn write(
        &mut self,
        row_number: i32,
        problems: Option<Value>,
        worker: &WorkerRow,
        warung_name: Option<&str>,
        warung_role: Option<&str>,
    ) -> Result<(), tokio_postgres::Error> {
        let nik_sealed = worker.nik_sealed.as_ref().map(|sealed| sealed.as_bytes());
        let nik_hash = worker.nik_hash.as_ref().map(|hash| hash.as_bytes());
        let card_sealed = worker.family_card_sealed.as_ref().map(|sealed| sealed.as_bytes());
        let card_hash = worker.family_card_hash.as_ref().map(|hash| hash.as_bytes());
        let phone_sealed = worker.phone_sealed.as_ref().map(|sealed| sealed.as_bytes());
        let kin_phone_sealed = worker.next_of_kin_phone_sealed.as_ref().map(|sealed| sealed.as_bytes());
        let values: [&(dyn ToSql + Sync); 32] = [
            &self.load_id,
            &self.regency_id,
            &row_number,
            &problems,
            &worker.id,
            &worker.person_id,
            &worker.village_code,
            &worker.name,
            &nik_sealed,
            &worker.nik_mask,
            &nik_hash,
            &worker.nik_warnings,
            &worker.birth_on,
            &worker.sex,
            &card_sealed,
            &worker.family_card_mask,
            &card_hash,
            &phone_sealed,
            &worker.phone_mask,
            &worker.address,
            &worker.segment,
            &worker.occupation,
            &worker.occupation_source,
            &worker.next_of_kin_name,
            &worker.next_of_kin_relation,
            &kin_phone_sealed,
            &worker.next_of_kin_phone_mask,
            &worker.poverty_source,
            &worker.poverty_decile,
            &worker.poverty_as_of,
            &warung_name,
            &warung_role,
        ];
        self.writer.as_mut().write(&values).await
    }
}
