//! Which late months the insurer counts.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::cover::wire;
use crate::domain::MonthRange;
use crate::platform::http::{Issues, Problem, Text};

/// The most months of one correction: two years.
const MONTHS_MAX: i64 = 24;

/// The months that the insurer counts as paid in time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectLateMonths {
    /// The first month.
    #[schema(example = "2026-02", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: String,
    /// The last month; not after the day of which the insurer spoke.
    #[schema(example = "2026-04", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: String,
}

impl CorrectLateMonths {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<MonthRange, Problem> {
        let mut issues = Issues::new();
        let months = wire::months(&mut issues, &self.from_month, &self.until_month);
        if months.is_some_and(|months| months.from().months_until(months.until()) >= MONTHS_MAX) {
            let text = Text::new(
                format!("Paling banyak {MONTHS_MAX} bulan."),
                format!("At most {MONTHS_MAX} months."),
            );
            issues.push("/until_month", "too_many_months", text);
        }
        wire::finish(months, issues)
    }
}
