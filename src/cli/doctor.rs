//! `payung doctor`: says in words what is wrong, before a user finds out.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Integer, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{CommandError, say};
use crate::platform::config::Config;
use crate::platform::db::connect::Role;
use crate::platform::db::{Connector, error_chain, migrate};
use crate::platform::storage::Storage;
use crate::platform::vault::{Keyring, Vault};

/// Tokens and time limits tolerate no more.
const TOLERATED_SKEW: TimeDelta = TimeDelta::seconds(5);

type Finding = Result<String, String>;

pub(super) async fn run() -> Result<(), CommandError> {
    let config = Config::from_env().map_err(|error| CommandError::from_chain(&error))?;
    let mut findings = vec![
        ("configuration", Ok("can be read".to_owned())),
        ("keys", check_keys(&config)),
        ("files", check_files(&config).await),
    ];
    match connect(&config).await {
        Ok(mut connection) => findings.extend(check_database(&mut connection).await),
        Err(reason) => findings.push(("database", Err(reason))),
    }
    let mut failed = 0_u32;
    for (subject, finding) in findings {
        match finding {
            Ok(text) => say(&format!("ok      {subject}: {text}"))?,
            Err(text) => {
                failed += 1;
                say(&format!("WRONG   {subject}: {text}"))?;
            }
        }
    }
    if failed == 0 { Ok(()) } else { Err(CommandError(format!("{failed} things are wrong"))) }
}

fn check_keys(config: &Config) -> Finding {
    let file = config.key_file.as_ref().ok_or("PAYUNG_KEY_FILE is not set")?;
    Keyring::load(file).map_err(|error| error_chain(&error))?;
    Ok(format!("{} holds a keyring", file.display()))
}

/// A file goes in, comes out and is deleted, sealed with keys of its own: the keyring is another question.
async fn check_files(config: &Config) -> Finding {
    let place = match &config.bucket {
        Some(bucket) => format!("the bucket {}", bucket.name.bucket),
        None => config.files_dir.display().to_string(),
    };
    let keys = Keyring::generate().map_err(|error| error_chain(&error))?;
    let vault = Vault::new(&keys).map_err(|error| error_chain(&error))?;
    let tried = match Storage::new(config, Arc::new(vault)) {
        Ok(storage) => storage.probe().await,
        Err(error) => Err(error),
    };
    match tried {
        Ok(()) => Ok(format!("{place} can be written and read")),
        Err(error) => Err(format!("{place} cannot be used: {}", error_chain(&error))),
    }
}

async fn connect(config: &Config) -> Result<AsyncPgConnection, String> {
    let url = config.database_url.as_ref().ok_or("DATABASE_URL is not set")?;
    let connector = Connector::parse(url.expose(), Role::Service).map_err(|error| error_chain(&error))?;
    connector.connection().await.map_err(|error| error_chain(&error))
}

#[derive(QueryableByName)]
struct Server {
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Bool)]
    may_change_schema: bool,
    #[diesel(sql_type = Bool)]
    durable: bool,
    #[diesel(sql_type = Timestamptz)]
    now: DateTime<Utc>,
}

async fn check_database(connection: &mut AsyncPgConnection) -> Vec<(&'static str, Finding)> {
    let server: Result<Server, _> = diesel::sql_query(
        "SELECT current_setting('server_version_num')::int / 10000 AS version, current_user::text AS role, \
         has_schema_privilege('public', 'CREATE') AS may_change_schema, \
         current_setting('fsync') = 'on' AS durable, clock_timestamp() AS now",
    )
    .get_result(connection)
    .await;
    let server = match server {
        Ok(server) => server,
        Err(error) => return vec![("database", Err(error_chain(&error)))],
    };
    let skew = (Utc::now() - server.now).abs();
    vec![
        ("database", at_least_15(server.version)),
        ("role", check_role(&server)),
        ("durability", verdict(server.durable, "fsync is on", "fsync is off: a power cut loses data")),
        (
            "clocks",
            verdict(
                skew <= TOLERATED_SKEW,
                "this machine and the database agree",
                &format!("this machine and the database differ by {} s", skew.num_seconds()),
            ),
        ),
        ("schema", check_schema(connection).await),
    ]
}

fn at_least_15(version: i32) -> Finding {
    let text = format!("PostgreSQL {version}");
    if version >= 15 { Ok(text) } else { Err(format!("{text}, but 15 is the oldest that works")) }
}

fn check_role(server: &Server) -> Finding {
    let role = &server.role;
    if server.may_change_schema {
        Err(format!("the service works as {role}, which may change the schema; give it payung_service"))
    } else {
        Ok(format!("the service works as {role}"))
    }
}

async fn check_schema(connection: &mut AsyncPgConnection) -> Finding {
    let pending = migrate::pending(connection)
        .await
        .map_err(|error| format!("run `payung migrate` ({})", error_chain(&error)))?;
    if pending.is_empty() {
        Ok("up to date".to_owned())
    } else {
        Err(format!("{} migrations are missing; run `payung migrate`", pending.len()))
    }
}

fn verdict(holds: bool, good: &str, bad: &str) -> Finding {
    if holds { Ok(good.to_owned()) } else { Err(bad.to_owned()) }
}
