//! The paid months of a request.

use super::{BenefitQuoteRequest, MONTHS_MAX, misplaced, within};
use crate::cover::rules::benefits::codes::BenefitKind;
use crate::platform::http::{Issues, Text};

impl BenefitQuoteRequest {
    /// The consecutive paid months and those in all, as they are named. A worker's own are not named.
    pub(super) fn paid_months(&self, issues: &mut Issues, kind: Option<BenefitKind>) -> (i64, i64) {
        let mut months = |pointer: &str, given: Option<i64>| match given {
            Some(_) if self.worker_id.is_some() => {
                misplaced(issues, pointer);
                0
            }
            Some(months) => {
                within(issues, pointer, months, 0, MONTHS_MAX);
                months
            }
            None => {
                if kind == Some(BenefitKind::Death) && self.worker_id.is_none() {
                    issues.missing(pointer);
                }
                0
            }
        };
        let consecutive = months("/consecutive_paid_months", self.consecutive_paid_months);
        let total = months("/total_paid_months", self.total_paid_months);
        if self.consecutive_paid_months.zip(self.total_paid_months).is_some_and(|(run, all)| all < run) {
            let text = Text::fixed(
                "Jumlah bulan tidak boleh kurang dari bulan berturut-turut.",
                "The months in all cannot be fewer than the consecutive ones.",
            );
            issues.push("/total_paid_months", "fewer_than_consecutive", text);
        }
        (consecutive, total)
    }
}
