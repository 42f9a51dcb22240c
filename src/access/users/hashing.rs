//! Argon2id, a few at a time: each computation takes 19 MiB, and a burst of sign-ins must not take
//! the memory of the whole service.

use std::sync::Arc;

use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{self, Output, PasswordHash, Salt, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use tokio::sync::{AcquireError, Semaphore, TryAcquireError};

use super::password::Password;
use crate::platform::http::{Code, Problem};

/// Computations at the same time.
const RUNNING: usize = 2;

/// Computations that run or wait; the next caller is refused at once.
const ADMITTED: usize = 32;

/// A hash of no password, against which the passwords of unknown users are checked.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$cGF5dW5nLW5vLW9uZS0wMA$wKkcFDNll5/kDFCiuFXjK2IlR5rqfISGy7tVq2+W/Fs";

/// Why nothing was computed.
#[derive(Debug, thiserror::Error)]
pub enum HashingError {
    /// Too many wait already.
    #[error("too many passwords are being checked")]
    Busy,
    /// The stored hash is damaged, or the library failed.
    #[error("the password hash could not be computed")]
    Hash(password_hash::Error),
    /// The computation's thread ended early.
    #[error("the computation was cut off")]
    Cut(#[from] tokio::task::JoinError),
    /// The service stops.
    #[error("the service stops")]
    Stopping(#[from] AcquireError),
}

impl From<HashingError> for Problem {
    fn from(error: HashingError) -> Self {
        match error {
            HashingError::Busy => Problem::new(Code::Busy).retry_after(2).source(error),
            other => Problem::internal(other),
        }
    }
}

/// Hashes and verifies passwords on threads of their own.
pub struct Hashing {
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
}

impl Default for Hashing {
    fn default() -> Self {
        Self::new()
    }
}

impl Hashing {
    /// Nothing runs yet.
    pub fn new() -> Self {
        Hashing { running: Arc::new(Semaphore::new(RUNNING)), admitted: Arc::new(Semaphore::new(ADMITTED)) }
    }

    /// The PHC string of a password.
    pub async fn hash(&self, password: Password) -> Result<String, HashingError> {
        self.run(move || compute(password.expose())).await?.map_err(HashingError::Hash)
    }

    /// Whether the password belongs to the hash. Without a hash it takes as long and says no, so that
    /// the time does not tell which accounts exist.
    pub async fn verify(&self, password: Password, hash: Option<String>) -> Result<bool, HashingError> {
        let verdict = self
            .run(move || {
                let right = matches(password.expose(), hash.as_deref().unwrap_or(NOBODY))?;
                Ok(right && hash.is_some())
            })
            .await?;
        verdict.map_err(HashingError::Hash)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, password_hash::Error> + Send + 'static,
    ) -> Result<Result<T, password_hash::Error>, HashingError> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|error| match error {
            TryAcquireError::NoPermits | TryAcquireError::Closed => HashingError::Busy,
        })?;
        let running = Arc::clone(&self.running).acquire_owned().await?;
        // The permits go along: a caller who gives up does not free a place that is still in use.
        let result = tokio::task::spawn_blocking(move || {
            let result = work();
            drop((running, admitted));
            result
        });
        Ok(result.await?)
    }
}

/// Memory for one computation is reserved in one piece of this many blocks of 1 KiB: the system's allocator keeps
/// smaller pieces for itself when they are given back, so that a busy morning would leave the service several times as
/// large as it needs to be. What is not touched takes no memory.
const RESERVED_BLOCKS: usize = 33 * 1024;

fn compute(password: &str) -> Result<String, password_hash::Error> {
    let salt = SaltString::generate(&mut OsRng);
    // The crate's default is Argon2id with 19 MiB, two passes and one lane, as OWASP advises.
    let argon2 = Argon2::default();
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::default().into()),
        params: argon2.params().try_into()?,
        salt: Some(salt.as_salt()),
        hash: Some(output(&argon2, password, salt.as_salt())?),
    };
    Ok(hash.to_string())
}

fn matches(password: &str, hash: &str) -> Result<bool, password_hash::Error> {
    let hash = PasswordHash::new(hash)?;
    let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else {
        return Err(password_hash::Error::PhcStringField);
    };
    let algorithm = Algorithm::try_from(hash.algorithm)?;
    let version = hash.version.map(Version::try_from).transpose()?.unwrap_or_default();
    let argon2 = Argon2::new(algorithm, version, Params::try_from(&hash)?);
    // `Output` compares in constant time.
    Ok(output(&argon2, password, salt)? == expected)
}

fn output(argon2: &Argon2<'_>, password: &str, salt: Salt<'_>) -> Result<Output, password_hash::Error> {
    let mut bytes = [0; Salt::MAX_LENGTH];
    let salt = salt.decode_b64(&mut bytes)?;
    let length = argon2.params().output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let blocks = argon2.params().block_count();
    let mut memory = Vec::with_capacity(blocks.max(RESERVED_BLOCKS));
    memory.resize(blocks, Block::new());
    Output::init_with(length, |out| {
        Ok(argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, memory)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::offered(text).unwrap()
    }

    #[tokio::test]
    async fn only_the_right_password_of_a_known_user_is_right() {
        let hashing = Hashing::new();
        let hash = hashing.hash(password("kopi pahit pagi")).await.unwrap();
        let parameters = |hash: &str| PasswordHash::new(hash).unwrap().params.to_string();
        assert_eq!(parameters(&hash), parameters(NOBODY), "unknown users take as long");
        assert_eq!(hash.len(), NOBODY.len());
        assert!(hashing.verify(password("kopi pahit pagi"), Some(hash.clone())).await.unwrap());
        assert!(!hashing.verify(password("kopi manis pagi"), Some(hash)).await.unwrap());
        assert!(!hashing.verify(password("kopi pahit pagi"), None).await.unwrap());
    }

    /// The library's own way gives and accepts the same.
    #[test]
    fn hashes_are_those_of_the_library() {
        use argon2::{PasswordHasher as _, PasswordVerifier as _};
        let hash = compute("kopi pahit pagi").unwrap();
        let parsed = PasswordHash::new(&hash).unwrap();
        assert!(Argon2::default().verify_password(b"kopi pahit pagi", &parsed).is_ok());
        let salt = SaltString::generate(&mut OsRng);
        let theirs = Argon2::default().hash_password(b"kopi pahit pagi", &salt).unwrap().to_string();
        assert!(matches("kopi pahit pagi", &theirs).unwrap());
        assert!(!matches("kopi pahit sore", &theirs).unwrap());
    }

    #[tokio::test]
    async fn a_crowd_is_refused_instead_of_queued_without_end() {
        let hashing = Hashing::new();
        let places =
            Arc::clone(&hashing.admitted).acquire_many_owned(u32::try_from(ADMITTED).unwrap()).await.unwrap();
        let refused = hashing.verify(password("kopi pahit pagi"), None).await;
        assert!(matches!(refused, Err(HashingError::Busy)));
        drop(places);
        assert!(!hashing.verify(password("kopi pahit pagi"), None).await.unwrap());
    }
}
