//! What somebody who tries the demo needs to sign in, printed and kept in a file for scripts.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// The contents of `credentials.json`.
#[derive(Serialize, Deserialize)]
pub struct Credentials {
    /// Where the API is.
    pub base_url: String,
    /// People.
    pub accounts: Vec<DemoAccount>,
    /// Systems.
    pub api_clients: Vec<DemoClient>,
}

/// A person of the demo.
#[derive(Serialize, Deserialize)]
pub struct DemoAccount {
    /// The name to sign in with.
    pub username: String,
    /// The password.
    pub password: String,
    /// What the person may do.
    pub role: String,
    /// Where.
    pub regions: Vec<String>,
}

/// A system of the demo.
#[derive(Serialize, Deserialize)]
pub struct DemoClient {
    /// The id of OAuth 2 client credentials.
    pub client_id: String,
    /// The secret.
    pub client_secret: String,
    /// What it may do.
    pub scopes: Vec<String>,
}

impl Credentials {
    /// The file's name in the data directory.
    pub const FILE: &'static str = "credentials.json";

    /// Reads the file; `None` when there is none.
    pub fn read(path: &Path) -> io::Result<Option<Self>> {
        match fs::read(path) {
            Ok(text) => serde_json::from_slice(&text).map(Some).map_err(io::Error::other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes the file for its owner alone, in one step.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let text = serde_json::to_vec_pretty(self).map_err(io::Error::other)?;
        let stage = path.with_extension("json.new");
        match fs::remove_file(&stage) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&stage)?;
        file.write_all(&text)?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        fs::rename(stage, path)
    }

    /// What is printed when the demo is up.
    pub fn introduction(&self, file: &Path) -> String {
        let mut text = format!("\nPayung answers at {0} (reference: {0}/docs)\n", self.base_url);
        let width = self.accounts.iter().map(|account| account.username.len()).max().unwrap_or(0);
        for account in &self.accounts {
            let DemoAccount { username, password, role, .. } = account;
            // Writing to a string cannot fail.
            let _ = write!(text, "\n  {username:width$}  {password}  {role}");
        }
        let _ = write!(text, "\n\nAlso in {}. To try:\n", file.display());
        for line in self.first_steps() {
            let _ = write!(text, "\n  {line}");
        }
        text.push('\n');
        text
    }

    /// Three commands for a first look, as the officer: at somebody who is insured, and at a family that waits for
    /// its money.
    fn first_steps(&self) -> Vec<String> {
        let base = &self.base_url;
        let Some(officer) = self.accounts.iter().find(|account| account.role == "officer") else {
            return vec![format!("curl -s {base}/readyz")];
        };
        let DemoAccount { username, password, .. } = officer;
        let look = |at: &str| format!("curl -s \"{base}/v1/{at}\" -H \"Authorization: Bearer $TOKEN\"");
        vec![
            format!(
                "TOKEN=$(curl -s {base}/v1/sessions -H 'Content-Type: application/json' \
                 -d '{{\"username\":\"{username}\",\"password\":\"{password}\"}}' \
                 | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')"
            ),
            look("workers?q=sitti&status=verified&expand=warungs,membership,standing&limit=1"),
            look("claims?kind=death&status=approved&limit=1"),
        ]
    }
}
