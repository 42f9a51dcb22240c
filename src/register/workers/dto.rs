//! The wire types of workers.

mod decision;
mod query;
mod request;
mod response;

pub use decision::{DeactivateWorker, RejectWorker, ReopenWorker, VerifyWorker};
pub use query::{GetQuery, ListQuery, Selection};
pub use request::{CreateWorker, SearchWorkers, UpdateWorker};
pub use response::{Revealed, View, WorkerResponse};
