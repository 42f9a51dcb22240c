//! From a database URL to an open connection: TLS as `sslmode` says, and the service's role.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use diesel_async::AsyncPgConnection;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::roles;
use super::tls::{self, Verification};

/// Why a connection could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL cannot be understood. The URL itself is left out: it holds a password.
    #[error("the database URL is not valid: {0}")]
    Url(String),
    /// Certificates could not be loaded.
    #[error("TLS to the database cannot be set up: {0}")]
    Tls(String),
    /// Postgres did not accept the connection.
    #[error(transparent)]
    Postgres(#[from] tokio_postgres::Error),
    /// The connection was made, but its settings were refused.
    #[error(transparent)]
    Setup(#[from] diesel::ConnectionError),
}

/// Which role a connection works as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The login itself, for migrations and administration.
    Login,
    /// `payung_service`: the login takes that role on when it is a member of it.
    Service,
}

/// Opens connections to one database. Cheap to clone.
#[derive(Clone)]
pub struct Connector {
    config: Arc<tokio_postgres::Config>,
    tls: MakeRustlsConnect,
    role: Role,
}

impl Connector {
    /// Understands a `postgres://` URL with libpq's `sslmode` and `sslrootcert`.
    pub fn parse(url: &str, role: Role) -> Result<Self, ConnectError> {
        let (plain, options) = split_tls_options(url)?;
        let mut config: tokio_postgres::Config = plain
            .parse()
            .map_err(|error: tokio_postgres::Error| ConnectError::Url(super::error_chain(&error)))?;
        config.ssl_mode(options.mode);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(3));
        }
        if config.get_application_name().is_none() {
            config.application_name("payung");
        }
        // A server that vanished without a word (pulled cable, fail-over) is noticed in about 15 s.
        config.keepalives_idle(Duration::from_secs(5));
        config.keepalives_interval(Duration::from_secs(5));
        config.keepalives_retries(2);
        let tls = tls::connector(&options.verification).map_err(ConnectError::Tls)?;
        Ok(Self { config: Arc::new(config), tls, role })
    }

    /// The same server and login, another database.
    pub fn with_database(&self, name: &str) -> Self {
        let mut config = tokio_postgres::Config::clone(&self.config);
        config.dbname(name);
        Self { config: Arc::new(config), ..self.clone() }
    }

    /// A connection for Diesel.
    pub async fn connection(&self) -> Result<AsyncPgConnection, ConnectError> {
        let (client, connection) = self.config.connect(self.tls.clone()).await?;
        let connection = AsyncPgConnection::try_from_client_and_connection(client, connection).await?;
        if self.role == Role::Service {
            roles::become_service(&connection)
                .await
                .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
        }
        Ok(connection)
    }

    /// A bare client, driven by a task that ends with it.
    pub async fn client(&self) -> Result<tokio_postgres::Client, ConnectError> {
        let (client, connection) = self.config.connect(self.tls.clone()).await?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(error = %super::error_chain(&error), "a database connection broke");
            }
        });
        if self.role == Role::Service {
            client.execute(roles::BECOME_SERVICE, &[]).await?;
        }
        Ok(client)
    }
}

struct TlsOptions {
    mode: SslMode,
    verification: Verification,
}

/// `tokio-postgres` knows three of libpq's modes and no root certificate, so both are taken out of the URL here.
fn split_tls_options(url: &str) -> Result<(String, TlsOptions), ConnectError> {
    if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
        return Err(ConnectError::Url("it must start with postgres://".into()));
    }
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let mut mode = "prefer".to_owned();
    let mut root = None;
    let mut rest = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslmode", value)) => mode = value.to_owned(),
            Some(("sslrootcert", value)) => root = Some(percent_decode(value)?),
            _ => rest.push(pair),
        }
    }
    let root = root.filter(|path| path != "system").map(PathBuf::from);
    let (ssl_mode, verification) = match (mode.as_str(), root) {
        ("disable", _) => (SslMode::Disable, Verification::None),
        ("prefer" | "allow", _) => (SslMode::Prefer, Verification::None),
        // As in libpq, a root certificate turns `require` into `verify-ca`.
        ("require", None) => (SslMode::Require, Verification::None),
        ("require" | "verify-ca", root) => (SslMode::Require, Verification::Chain { root }),
        ("verify-full", root) => (SslMode::Require, Verification::ChainAndName { root }),
        (other, _) => {
            return Err(ConnectError::Url(format!(
                "sslmode={other} is unknown; use disable, prefer, require, verify-ca or verify-full"
            )));
        }
    };
    let plain = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
    Ok((plain, TlsOptions { mode: ssl_mode, verification }))
}

fn percent_decode(value: &str) -> Result<String, ConnectError> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits: Vec<u8> = rest.by_ref().take(2).collect();
        let decoded = std::str::from_utf8(&digits)
            .ok()
            .filter(|digits| digits.len() == 2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .ok_or_else(|| ConnectError::Url("sslrootcert is not valid percent-encoding".into()))?;
        bytes.push(decoded);
    }
    String::from_utf8(bytes).map_err(|_| ConnectError::Url("sslrootcert is not UTF-8".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(url: &str) -> (String, SslMode, Verification) {
        match split_tls_options(url) {
            Ok((plain, options)) => (plain, options.mode, options.verification),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn the_tls_options_leave_the_url_and_keep_their_libpq_meaning() {
        let base = "postgres://u:p@h/d";
        assert_eq!(options(base), (base.into(), SslMode::Prefer, Verification::None));
        assert_eq!(
            options("postgres://u:p@h/d?sslmode=require&application_name=x"),
            ("postgres://u:p@h/d?application_name=x".into(), SslMode::Require, Verification::None)
        );
        assert_eq!(
            options("postgres://u:p@h/d?sslrootcert=%2Fetc%2Fca.pem&sslmode=verify-full").2,
            Verification::ChainAndName { root: Some("/etc/ca.pem".into()) }
        );
        assert_eq!(
            options("postgres://u:p@h/d?sslmode=require&sslrootcert=/ca.pem").2,
            Verification::Chain { root: Some("/ca.pem".into()) }
        );
        assert_eq!(
            options("postgres://u:p@h/d?sslmode=verify-ca&sslrootcert=system").2,
            Verification::Chain { root: None }
        );
    }

    #[test]
    fn what_cannot_be_understood_is_refused_without_the_password() {
        for url in
            ["mysql://u:secret@h/d", "postgres://u:secret@h/d?sslmode=maybe", "postgres://u:secret@h:x/d"]
        {
            match Connector::parse(url, Role::Login) {
                Ok(_) => panic!("{url} was accepted"),
                Err(error) => assert!(!error.to_string().contains("secret"), "{error}"),
            }
        }
    }
}
