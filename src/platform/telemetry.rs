//! Logs. What is logged is chosen where it is logged; these rules hold everywhere:
//!
//! - no personal data: no name, NIK, number, address, free text, request or response body, and no query string. Ids of
//!   subjects, codes of regions, counts and durations are fine;
//! - no secret: no password, token, key, or database URL;
//! - an error is logged once, at the boundary that turns it into an answer, with its chain of causes. Errors of the
//!   database reach the log by their primary message only; Postgres puts key values into the detail, which is left out;
//! - every line of a request carries the request's id, through the span that the edge opens.

use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

use super::config::{LogFormat, LogSettings};

/// Starts logging to standard error. Does nothing when logging was started before, as in tests.
pub fn init(settings: &LogSettings) {
    let filter = EnvFilter::new(&settings.filter);
    let registry = tracing_subscriber::registry().with(filter);
    let started = match settings.format {
        LogFormat::Json => registry
            .with(
                fmt::layer()
                    .json()
                    .flatten_event(true)
                    .with_current_span(true)
                    .with_span_list(false)
                    .with_writer(std::io::stderr),
            )
            .try_init(),
        LogFormat::Human => {
            registry.with(fmt::layer().with_target(false).with_writer(std::io::stderr)).try_init()
        }
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}
