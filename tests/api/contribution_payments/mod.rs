//! `/v1/contribution-payments`

mod bank_statement;
mod create;
mod credit;
mod excess;
mod race;
mod read;
mod void;
