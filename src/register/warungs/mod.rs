//! Warungs: food stalls, coffee stalls and kiosks, and who works in them.
//!
//! A warung carries no personal identifier, so nothing here is masked; but many are called after their
//! owners, so no name reaches a log. What a job means for somebody's cover is the business of other rooms.

pub mod bulk;
mod dto;
mod expand;
mod fields;
mod model;
mod queries;
mod routes;
mod rules;
mod service;

pub use expand::WARUNGS;
pub use fields::{WarungFacts, WarungFields};
pub use model::{LinkRow, WarungRow};
pub use queries::find;
pub use routes::configure;
pub use rules::{ClosingReason, WarungStatus};
pub use service::{
    By, Closing, CutShort, LinkPatch, NewLink, NewWarung, Reopening, Staffed, TakenOver, Workplaces,
    add_worker, close, create, create_staffed, end_work, give_back_work, lock_workplaces, lock_workplaces_of,
    reopen, resume_work, take_over_work, update, update_worker, work_after,
};
