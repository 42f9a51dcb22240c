//! The cluster's three passwords, made once and kept in its directory.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::EmbeddedError;

/// Hexadecimal, so that they need no escaping in a URL or a statement.
#[derive(Serialize, Deserialize)]
pub(super) struct Passwords {
    pub(super) superuser: String,
    pub(super) owner: String,
    pub(super) service: String,
}

impl Passwords {
    pub(super) fn read(dir: &Path) -> Result<Self, EmbeddedError> {
        let path = file(dir);
        let text = fs::read(&path).map_err(EmbeddedError::io(format!("reading {}", path.display())))?;
        serde_json::from_slice(&text).map_err(|error| {
            EmbeddedError::Words(format!("{} is damaged ({error}); begin anew with --fresh", path.display()))
        })
    }

    /// Makes new ones and writes them for us alone.
    pub(super) fn create(dir: &Path) -> Result<Self, EmbeddedError> {
        let passwords = Self { superuser: random()?, owner: random()?, service: random()? };
        let text = serde_json::to_vec_pretty(&passwords)
            .map_err(|error| EmbeddedError::Words(format!("writing the passwords: {error}")))?;
        write_private(&file(dir), &text)?;
        Ok(passwords)
    }
}

/// Writes a file that only its owner can read, also when it existed with another mode.
pub(super) fn write_private(path: &Path, content: &[u8]) -> Result<(), EmbeddedError> {
    let what = || format!("writing {}", path.display());
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(EmbeddedError::io(what())(error));
        }
        _ => {}
    }
    let mut file = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(EmbeddedError::io(what()))?;
    file.write_all(content).and_then(|()| file.sync_all()).map_err(EmbeddedError::io(what()))
}

fn file(dir: &Path) -> PathBuf {
    dir.join("postgres-passwords.json")
}

fn random() -> Result<String, EmbeddedError> {
    let mut bytes = [0_u8; 24];
    aws_lc_rs::rand::fill(&mut bytes)
        .map_err(|_| EmbeddedError::Words("the system gives no random numbers".into()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
