//! What a correction of any row has besides what it says otherwise.

use crate::cover::wire;
use crate::platform::http::{Issues, Problem};

/// A correction that was read.
#[derive(Debug)]
pub struct Correction<P> {
    /// What it says otherwise.
    pub patch: P,
    /// Why the row is corrected.
    pub reason: String,
}

impl<P> Correction<P> {
    /// Reads what can be read without the row.
    pub fn read(patch: P, reason: impl FnOnce(&P) -> &str) -> Result<Self, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<500>(&mut issues, "/reason", reason(&patch));
        let reason = wire::finish(reason, issues)?;
        Ok(Self { patch, reason })
    }
}
