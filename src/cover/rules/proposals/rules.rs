//! The states of a row of the national rules.

use crate::domain::code_list;

code_list! {
    /// Whether a row counts.
    pub enum RuleStatus = "rule_status" {
        /// A keeper of the rules proposed it.
        Proposed = "proposed",
        /// A second person approved it, or it came with a migration: it counts.
        Approved = "approved",
        /// It was taken back before it counted.
        Withdrawn = "withdrawn",
    }
}
