//! `/v1/funding-sources`

mod budget;
mod create;
mod forecast;
mod read;
mod refunds;
mod reprice;
mod targets;
mod update;
