//! The closed lists of a claim's checklist.

use crate::domain::code_list;

code_list! {
    /// How an item of the checklist stands.
    pub enum ItemState = "claim_checklist_state" {
        /// A document meets it, and somebody else than its sender found it right.
        Accepted = "accepted",
        /// A document is there that nobody has looked at yet.
        ToCheck = "to_check",
        /// What was sent was refused.
        Refused = "refused",
        /// Nothing was sent.
        Missing = "missing",
        /// Nothing was sent, and it is needed only where it applies.
        Optional = "optional",
    }
}
