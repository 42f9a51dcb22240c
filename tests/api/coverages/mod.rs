//! `/v1/coverages`

mod activate;
mod approve;
mod end;
mod moved;
mod propose;
mod race;
mod read;
mod reopen;
mod replace;
mod update;
