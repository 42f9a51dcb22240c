//! Files beside the database: scanned documents, sealed before they leave the process.
//!
//! They lie in a local folder, or in a bucket that speaks S3, under ids and never under names. A file is written in pieces
//! and is there as a whole or not at all. The pieces are sealed (`sealing`), so that a stolen folder or bucket shows nothing
//! without the key file.
//!
//! This module must not know what a file is about. Whoever writes one keeps its row; a file without a row is swept by
//! whoever meant to write the row.

mod sealing;

use std::path::Path as FilePath;
use std::sync::Arc;

use actix_web::web::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, WriteMultipart};
use uuid::Uuid;

use self::sealing::{Opening, Sealing};
use super::config::{Bucket, Config, Secret};
use super::http::Problem;
use super::vault::{Vault, VaultError};

/// The least that a bucket takes as a part of a file, and so what an upload holds in memory.
const BUCKET_PART: usize = 5 * 1024 * 1024;
/// The same for a folder, which takes any size.
const FOLDER_PART: usize = 256 * 1024;
/// So many parts are on their way at once.
const PARTS_AT_ONCE: usize = 1;

/// Why a file cannot be kept or had.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The folder or the bucket cannot be reached, or the file is not there.
    #[error("the store of files failed")]
    Store(#[from] object_store::Error),
    /// The address of the folder or the bucket is none.
    #[error("the store of files has no usable address")]
    Address(#[from] object_store::path::Error),
    /// The folder's place cannot be told.
    #[error("the folder of files cannot be found")]
    Folder(#[from] std::io::Error),
    /// A piece cannot be sealed or opened.
    #[error("a piece of a file cannot be sealed or opened")]
    Vault(#[from] VaultError),
    /// Pieces are missing, doubled, out of order or of another file.
    #[error("a stored file is damaged")]
    Damaged,
}

impl From<StorageError> for Problem {
    /// A store that is away is away like the database; what is missing or damaged in it is a failure of ours.
    fn from(error: StorageError) -> Self {
        match &error {
            StorageError::Store(object_store::Error::NotFound { .. }) => Self::internal(error),
            StorageError::Store(_) => Self::unavailable().source(error),
            _ => Self::internal(error),
        }
    }
}

/// Which file: the regency and an id that no other file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileKey {
    /// The regency, so that its files can be moved together.
    pub regency_id: i32,
    /// The id, bound to each sealed piece.
    pub id: Uuid,
}

/// The store of files; a copy is cheap.
#[derive(Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    part: usize,
    vault: Arc<Vault>,
}

impl Storage {
    /// Takes the bucket or the folder that is configured. Reaches for neither yet.
    pub fn new(config: &Config, vault: Arc<Vault>) -> Result<Self, StorageError> {
        match &config.bucket {
            Some(bucket) => Self::in_bucket(bucket, vault),
            None => Self::in_folder(&config.files_dir, vault),
        }
    }

    fn in_folder(folder: &FilePath, vault: Arc<Vault>) -> Result<Self, StorageError> {
        let prefix = Path::from_absolute_path(std::path::absolute(folder)?)?;
        // What was answered for must outlive a power cut.
        let store = Arc::new(LocalFileSystem::new().with_fsync(true));
        Ok(Self { store, prefix, part: FOLDER_PART, vault })
    }

    fn in_bucket(bucket: &Bucket, vault: Arc<Vault>) -> Result<Self, StorageError> {
        let mut builder =
            AmazonS3Builder::new().with_bucket_name(&bucket.name.bucket).with_region(&bucket.region);
        if let Some(endpoint) = &bucket.endpoint {
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        if let Some(id) = &bucket.access_key_id {
            builder = builder.with_access_key_id(id.expose());
        }
        if let Some(key) = &bucket.secret_access_key {
            builder = builder.with_secret_access_key(Secret::expose(key));
        }
        let store = Arc::new(builder.build()?);
        Ok(Self { store, prefix: Path::parse(&bucket.name.prefix)?, part: BUCKET_PART, vault })
    }

    /// Begins a file.
    pub async fn write(&self, key: FileKey) -> Result<Writer, StorageError> {
        let upload = self.store.put_multipart(&self.path(key)).await?;
        let out = WriteMultipart::new_with_chunk_size(upload, self.part);
        Ok(Writer { out, sealing: Sealing::new(key.id), vault: Arc::clone(&self.vault) })
    }

    /// A file piece by piece, each checked before it is given. A file that is cut short ends with an error.
    pub async fn read(
        &self,
        key: FileKey,
    ) -> Result<BoxStream<'static, Result<Bytes, StorageError>>, StorageError> {
        let sealed = self.store.get(&self.path(key)).await?.into_stream();
        let state = (sealed, Opening::new(key.id), Arc::clone(&self.vault));
        let pieces = futures_util::stream::try_unfold(state, |(mut sealed, mut opening, vault)| async move {
            match sealed.next().await {
                Some(piece) => {
                    let clear = opening.take(&vault, &piece?)?;
                    Ok(Some((Bytes::from(clear), (sealed, opening, vault))))
                }
                None if opening.is_whole() => Ok(None),
                None => Err(StorageError::Damaged),
            }
        });
        Ok(pieces.boxed())
    }

    /// Takes a file away; one that is not there is no mistake.
    pub async fn delete(&self, key: FileKey) -> Result<(), StorageError> {
        match self.store.delete(&self.path(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes, reads and deletes a small file, to see whether that is possible.
    pub async fn probe(&self) -> Result<(), StorageError> {
        let key = FileKey { regency_id: 0, id: Uuid::now_v7() };
        let mut writer = self.write(key).await?;
        writer.take(b"payung").await?;
        writer.finish().await?;
        let mut pieces = self.read(key).await?;
        while let Some(piece) = pieces.next().await {
            piece?;
        }
        self.delete(key).await
    }

    fn path(&self, key: FileKey) -> Path {
        self.prefix.clone().join(key.regency_id.to_string()).join(key.id.to_string())
    }
}

/// A file on its way in. Dropped before it is finished, it leaves no file; a bucket keeps the parts that it has until its
/// own rules clear them away.
pub struct Writer {
    out: WriteMultipart,
    sealing: Sealing,
    vault: Arc<Vault>,
}

impl Writer {
    /// Takes the next bytes.
    pub async fn take(&mut self, clear: &[u8]) -> Result<(), StorageError> {
        let sealed = self.sealing.take(&self.vault, clear)?;
        if !sealed.is_empty() {
            self.out.wait_for_capacity(PARTS_AT_ONCE).await?;
            self.out.write(&sealed);
        }
        Ok(())
    }

    /// Ends the file; it is there once this has answered.
    pub async fn finish(mut self) -> Result<(), StorageError> {
        self.out.write(&self.sealing.finish(&self.vault)?);
        self.out.finish().await?;
        Ok(())
    }

    /// Gives the file up.
    pub async fn abort(self) -> Result<(), StorageError> {
        Ok(self.out.abort().await?)
    }
}

#[cfg(test)]
mod tests;
