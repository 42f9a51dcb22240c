//! `/v1/contribution-payments`

mod create;
mod race;
mod read;
