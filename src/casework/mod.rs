//! What concerns register, cover and claims at once: deaths, transfers, and the daily work that all of them leave.
//!
//! - [`deaths`]: reports of deaths, and everything that follows from one.
//! - [`death_lists`]: deaths by file, with a verdict for every row.
//! - [`merging`]: who may be registered twice, and two registrations that become one.
//! - [`messages`]: texts that are ready to go to a person, made of what has happened.
//! - [`timelines`]: the story of a worker and of a warung, as people read it.
//! - [`transfers`]: somebody who is registered elsewhere is asked for, and moves.
//! - [`unclaimed`]: who died covered, or may have, without a claim.
//! - [`work_items`]: what is due, for whom, why and until when, as one list.
//!
//! The wing writes its own tables only.

pub mod death_lists;
pub mod deaths;
pub mod merging;
pub mod messages;
pub mod timelines;
pub mod transfers;
pub mod unclaimed;
pub mod wire;
pub mod work_items;

use crate::platform::http::Routes;

/// Registers the routes of the wing.
pub fn configure(config: &mut Routes<'_>) {
    config
        .configure(work_items::routes::configure)
        .configure(deaths::routes::configure)
        .configure(death_lists::routes::configure)
        .configure(merging::routes::configure)
        .configure(messages::routes::configure)
        .configure(timelines::routes::configure)
        .configure(transfers::routes::configure)
        .configure(unclaimed::routes::configure);
}
