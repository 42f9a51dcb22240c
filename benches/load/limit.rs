//! The database's own limit: the same statements in pgbench, prepared, from as many connections.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use super::Outcome;

/// The program.
pub struct Pgbench(PathBuf);

impl Pgbench {
    /// Looks where the machine keeps the programs of Postgres.
    pub fn find() -> Outcome<Self> {
        let beside_server = |flag: &str| {
            let output = Command::new("pg_config").arg(flag).output().ok()?;
            Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()).join("pgbench"))
        };
        let named = std::env::var_os("PAYUNG_PG_BIN").map(|folder| PathBuf::from(folder).join("pgbench"));
        let candidates = [named, Some(PathBuf::from("pgbench")), beside_server("--bindir")];
        let works = |path: &PathBuf| Command::new(path).arg("--version").output().is_ok();
        candidates.into_iter().flatten().find(works).map(Self).ok_or_else(|| {
            "pgbench was not found; install it (it comes with Postgres) or name its folder in PAYUNG_PG_BIN".into()
        })
    }

    /// Transactions a second over the scripts, each of which is one statement.
    pub fn run(&self, url: &str, scripts: &[String], connections: usize, length: Duration) -> Outcome<f64> {
        let folder = tempfile::tempdir()?;
        let mut command = Command::new(&self.0);
        command.args(["--no-vacuum", "--protocol=prepared", "--jobs=2"]);
        command.arg(format!("--client={connections}")).arg(format!("--time={}", length.as_secs()));
        for (number, script) in scripts.iter().enumerate() {
            let path = folder.path().join(format!("{number}.sql"));
            std::fs::File::create(&path)?.write_all(script.as_bytes())?;
            command.arg(format!("--file={}", path.display()));
        }
        let output = command.arg(url).output()?;
        let printed = String::from_utf8_lossy(&output.stdout);
        let failed = printed
            .lines()
            .any(|line| line.starts_with("number of failed transactions") && !line.contains(": 0 (0.000%)"));
        if !output.status.success() || failed {
            return Err(
                format!("pgbench failed: {printed}{}", String::from_utf8_lossy(&output.stderr)).into()
            );
        }
        let rate =
            printed.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        rate.ok_or_else(|| format!("pgbench printed no rate: {printed}").into())
    }
}
