//! How sure the keepers of the rules are of a row.

use crate::domain::code_list;

code_list! {
    /// How well the sources of a rule agree.
    pub enum Confidence = "confidence" {
        /// The sources agree.
        High = "high",
        /// One source, or small differences.
        Medium = "medium",
        /// A reading that nobody confirmed.
        Low = "low",
    }
}
