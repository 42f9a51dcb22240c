//! Bringing in a list of regions: COPY to a stage, then one merge. The list may be the whole of Indonesia or a
//! part; what is there already keeps its code and takes the list's name.

use std::fs::File;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::SinkExt;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Transaction};

use super::source::{self, Region, SourceError};
use crate::domain::RegionLevel;

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Regions in the list.
    pub listed: i64,
    /// Regions that were not there before.
    pub added: i64,
    /// Regions that were there under another name.
    pub renamed: i64,
}

/// Why a list could not be brought in. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file of the four is missing or cannot be read.
    #[error("cannot open {path}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A row that is no region.
    #[error("{file} does not have the format of idn-area-data")]
    Source {
        /// In which file.
        file: String,
        /// Which row, and why.
        source: SourceError,
    },
    /// A region whose parent is neither in the list nor in the database.
    #[error("{code} is listed, but the region above it is not")]
    MissingParent {
        /// The first of them.
        code: String,
    },
    /// A region that the list names twice.
    #[error("a region is listed twice")]
    ListedTwice(#[source] tokio_postgres::Error),
    /// The database is away or refuses.
    #[error("the database could not take the list")]
    Database(#[from] tokio_postgres::Error),
}

/// The files of a folder, parents first.
const FILES: [(RegionLevel, &str); 4] = [
    (RegionLevel::Province, "provinces.csv"),
    (RegionLevel::Regency, "regencies.csv"),
    (RegionLevel::District, "districts.csv"),
    (RegionLevel::Village, "villages.csv"),
];

/// So many bytes of rows are sent at once.
const CHUNK: usize = 64 * 1024;

/// Imports the four files of a folder in the format of `idn-area-data`.
pub async fn import_folder(client: &mut Client, folder: &Path) -> Result<Imported, ImportError> {
    let mut files = Vec::new();
    for (level, name) in FILES {
        let path = folder.join(name);
        let file = File::open(&path).map_err(|source| ImportError::File { path, source })?;
        files.push((level, name, file));
    }
    let regions = files.into_iter().flat_map(|(level, name, file)| {
        source::read(file, level)
            .map(move |region| region.map_err(|source| ImportError::Source { file: name.to_owned(), source }))
    });
    import(client, regions).await
}

/// Imports a list of regions.
pub async fn import(
    client: &mut Client,
    regions: impl Iterator<Item = Result<Region, ImportError>>,
) -> Result<Imported, ImportError> {
    let transaction = client.transaction().await?;
    transaction
        .batch_execute(
            "create temporary table staged_regions (code text collate \"C\" primary key, name text not null) \
             on commit drop",
        )
        .await?;
    stage(&transaction, regions).await?;
    refuse_orphans(&transaction).await?;
    let merged = transaction
        .query_one(
            "with merged as ( \
                 insert into regions (code, name) select code, name from staged_regions order by code \
                 on conflict (code) do update set name = excluded.name where regions.name <> excluded.name \
                 returning xmax = 0 as added) \
             select (select count(*) from staged_regions), \
                 count(*) filter (where added), count(*) filter (where not added) from merged",
            &[],
        )
        .await?;
    let imported =
        Imported { listed: merged.try_get(0)?, added: merged.try_get(1)?, renamed: merged.try_get(2)? };
    transaction.commit().await?;
    Ok(imported)
}

async fn stage(
    transaction: &Transaction<'_>,
    regions: impl Iterator<Item = Result<Region, ImportError>>,
) -> Result<(), ImportError> {
    let sink = transaction.copy_in("copy staged_regions (code, name) from stdin").await?;
    let mut sink = std::pin::pin!(sink);
    let mut rows = String::with_capacity(CHUNK * 2);
    for region in regions {
        push_row(&mut rows, &region?);
        if rows.len() >= CHUNK {
            sink.send(Bytes::from(std::mem::take(&mut rows))).await?;
        }
    }
    sink.send(Bytes::from(rows)).await?;
    match sink.as_mut().finish().await {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
            Err(ImportError::ListedTwice(error))
        }
        Err(error) => Err(ImportError::Database(error)),
    }
}

/// A row in the text format of COPY. Names hold no control characters, so that only the backslash needs care.
fn push_row(rows: &mut String, region: &Region) {
    rows.push_str(region.code.as_str());
    rows.push('\t');
    rows.push_str(&region.name.replace('\\', "\\\\"));
    rows.push('\n');
}

async fn refuse_orphans(transaction: &Transaction<'_>) -> Result<(), ImportError> {
    let orphan = transaction
        .query_opt(
            "select code from staged_regions child \
             where char_length(code) > 2 \
             and not exists (select from staged_regions where code = regexp_replace(child.code, '[.][0-9]+$', '')) \
             and not exists (select from regions where code = regexp_replace(child.code, '[.][0-9]+$', '')) \
             order by code limit 1",
            &[],
        )
        .await?;
    match orphan {
        Some(row) => Err(ImportError::MissingParent { code: row.try_get(0)? }),
        None => Ok(()),
    }
}
