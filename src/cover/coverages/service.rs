//! The use cases of funded periods. Each takes one or many, so that a plan or a roster goes the same way.

mod approve;
mod end;
mod propose;
mod still;
mod transition;
mod vacated;

pub use approve::{Activation, Decree, activate, approve};
pub use end::{Ending, NewPlace, end, reopen, replace};
pub use propose::{Proposal, Revision, propose, revise};
pub use transition::Held;
