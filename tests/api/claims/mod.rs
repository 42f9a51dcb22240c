//! `/v1/claims`.

mod appeal;
mod beneficiaries;
mod checklist;
mod clock;
mod cover_sheet;
mod create;
pub mod documents;
mod forms;
mod get;
mod history;
mod list;
mod races;
mod reclassify;
mod record_decision;
mod record_payment;
mod return_claim;
pub mod scholarships;
mod send_to_insurer;
pub mod stage;
mod submit;
mod timeline;
mod update;
mod verify;
mod void_payment;
mod withdraw;
