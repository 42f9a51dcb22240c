//! The use cases of funded periods. Each takes one or many, so that a plan or a roster goes the same way.

mod approve;
mod end;
mod enrol;
mod merge;
mod propose;
mod refill;
mod revive;
mod shift;
mod still;
mod transition;
mod vacated;

pub use approve::{Activation, Decree, activate, approve};
pub use end::{Ending, NewPlace, end, reopen, replace};
pub use enrol::{Cleared, Enrolment, Found, Seen, Sought, enrol, look, see};
pub use merge::{Repointed, repoint};
pub use propose::{Proposal, Revision, admit_terms, judged_on, propose, revise};
pub use refill::{FreePlace, Newcomer, hold_newcomers, lock_places, refill};
pub use revive::{Revival, revive};
pub use shift::shift;
pub use transition::Held;
