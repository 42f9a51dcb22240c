//! `/v1/contribution-payments`

mod bank_statement;
mod create;
mod race;
mod read;
mod void;
