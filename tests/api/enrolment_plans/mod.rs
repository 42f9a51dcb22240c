//! `/v1/enrolment-plans`

mod annex;
mod approve;
mod candidates;
mod compute;
mod create;
mod criteria;
mod fill;
mod fill_races;
mod pre_check;
mod races;
mod read;
mod renew;
mod renewal;
mod renewal_money;
mod submit;
mod update;
