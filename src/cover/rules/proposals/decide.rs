//! Deciding upon a proposal whose kind only its address tells.

use diesel_async::AsyncPgConnection;
use serde::Serialize;
use uuid::Uuid;

use super::dto::RuleResponse;
use super::rules::Action;
use super::{DatedRule, RuleKind, Viewer, service};
use crate::cover::rules::benefits::dto::BenefitRuleResponse;
use crate::cover::rules::benefits::model::BenefitRow;
use crate::cover::rules::checklists::dto::ChecklistItemResponse;
use crate::cover::rules::checklists::model::ChecklistRow;
use crate::cover::rules::contributions;
use crate::cover::rules::contributions::dto::ContributionRateResponse;
use crate::cover::rules::contributions::model::RateRow;
use crate::cover::rules::holidays::dto::HolidayResponse;
use crate::cover::rules::holidays::model::HolidayRow;
use crate::cover::rules::parameters;
use crate::cover::rules::parameters::dto::RuleParameterResponse;
use crate::cover::rules::parameters::model::ParameterRow;
use crate::platform::changes::Origin;
use crate::platform::http::{Answer, IfMatch, Problem, Version};

/// What is decided upon a proposal.
#[derive(Debug)]
pub enum Decision {
    /// It counts.
    Approve,
    /// It is taken back.
    Withdraw {
        /// Why.
        reason: String,
    },
}

impl Decision {
    /// Decides upon a proposal of a kind, and answers with its row.
    pub async fn take(
        self,
        conn: &mut AsyncPgConnection,
        origin: &Origin,
        viewer: Viewer,
        kind: RuleKind,
        id: Uuid,
        held: &IfMatch,
    ) -> Result<Answer, Problem> {
        match kind {
            RuleKind::Contributions => {
                let row: RateRow = self.of(conn, origin, id, held).await?;
                if row.entry().counts() {
                    contributions::service::check_left_out(conn, &row).await.map_err(undecided)?;
                }
                let etag = etag(&row, viewer);
                Answer::ok(etag, &RuleResponse::Contribution(ContributionRateResponse::new(row, viewer)))
            }
            RuleKind::Benefits => {
                let row: BenefitRow = self.of(conn, origin, id, held).await?;
                let etag = etag(&row, viewer);
                let shown = Box::new(BenefitRuleResponse::new(row, viewer));
                Answer::ok(etag, &RuleResponse::Benefit(shown))
            }
            RuleKind::Parameters => {
                let row: ParameterRow = self.of(conn, origin, id, held).await?;
                if row.entry().counts() {
                    parameters::service::check_pair(conn, &row.key).await.map_err(undecided)?;
                    parameters::service::tell(conn, origin, &row).await?;
                }
                let etag = etag(&row, viewer);
                Answer::ok(etag, &RuleResponse::Parameter(RuleParameterResponse::new(row, viewer)))
            }
            RuleKind::Holidays => {
                let row: HolidayRow = self.of(conn, origin, id, held).await?;
                let etag = etag(&row, viewer);
                Answer::ok(etag, &RuleResponse::Holiday(HolidayResponse::new(row, viewer)))
            }
            RuleKind::Checklists => {
                let row: ChecklistRow = self.of(conn, origin, id, held).await?;
                let etag = etag(&row, viewer);
                Answer::ok(etag, &RuleResponse::ChecklistItem(ChecklistItemResponse::new(row, viewer)))
            }
        }
    }

    async fn of<R: DatedRule>(
        self,
        conn: &mut AsyncPgConnection,
        origin: &Origin,
        id: Uuid,
        held: &IfMatch,
    ) -> Result<R, Problem> {
        match self {
            Self::Approve => service::approve(conn, origin, id, held).await,
            Self::Withdraw { reason } => service::withdraw(conn, origin, id, held, reason).await,
        }
    }
}

/// What can still be done with a proposal that cannot count as things are.
fn undecided(problem: Problem) -> Problem {
    problem.allowing([Action::Approve, Action::Withdraw].map(Action::as_str))
}

/// 201 with a proposal and its address.
pub fn respond_proposed<R: DatedRule, T: Serialize>(
    row: R,
    viewer: Viewer,
    shown: impl FnOnce(R, Viewer) -> T,
) -> Result<Answer, Problem> {
    let location = format!("/v1/rules/{}/{}", R::KIND, row.id());
    let etag = etag(&row, viewer);
    Answer::created(location, etag, &shown(row, viewer))
}

/// The entity tag of a row as a viewer sees it.
fn etag<R: DatedRule>(row: &R, viewer: Viewer) -> String {
    Version::new(row.version(), viewer.view(&row.entry())).etag()
}
