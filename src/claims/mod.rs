//! Claims against the insurer, from the death or accident until every beneficiary has been paid.
//!
//! - [`cases`]: the claim itself, its states, its history and timeline.
//! - [`heirs`]: who is paid, in the order of PP 44/2015, and with which shares.
//! - [`documents`]: the scanned papers, and who looked at them.
//! - [`checklist`]: which papers it needs, by the dated rules, and which are missing.
//! - [`clocks`]: the time limits of the insurer and of the law.
//! - [`cover_sheet`]: everything that goes with it to the insurer, on one page and as data.
//! - [`forms`]: the forms of the insurer, the village and the family, filled with what is known.
//! - [`payouts`]: to which account, and the transfers.
//! - [`scholarships`]: the schooling of the children, claimed year by year.
//!
//! A claim, its beneficiaries, its documents and its children are one subject: whoever changes a part locks the claim's row, and the
//! claim gets a new version with the whole file in its history. This wing decides nothing about money: the
//! insurer does, and what it decided is recorded.

pub mod cases;
pub mod checklist;
pub mod clocks;
pub mod cover_sheet;
pub mod documents;
pub mod forms;
pub mod heirs;
mod parameters;
pub mod payouts;
pub mod scholarships;
mod text;

use crate::platform::http::Routes;

/// Registers the routes of this wing.
pub fn configure(config: &mut Routes<'_>) {
    cases::configure(config);
    heirs::configure(config);
    documents::configure(config);
    checklist::configure(config);
    clocks::configure(config);
    cover_sheet::configure(config);
    forms::configure(config);
    payouts::configure(config);
    scholarships::configure(config);
}
