//! Which rows of the national rules count: what was proposed and approved by a second person.

mod rules;

pub use rules::RuleStatus;
