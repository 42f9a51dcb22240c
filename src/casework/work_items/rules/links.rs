//! Where what is to be done is done.

use super::WorkItemKind;

impl WorkItemKind {
    /// Where what is to be done is done: `subject` is the id of what the item is about, or the code of its region with
    /// what else the list is narrowed by.
    pub fn link(self, subject: &str) -> String {
        match self {
            Self::PlanToApprove => format!("/v1/enrolment-plans/{subject}"),
            Self::CoveragesToApprove => {
                format!("/v1/coverages?funding_source_id={subject}&status=proposed")
            }
            Self::CoveragesToActivate => {
                format!("/v1/coverages?funding_source_id={subject}&status=approved")
            }
            Self::BatchToApprove | Self::BatchToBill | Self::BatchToPay | Self::BatchToReconcile => {
                format!("/v1/contribution-batches/{subject}")
            }
            Self::RefusedLineToCorrect | Self::RefusedLineToEnd | Self::RefusedLineToResend => {
                format!("/v1/workers/{subject}")
            }
            Self::PeriodToEnd => format!("/v1/coverages?worker_id={subject}"),
            Self::MembersNearLapse => format!("/v1/coverage-gaps/members?region={subject}"),
            Self::MonthToClose => "/v1/monthly-closes".to_owned(),
            Self::WorkersToVerify => format!("/v1/workers?region={subject}&status=registered"),
            Self::ClaimToSubmit
            | Self::ClaimToComplete
            | Self::ClaimToVerify
            | Self::ClaimToSend
            | Self::ClaimToDecide
            | Self::ClaimToPay
            | Self::ClaimWithoutAccount
            | Self::AccountChangeToApprove
            | Self::AccountShared
            | Self::ScholarshipDue
            | Self::ScholarshipToVerify
            | Self::ScholarshipToDecide
            | Self::ScholarshipToPay => format!("/v1/claims/{subject}"),
            Self::DocumentsMissing => format!("/v1/claims/{subject}/checklist"),
            Self::TransferToAnswer => format!("/v1/transfers/{subject}"),
            Self::LettersToPrint => {
                format!("/v1/messages?region={subject}&channel=letter&status=ready")
            }
            Self::DeathToDecide | Self::DeathUnclaimed => format!("/v1/deaths/{subject}"),
            Self::PossibleDuplicate => format!("/v1/workers/{subject}/duplicates"),
        }
    }
}
