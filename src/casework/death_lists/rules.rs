//! What may become of a row.

use crate::domain::code_list;

code_list! {
    /// What became of a row of a list of deaths.
    pub enum ListVerdict = "death_list_verdict" {
        /// The death is recorded, with everything that follows.
        Recorded = "recorded",
        /// Somebody has to say whose death it is.
        Undecided = "undecided",
        /// Nobody in the register died.
        NotRegistered = "not_registered",
        /// The death, or this report of it, was known.
        Known = "known",
        /// The row cannot be read, or says what cannot be.
        Refused = "refused",
    }
}
