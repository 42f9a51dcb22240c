//! The deployment's secret keys, as one file. Without this file the register cannot be read: it
//! belongs in the backup.

use std::fmt;
use std::io;
use std::path::Path;

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

/// Sealing keys (old ones stay, to open old values) and the lookup key (never rotated: every hash
/// in the database depends on it).
pub struct Keyring {
    active: u32,
    seal_keys: Vec<(u32, Secret)>,
    hash_key: Secret,
}

type Secret = Zeroizing<Vec<u8>>;

const SECRET_LEN: usize = 32;

/// Why a keyring could not be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    #[error("the key file {path} could not be read or written")]
    File { path: String, source: io::Error },
    #[error("the key file is not valid JSON of the form {{\"active\", \"seal_keys\", \"hash_key\"}}")]
    Syntax(#[from] serde_json::Error),
    #[error("a key in the key file is not 32 bytes in base64")]
    Key,
    #[error("the active key is not among the sealing keys")]
    ActiveMissing,
    #[error("no random bytes could be had")]
    Random,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyringFile {
    active: u32,
    seal_keys: Vec<KeyEntry>,
    hash_key: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyEntry {
    id: u32,
    key: String,
}

impl Drop for KeyringFile {
    fn drop(&mut self) {
        self.hash_key.zeroize();
    }
}

impl Drop for KeyEntry {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("active", &self.active).finish_non_exhaustive()
    }
}

impl Keyring {
    /// New random keys.
    pub fn generate() -> Result<Self, KeyringError> {
        Ok(Self { active: 1, seal_keys: vec![(1, random_secret()?)], hash_key: random_secret()? })
    }

    /// Reads the keyring from its JSON text.
    pub fn parse(text: &str) -> Result<Self, KeyringError> {
        let file: KeyringFile = serde_json::from_str(text)?;
        let seal_keys = file
            .seal_keys
            .iter()
            .map(|entry| Ok((entry.id, decode(&entry.key)?)))
            .collect::<Result<Vec<_>, KeyringError>>()?;
        if !seal_keys.iter().any(|(id, _)| *id == file.active) {
            return Err(KeyringError::ActiveMissing);
        }
        Ok(Self { active: file.active, seal_keys, hash_key: decode(&file.hash_key)? })
    }

    /// Reads the key file.
    pub fn load(path: &Path) -> Result<Self, KeyringError> {
        let text = std::fs::read_to_string(path).map_err(|source| file_error(path, source))?;
        Self::parse(&Zeroizing::new(text))
    }

    /// Reads the key file, or makes one (mode 0600) where none is.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyringError> {
        if path.exists() {
            return Self::load(path);
        }
        let keyring = Self::generate()?;
        keyring.save_new(path)?;
        Ok(keyring)
    }

    /// Writes the keyring into a new file that only its owner may read; an existing file is never
    /// overwritten.
    pub fn save_new(&self, path: &Path) -> Result<(), KeyringError> {
        use std::io::Write;
        use std::os::unix::fs::OpenOptionsExt;

        let text = Zeroizing::new(serde_json::to_string_pretty(&self.to_file())?);
        std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .and_then(|mut file| {
                file.write_all(text.as_bytes())?;
                file.sync_all()
            })
            .map_err(|source| file_error(path, source))
    }

    /// Writes the keyring over an existing file in one step: whoever reads it finds the old keys or the new ones, and
    /// a crash leaves one of them whole.
    pub fn replace(&self, path: &Path) -> Result<(), KeyringError> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let beside = Path::new(&beside);
        self.save_new(beside)?;
        std::fs::rename(beside, path).map_err(|source| file_error(path, source))
    }

    /// Adds a new sealing key and makes it the active one.
    pub fn rotate(&mut self) -> Result<(), KeyringError> {
        let next = self.seal_keys.iter().map(|(id, _)| *id).max().unwrap_or(0) + 1;
        self.seal_keys.push((next, random_secret()?));
        self.active = next;
        Ok(())
    }

    pub(super) fn active(&self) -> u32 {
        self.active
    }

    pub(super) fn seal_keys(&self) -> impl Iterator<Item = (u32, &[u8])> {
        self.seal_keys.iter().map(|(id, secret)| (*id, secret.as_slice()))
    }

    pub(super) fn hash_key(&self) -> &[u8] {
        &self.hash_key
    }

    fn to_file(&self) -> KeyringFile {
        let seal_keys = self
            .seal_keys
            .iter()
            .map(|(id, secret)| KeyEntry { id: *id, key: STANDARD.encode(secret) })
            .collect();
        KeyringFile { active: self.active, seal_keys, hash_key: STANDARD.encode(&self.hash_key) }
    }
}

fn random_secret() -> Result<Secret, KeyringError> {
    let mut secret = Zeroizing::new(vec![0_u8; SECRET_LEN]);
    SystemRandom::new().fill(&mut secret).map_err(|_| KeyringError::Random)?;
    Ok(secret)
}

fn decode(text: &str) -> Result<Secret, KeyringError> {
    let bytes = Zeroizing::new(STANDARD.decode(text).map_err(|_| KeyringError::Key)?);
    if bytes.len() == SECRET_LEN { Ok(bytes) } else { Err(KeyringError::Key) }
}

fn file_error(path: &Path, source: io::Error) -> KeyringError {
    KeyringError::File { path: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_keyring_is_private_and_reads_back() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys.json");
        let made = Keyring::load_or_create(&path).unwrap();
        let read = Keyring::load_or_create(&path).unwrap();
        assert_eq!(made.hash_key(), read.hash_key());
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(made.save_new(&path).is_err());
    }

    #[test]
    fn a_rotated_keyring_takes_the_place_of_its_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys.json");
        let mut keyring = Keyring::load_or_create(&path).unwrap();
        keyring.rotate().unwrap();
        keyring.replace(&path).unwrap();
        let read = Keyring::load(&path).unwrap();
        assert_eq!((read.active(), read.seal_keys().count()), (2, 2));
        assert_eq!(read.hash_key(), keyring.hash_key(), "every lookup hash depends on it");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_keyring_without_its_active_key_is_refused() {
        let text = r#"{"active": 2, "seal_keys": [], "hash_key": ""}"#;
        assert!(matches!(Keyring::parse(text), Err(KeyringError::ActiveMissing)));
    }
}
