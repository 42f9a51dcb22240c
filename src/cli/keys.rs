//! `payung keys`

use std::path::PathBuf;

use clap::Subcommand;

use super::{CommandError, say};
use crate::access::tokens::Rotation;
use crate::access::tokens::service::rotate_key;
use crate::platform::clock::Clock;
use crate::platform::config::Config;
use crate::platform::db::connect::Role;
use crate::platform::db::{Connector, Db};
use crate::platform::telemetry;
use crate::platform::vault::{Keyring, Vault};

/// What to do with the keys.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Writes a new keyring into a file that does not exist yet
    Create {
        /// The file; it belongs in the backup, but not beside the database's
        file: PathBuf,
    },
    /// Gives a key its successor
    #[command(subcommand)]
    Rotate(Rotate),
}

/// Which key.
#[derive(Debug, Subcommand)]
pub enum Rotate {
    /// The key that signs access tokens; it also gets a successor by itself when it has served its time
    Signing {
        /// The old key may be in wrong hands: what it signed is refused within two seconds, and clients refresh
        #[arg(long)]
        at_once: bool,
    },
    /// The key that seals identifiers; the old ones stay in the file, to read what they sealed
    Sealing {
        /// The keyring. Every process of the service must be stopped: one that knows only the old keys could not read what
        /// another seals with the new one
        file: PathBuf,
    },
}

impl Keys {
    pub(super) async fn run(self) -> Result<(), CommandError> {
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
            Self::Rotate(Rotate::Signing { at_once }) => rotate_signing(at_once).await,
            Self::Rotate(Rotate::Sealing { file }) => {
                Keyring::load(&file)
                    .and_then(|mut keyring| {
                        keyring.rotate()?;
                        keyring.replace(&file)
                    })
                    .map_err(|error| CommandError::from_chain(&error))?;
                say(&format!(
                    "{} has a new sealing key beside the old ones. Back it up before the service starts with it.",
                    file.display()
                ))
            }
        }
    }
}

async fn rotate_signing(at_once: bool) -> Result<(), CommandError> {
    let config = Config::from_env().map_err(|error| CommandError::from_chain(&error))?;
    telemetry::init(&config.log);
    let url = config
        .database_url
        .as_ref()
        .ok_or_else(|| CommandError("set DATABASE_URL (or DATABASE_URL_FILE)".into()))?;
    let file = config.key_file.as_ref().ok_or_else(|| CommandError("set PAYUNG_KEY_FILE".into()))?;
    let keyring = Keyring::load(file).map_err(|error| CommandError::from_chain(&error))?;
    let vault = Vault::new(&keyring).map_err(|error| CommandError::from_chain(&error))?;
    let connector =
        Connector::parse(url.expose(), Role::Service).map_err(|error| CommandError::from_chain(&error))?;
    let db = Db::new(connector, config.pool);
    let mut connection = db.write().await.map_err(|error| CommandError::from_chain(&error))?;
    let rotation = if at_once { Rotation::AtOnce } else { Rotation::Overlap };
    let now = Clock::default().now();
    rotate_key(&mut connection, &vault, rotation, now)
        .await
        .map_err(|problem| CommandError::from_chain(&problem))?;
    say(&match rotation {
        Rotation::AtOnce => "A new key signs. What the old one signed is refused.".to_owned(),
        Rotation::Overlap => format!("A new key is published; it signs from {}.", rotation.signs_from(now)),
    })
}
