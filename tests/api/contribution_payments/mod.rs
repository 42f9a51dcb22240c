//! `/v1/contribution-payments`

mod bank_statement;
mod create;
mod excess;
mod race;
mod read;
mod void;
