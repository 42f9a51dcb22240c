//! Who is insured, by whose money, for which months: national rules, funding sources, funded periods,
//! what the insurer said, and the standing that follows from all of it.
//!
//! The wing uses the register and must not know claims.

pub mod checks;
pub mod closes;
pub mod contributions;
pub mod coverages;
pub mod deaths;
pub mod eligibility;
pub mod enrolment;
pub mod expanders;
pub mod funding;
pub mod gaps;
mod member_numbers;
pub mod memberships;
mod merged;
mod reach;
pub mod rules;
pub mod standing;
pub mod trail;
pub mod wire;

use crate::platform::http::Routes;

/// Registers the routes of the wing.
pub fn configure(config: &mut Routes<'_>) {
    config
        .configure(rules::parameters::routes::configure)
        .configure(rules::contributions::routes::configure)
        .configure(rules::benefits::routes::configure)
        .configure(rules::holidays::routes::configure)
        .configure(rules::checklists::routes::configure)
        .configure(rules::proposals::routes::configure)
        .configure(rules::preview::routes::configure)
        .configure(rules::quotes::routes::configure)
        .configure(rules::quotes::benefit::routes::configure)
        .configure(funding::routes::configure)
        .configure(enrolment::routes::configure)
        .configure(enrolment::pre_checks::routes::configure)
        .configure(enrolment::annex::routes::configure)
        .configure(coverages::routes::configure)
        .configure(contributions::configure)
        .configure(closes::routes::configure)
        .configure(gaps::routes::configure)
        .configure(memberships::routes::configure)
        .configure(eligibility::routes::configure)
        .configure(standing::routes::configure)
        .configure(checks::routes::configure);
}
