//! The demo roster: people and warungs of every village, made up from a seed, and fed through the same
//! services as any other data. Nobody in it exists.
//!
//! The makers of the roster are pure: no clock, no database; one seed, day, list of villages and size
//! give one roster.

mod credentials;
mod identity;
mod names;
mod random;
mod roster;
mod seed;
mod story;
mod warung;
mod worker;

pub use credentials::{Credentials, DemoAccount, DemoClient};
pub use roster::{Roster, VillageRoster};
pub use seed::seed;
pub use story::{DemoClaim, DemoClaimKind, DemoClaimState, Funding, FundingState, Story};
pub use warung::DemoWarung;
pub use worker::{DemoWorker, NextOfKin, Poverty};

#[cfg(test)]
mod tests;
