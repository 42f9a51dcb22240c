//! Contributions month by month: what is owed, in which batches it goes to the insurer, what was transferred, and
//! what the insurer made of it.

pub mod batches;
pub mod mappings;
pub mod obligations;
pub mod payments;
pub mod refunds;
pub mod repricing;
pub mod results;
pub mod statements;

use crate::platform::http::Routes;

/// Registers the routes of the rooms.
pub fn configure(config: &mut Routes<'_>) {
    config
        .configure(obligations::routes::configure)
        .configure(batches::routes::configure)
        .configure(results::routes::configure)
        .configure(payments::routes::configure)
        .configure(statements::routes::configure)
        .configure(repricing::routes::configure)
        .configure(refunds::routes::configure)
        .configure(mappings::routes::configure);
}
