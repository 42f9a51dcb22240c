//! The configuration: environment variables, read once, all mistakes reported together.
//!
//! `DATABASE_URL` keeps its common name; all else begins with `PAYUNG_`. A secret may come from a file instead: the same
//! name with `_FILE` behind it, as Docker and Kubernetes mount them.

mod bucket;
mod keys;
mod reader;

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use zeroize::Zeroizing;

pub use keys::{KEYS, Key};
pub use reader::ConfigErrors;
use reader::Reader;

use super::db::PoolSettings;
pub use bucket::{Bucket, BucketName};

/// A value that must not be shown.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a value.
    pub fn new(value: String) -> Self {
        Self(Zeroizing::new(value))
    }

    /// The value itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line, for collectors.
    Json,
    /// Coloured text, for people.
    Human,
}

/// What to log and how.
#[derive(Debug, Clone)]
pub struct LogSettings {
    /// The form of a line.
    pub format: LogFormat,
    /// A filter in the syntax of `tracing`: `info`, `payung=debug,info`.
    pub filter: String,
}

/// How often a caller may ask.
#[derive(Debug, Clone, Copy)]
pub struct RateLimits {
    /// Requests a minute of one user or API client; `None`: as many as they like.
    pub caller: Option<NonZeroU32>,
    /// Requests a minute without a valid token, from one address; `None`: as many as they like.
    pub address: Option<NonZeroU32>,
    /// Sign-ins and token requests a minute, from one address; `None`: as many as they like.
    pub sign_in: Option<NonZeroU32>,
    /// Lookups by NIK a minute of one caller; `None`: as many as they like.
    pub lookup: Option<NonZeroU32>,
    /// People a minute in coverage checks of one caller; `None`: as many as they like.
    pub check: Option<NonZeroU32>,
}

/// Everything that can be configured.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the API listens.
    pub listen: SocketAddr,
    /// Where `/metrics` listens; it is not for the public.
    pub metrics_listen: Option<SocketAddr>,
    /// Where clients reach the service, without a slash at the end.
    pub public_url: String,
    /// Threads that answer requests.
    pub workers: usize,
    /// The service's database.
    pub database_url: Option<Secret>,
    /// The same database with the login that may change the schema; absent when one login does both.
    pub migration_database_url: Option<Secret>,
    /// Size and patience of the connection pool.
    pub pool: PoolSettings,
    /// The keyring: sealing keys and the lookup key.
    pub key_file: Option<PathBuf>,
    /// Where documents are kept, unless there is a bucket.
    pub files_dir: PathBuf,
    /// The bucket for documents.
    pub bucket: Option<Bucket>,
    /// Origins of browsers' pages that may call the API.
    pub cors_origins: Vec<String>,
    /// Largest JSON body.
    pub body_limit: usize,
    /// Largest document.
    pub document_limit: u64,
    /// Largest file of an import.
    pub import_limit: u64,
    /// How long a repeated `Idempotency-Key` is answered from memory.
    pub idempotency_days: u32,
    /// How often a caller may ask.
    pub rate_limits: RateLimits,
    /// Whether `X-Forwarded-For` is believed: only behind a proxy that sets it.
    pub behind_proxy: bool,
    /// How long running requests may take to finish when the service stops.
    pub drain: Duration,
    /// Logs.
    pub log: LogSettings,
}

impl Config {
    /// Reads the process's environment.
    pub fn from_env() -> Result<Self, ConfigErrors> {
        Self::read(std::env::vars().collect())
    }

