//! `/v1/rules` and `/v1/quotes`

mod benefits;
mod contributions;
mod parameters;
mod quote_benefit;
mod quotes;

use payung::access::caller::Role;

use crate::support::TestApp;
use crate::support::app::Account;

/// The keeper of the national rules.
fn keeper(app: &TestApp) -> Account {
    app.account(Role::PlatformAdmin, &[])
}
