//! The thin binary: reads the command line and runs the command.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use payung::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    let outcome = runtime.block_on(cli.run());
    // A thread may be waiting for a lock or a terminal; the process ends without it.
    runtime.shutdown_background();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string()),
    }
}

fn fail(message: &str) -> ExitCode {
    // Nothing is left to be done when standard error is closed.
    let _ = writeln!(std::io::stderr(), "payung: {message}");
    ExitCode::FAILURE
}
