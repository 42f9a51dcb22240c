//! `/v1/funding-sources`

mod budget;
mod create;
mod forecast;
mod read;
mod reprice;
mod targets;
mod update;
