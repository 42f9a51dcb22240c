//! `payung user`: the accounts with which a deployment begins.

use clap::Subcommand;

use super::{CommandError, say};
use crate::access::caller::Role;
use crate::access::users::hashing::Hashing;
use crate::access::users::{Provision, ensure_user};
use crate::domain::RegionCode;
use crate::platform::clock::Clock;
use crate::platform::config::Config;
use crate::platform::db::connect::Role as DatabaseRole;
use crate::platform::db::{Connector, Db};
use crate::platform::telemetry;

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Makes an admin and prints the code for the first sign-in
    CreateAdmin {
        /// The name to sign in with
        #[arg(long)]
        username: String,
        /// The person's name
        #[arg(long)]
        name: String,
        /// The regency to administer, for instance 35.29; without it the whole deployment
        #[arg(long)]
        regency: Option<String>,
    },
}

impl UserCommand {
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let config = Config::from_env().map_err(|error| CommandError::from_chain(&error))?;
        telemetry::init(&config.log);
        match self {
            Self::CreateAdmin { username, name, regency } => {
                create_admin(&config, &username, &name, regency.as_deref()).await
            }
        }
    }
}

async fn create_admin(
    config: &Config,
    username: &str,
    full_name: &str,
    regency: Option<&str>,
) -> Result<(), CommandError> {
    let url = config
        .database_url
        .as_ref()
        .ok_or_else(|| CommandError("set DATABASE_URL (or DATABASE_URL_FILE)".into()))?;
    let region_codes: Vec<RegionCode> = regency
        .map(RegionCode::parse)
        .transpose()
        .map_err(|error| CommandError::from_chain(&error))?
        .into_iter()
        .collect();
    let role = if region_codes.is_empty() { Role::PlatformAdmin } else { Role::Admin };
    let connector = Connector::parse(url.expose(), DatabaseRole::Service)
        .map_err(|error| CommandError::from_chain(&error))?;
    let db = Db::new(connector, config.pool);
    let mut connection = db.write().await.map_err(|error| CommandError::from_chain(&error))?;
    let wanted = Provision { username, full_name, role, region_codes: &region_codes, password: None };
    let made = ensure_user(&mut connection, &Hashing::new(), wanted, Clock::default().now())
        .await
        .map_err(|error| CommandError::from_chain(&error))?;
    let secret = made.secret.ok_or_else(|| {
        CommandError(format!("there is an account {username} already; it was left as it is"))
    })?;
    say(&format!("{username} is {}. Code for the first sign-in: {}", role.as_str(), secret.expose()))
}