    /// Reads name-value pairs; every mistake is found in one go.
    pub fn read(variables: Vec<(String, String)>) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(variables);
        let mut config = Self {
            listen: reader.parse(&keys::LISTEN),
            metrics_listen: reader.optional(&keys::METRICS_LISTEN),
            public_url: reader.text(&keys::PUBLIC_URL).trim_end_matches('/').to_owned(),
            workers: reader.optional(&keys::WORKERS).filter(|workers| *workers > 0).unwrap_or_else(cores),
            database_url: reader.secret(&keys::DATABASE_URL),
            migration_database_url: reader.secret(&keys::MIGRATION_DATABASE_URL),
            pool: PoolSettings {
                size: reader.within(&keys::DATABASE_CONNECTIONS, 2..=500),
                wait: Duration::from_millis(reader.within(&keys::DATABASE_WAIT_MS, 50..=60_000)),
                ..PoolSettings::default()
            },
            key_file: reader.optional(&keys::KEY_FILE),
            files_dir: reader.parse(&keys::FILES_DIR),
            bucket: bucket(&mut reader),
            cors_origins: reader.list(&keys::CORS_ORIGINS),
            body_limit: reader.within(&keys::BODY_LIMIT_BYTES, 1_024..=1_073_741_824),
            document_limit: reader.within(&keys::DOCUMENT_LIMIT_BYTES, 1_024..=1_073_741_824),
            import_limit: reader.within(&keys::IMPORT_LIMIT_BYTES, 1_024..=1_099_511_627_776),
            idempotency_days: reader.within(&keys::IDEMPOTENCY_DAYS, 1..=365),
            rate_limits: RateLimits {
                caller: NonZeroU32::new(reader.parse(&keys::CALLER_LIMIT)),
                address: NonZeroU32::new(reader.parse(&keys::ADDRESS_LIMIT)),
                sign_in: NonZeroU32::new(reader.parse(&keys::SIGN_IN_LIMIT)),
                lookup: NonZeroU32::new(reader.parse(&keys::LOOKUP_LIMIT)),
                check: NonZeroU32::new(reader.parse(&keys::CHECK_LIMIT)),
            },
            behind_proxy: reader.parse(&keys::BEHIND_PROXY),
            drain: Duration::from_secs(reader.within(&keys::DRAIN_SECONDS, 0..=600)),
            log: LogSettings { format: reader.log_format(), filter: reader.log_filter() },
        };
        if config.public_url.is_empty() {
            config.public_url = format!("http://{}", config.listen);
        }
        reader.finish(config)
    }
}

fn bucket(reader: &mut Reader) -> Option<Bucket> {
    let endpoint = reader.text(&keys::FILES_S3_ENDPOINT);
    let access_key_id = reader.secret(&keys::FILES_S3_ACCESS_KEY_ID);
    let secret_access_key = reader.secret(&keys::FILES_S3_SECRET_ACCESS_KEY);
    let name: BucketName = reader.optional(&keys::FILES_URL)?;
    Some(Bucket {
        name,
        endpoint: (!endpoint.is_empty()).then(|| endpoint.trim_end_matches('/').to_owned()),
        region: reader.text(&keys::FILES_S3_REGION),
        access_key_id,
        secret_access_key,
    })
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigErrors> {
        Config::read(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn everything_has_a_default_but_the_database() {
        match read(&[]) {
            Ok(config) => {
                assert!(config.database_url.is_none());
                assert_eq!(config.listen.port(), 8080);
                assert_eq!(config.pool.size, 16);
            }
            Err(errors) => panic!("{errors}"),
        }
    }

    #[test]
    fn all_mistakes_are_told_at_once_and_without_the_secret() {
        let errors = match read(&[
            ("PAYUNG_LISTEN", "here"),
            ("PAYUNG_DATABASE_CONNECTIONS", "0"),
            ("PAYUNG_LISTN", "0.0.0.0:80"),
            ("DATABASE_URL_FILE", "/nowhere/at/all"),
            ("PAYUNG_LOG_FORMAT", "xml"),
        ]) {
            Ok(_) => panic!("was accepted"),
            Err(errors) => errors.to_string(),
        };
        for name in [
            "PAYUNG_LISTEN:",
            "PAYUNG_DATABASE_CONNECTIONS",
            "PAYUNG_LISTN",
            "DATABASE_URL_FILE",
            "PAYUNG_LOG_FORMAT",
        ] {
            assert!(errors.contains(name), "{name} is missing in:\n{errors}");
        }
    }

    #[test]
    fn a_secret_comes_from_a_file_and_is_never_shown() {
        let file = std::env::temp_dir().join(format!("payung-secret-{}", std::process::id()));
        if let Err(error) = std::fs::write(&file, "postgres://u:hidden@h/d\n") {
            panic!("{error}");
        }
        let config = match read(&[("DATABASE_URL_FILE", &file.display().to_string())]) {
            Ok(config) => config,
            Err(errors) => panic!("{errors}"),
        };
        assert_eq!(config.database_url.as_ref().map(Secret::expose), Some("postgres://u:hidden@h/d"));
        assert!(!format!("{config:?}").contains("hidden"));
        if let Err(error) = std::fs::remove_file(&file) {
            panic!("{error}");
        }
    }

    #[test]
    fn a_secret_given_twice_is_a_mistake() {
        assert!(read(&[("DATABASE_URL", "postgres://h/d"), ("DATABASE_URL_FILE", "/x")]).is_err());
    }
}
