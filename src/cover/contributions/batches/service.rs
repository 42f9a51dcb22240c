//! The use cases of batches.

mod act;
mod follow;
mod prepare;
mod transition;

pub use act::{BillingCode, approve, cancel, issue_billing_code, pay, rename, revoke_billing_code, unpay};
pub use follow::follow_ledger;
pub use prepare::{NewBatch, Prepared, prepare};
pub use transition::{check_state, lock_for, lock_many, possible, source_of, write, write_telling};
