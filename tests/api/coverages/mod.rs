//! `/v1/coverages`

mod activate;
mod approve;
mod end;
mod propose;
mod race;
mod read;
mod replace;
mod update;
