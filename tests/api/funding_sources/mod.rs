//! `/v1/funding-sources`

mod create;
mod read;
mod update;
