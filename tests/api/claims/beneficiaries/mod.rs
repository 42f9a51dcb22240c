//! `/v1/claims/{id}/beneficiaries`.

mod create;
mod delete;
mod list;
mod payout_account;
mod payout_account_change;
mod payout_account_returned;
mod update;
