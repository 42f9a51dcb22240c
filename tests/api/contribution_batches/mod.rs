//! `/v1/contribution-batches`

mod approve;
mod cancel;
mod create;
mod issue_billing_code;
mod lines;
mod races;
mod read;
mod reconcile;
mod reconciliations;
mod reopen;
mod result_files;
mod taken_over;
mod update;
