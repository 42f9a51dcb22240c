//! `/v1/rules` and `/v1/quotes`

mod contributions;
mod parameters;
mod quotes;

use payung::access::caller::Role;

use crate::support::TestApp;
use crate::support::app::Account;

/// The keeper of the national rules.
fn keeper(app: &TestApp) -> Account {
    app.account(Role::PlatformAdmin, &[])
}
