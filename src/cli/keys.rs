//! `payung keys`

use std::path::PathBuf;

use clap::Subcommand;

use super::{CommandError, say};
use crate::platform::vault::Keyring;

/// What to do with the keys.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Writes a new keyring into a file that does not exist yet
    Create {
        /// The file; it belongs in the backup, but not beside the database's
        file: PathBuf,
    },
}

impl Keys {
    pub(super) fn run(self) -> Result<(), CommandError> {
        match self {
            Self::Create { file } => {
                Keyring::generate()
                    .and_then(|keyring| keyring.save_new(&file))
                    .map_err(|error| CommandError::from_chain(&error))?;
                say(&format!(
                    "{} holds the new keys. Without it nothing that was sealed can be read: keep a copy elsewhere.",
                    file.display()
                ))
            }
        }
    }
}
