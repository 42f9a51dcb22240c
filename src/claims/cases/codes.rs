//! The closed lists of a claim.

use utoipa::ToSchema;

use crate::domain::code_list;

code_list! {
    /// What is claimed.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum ClaimKind = "claim_kind" {
        /// JKM: a death that was no work accident.
        Death = "death",
        /// JKK: a work accident, fatal or not.
        WorkAccident = "work_accident",
        /// JHT: old-age savings.
        OldAge = "old_age",
    }
}

code_list! {
    /// How far a claim has come.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum ClaimStatus = "claim_status" {
        /// Being put together.
        Draft = "draft",
        /// Handed to the employment office.
        Submitted = "submitted",
        /// Given back, with what is missing.
        Returned = "returned",
        /// Checked by a second person.
        Verified = "verified",
        /// With the insurer.
        SentToInsurer = "sent_to_insurer",
        /// The insurer pays.
        Approved = "approved",
        /// The insurer refused.
        Rejected = "rejected",
        /// The refusal is disputed.
        Appealed = "appealed",
        /// Every beneficiary has been paid.
        Paid = "paid",
        /// Taken back before a decision, or refused for a death that turned out to be none.
        Withdrawn = "withdrawn",
    }
}

code_list! {
    /// What can be done with a claim, as `allowed_actions` lists it.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum ClaimAction = "claim_action" {
        /// Correct its facts.
        Edit = "edit",
        /// Add, correct and remove beneficiaries.
        EditBeneficiaries = "edit_beneficiaries",
        /// State the account of a beneficiary.
        SetPayoutAccount = "set_payout_account",
        /// Approve an account in the place of another that somebody else stated.
        ApprovePayoutAccount = "approve_payout_account",
        /// Turn such an account down.
        RejectPayoutAccount = "reject_payout_account",
        /// Send papers and take them back.
        EditDocuments = "edit_documents",
        /// Hand it to the employment office.
        Submit = "submit",
        /// Give it back with what is missing.
        Return = "return",
        /// Find papers right or not.
        JudgeDocuments = "judge_documents",
        /// Confirm it as a second person.
        Verify = "verify",
        /// Send it to the insurer.
        SendToInsurer = "send_to_insurer",
        /// Record what the insurer decided.
        RecordDecision = "record_decision",
        /// Take a decision back that somebody else recorded in error.
        VoidDecision = "void_decision",
        /// Record a transfer to a beneficiary.
        RecordPayment = "record_payment",
        /// Take a transfer back that somebody else recorded in error.
        VoidPayment = "void_payment",
        /// Dispute a refusal.
        Appeal = "appeal",
        /// Take the appeal back.
        WithdrawAppeal = "withdraw_appeal",
        /// Take it back.
        Withdraw = "withdraw",
        /// Let it go on after it was taken back.
        Reopen = "reopen",
        /// Turn a death into a work accident or back.
        Reclassify = "reclassify",
    }
}

code_list! {
    /// What the insurer decided.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum DecisionOutcome = "claim_decision_outcome" {
        /// The insurer pays.
        Approved = "approved",
        /// The insurer refuses.
        Rejected = "rejected",
    }
}

code_list! {
    /// What an approved amount is for.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum Benefit = "benefit" {
        /// Santunan kematian.
        Death = "death",
        /// Santunan berkala, paid at once.
        Periodic = "periodic",
        /// Biaya pemakaman.
        Funeral = "funeral",
        /// Santunan cacat.
        Disability = "disability",
        /// Santunan sementara tidak mampu bekerja.
        TemporaryInability = "temporary_inability",
        /// Treatment and rehabilitation.
        Treatment = "treatment",
        /// Transport to the hospital or home.
        Transport = "transport",
        /// Dentures, hearing aid, glasses, prostheses.
        Aids = "aids",
        /// Beasiswa of the children.
        Scholarship = "scholarship",
        /// Saldo JHT.
        OldAgeSavings = "old_age_savings",
        /// Denda of the insurer for late payment.
        LateFee = "late_fee",
    }
}

code_list! {
    /// What a person should look at. A warning never stops a claim.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum ClaimWarning = "claim_warning" {
        /// Reported later than the years after which a work accident can no longer be claimed.
        WorkAccidentLapsed = "work_accident_lapsed",
    }
}
