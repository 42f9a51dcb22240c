//! The service as a process of its own, configured as in production but for the limits on callers.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use super::Outcome;
use super::fixture::Fixture;

/// A running service; it is stopped when this is dropped.
pub struct Service {
    /// Where it listens.
    pub address: SocketAddr,
    process: Child,
    log: PathBuf,
}

/// Resident memory in MiB.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// At the moment.
    pub now_mib: u64,
    /// At its highest.
    pub peak_mib: u64,
}

impl Service {
    /// Starts it and waits until it is ready.
    pub async fn start(fixture: &Fixture) -> Outcome<Self> {
        // Free a moment ago; should another program take it meanwhile, the service says so and ends.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        // A line for each request, as in production.
        let log = fixture.dir.join("service.log");
        let process = Command::new(env!("CARGO_BIN_EXE_payung"))
            .arg("serve")
            .env("DATABASE_URL", &fixture.service_url)
            .env("PAYUNG_KEY_FILE", &fixture.keyring)
            .env("PAYUNG_LISTEN", address.to_string())
            .env("PAYUNG_FILES_DIR", fixture.dir.join("files"))
            // As the image sets it.
            .env("MALLOC_ARENA_MAX", "1")
            .envs(
                ["CALLER", "ADDRESS", "SIGN_IN", "LOOKUP", "CHECK"]
                    .map(|who| (format!("PAYUNG_{who}_LIMIT"), "0")),
            )
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log)?)
            .spawn()?;
        let mut service = Self { address, process, log };
        service.ready().await?;
        Ok(service)
    }

    async fn ready(&mut self) -> Outcome<()> {
        let deadline = Instant::now() + Duration::from_secs(30);
        while Instant::now() < deadline {
            if let Some(status) = self.process.try_wait()? {
                let said = std::fs::read_to_string(&self.log)?;
                return Err(format!("the service ended early: {status}\n{said}").into());
            }
            let answer = reqwest::get(format!("http://{}/readyz", self.address)).await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err("the service did not become ready".into())
    }

    /// A fresh token of somebody with this name and password.
    pub async fn sign_in(&self, who: &(String, String)) -> Outcome<String> {
        let body = json!({"username": who.0, "password": who.1});
        let answer = reqwest::Client::new()
            .post(format!("http://{}/v1/sessions", self.address))
            .json(&body)
            .send()
            .await?
            .error_for_status()?;
        let signed: Value = answer.json().await?;
        let token = signed.get("access_token").and_then(Value::as_str);
        token.map(str::to_owned).ok_or_else(|| "the sign-in brought no token".into())
    }

    /// What the process takes of the machine's memory.
    pub fn memory(&self) -> Outcome<Memory> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let read = |name: &str| -> Outcome<u64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kib = line.and_then(|line| line.split_whitespace().next()).ok_or("no memory figure")?;
            Ok(kib.parse::<u64>()? / 1024)
        };
        Ok(Memory { now_mib: read("VmRSS:")?, peak_mib: read("VmHWM:")? })
    }

    /// Asks it to end, and waits.
    pub fn stop(mut self) -> Outcome<()> {
        kill_process(Pid::from_child(&self.process), Signal::TERM)?;
        let status = self.process.wait()?;
        if status.success() { Ok(()) } else { Err(format!("the service ended with {status}").into()) }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // After a failure; a process that was stopped already cannot be killed, which is as well.
        if self.process.kill().is_ok() {
            let _ended = self.process.wait();
        }
    }
}
