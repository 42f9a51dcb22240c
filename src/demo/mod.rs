//! The demo roster: people and warungs of every village, made up from a seed, and fed through the same
//! services as any other data. Nobody in it exists.
//!
//! The makers of the roster are pure: no clock, no database; one seed, day, list of villages and size
//! give one roster.

mod calendar;
mod casting;
mod claim;
mod credentials;
mod desks;
mod funding;
mod identity;
mod names;
mod random;
mod roster;
mod seed;
mod story;
mod warung;
mod worker;

pub use casting::{SHOWN_DISTRICT, SHOWN_VILLAGES};
pub use claim::{
    BankAccount, DemoBeneficiary, DemoChild, DemoClaim, DemoClaimKind, DemoClaimState, DemoGrant, DemoStep,
    Schooling,
};
pub use credentials::{Credentials, DemoAccount, DemoClient};
pub use desks::{DemoDeath, DemoMove, Whose};
pub use funding::{Funding, FundingState, Membership, Word};
pub use roster::{Roster, VillageRoster};
pub use seed::seed;
pub use story::Story;
pub use warung::{DemoJob, DemoWarung};
pub use worker::{DemoWorker, NextOfKin, Poverty};

#[cfg(test)]
mod tests;
