//! The closed lists of scholarships.

use crate::domain::code_list;

code_list! {
    /// How far a scholarship of a year has come.
    pub enum ScholarshipStatus = "scholarship_status" {
        /// The family claims it; its papers are brought and looked at.
        Claimed = "claimed",
        /// Confirmed by a second person, and with the insurer.
        Verified = "verified",
        /// The insurer pays.
        Approved = "approved",
        /// The insurer refused.
        Rejected = "rejected",
        /// The transfer is recorded.
        Paid = "paid",
        /// Taken back before a decision.
        Withdrawn = "withdrawn",
    }
}

code_list! {
    /// What can be done with a scholarship of a year, as `allowed_actions` lists it.
    pub enum ScholarshipAction = "scholarship_action" {
        /// Confirm it as a second person.
        Verify = "verify",
        /// Take it back.
        Withdraw = "withdraw",
        /// Record what the insurer decided.
        RecordDecision = "record_decision",
        /// Take the decision back that somebody else recorded in error.
        VoidDecision = "void_decision",
        /// Record the transfer.
        RecordPayment = "record_payment",
        /// Take the transfer back that somebody else recorded in error.
        VoidPayment = "void_payment",
    }
}

code_list! {
    /// What can be done with a child of a claim, as `allowed_actions` lists it.
    pub enum ChildAction = "claim_child_action" {
        /// Correct what was stated of it.
        Edit = "edit",
        /// Take it out of the claim.
        Delete = "delete",
        /// Claim the scholarship of a year.
        ClaimScholarship = "claim_scholarship",
        /// Note that it gets no more scholarships.
        Lapse = "lapse",
        /// Take that back.
        Reinstate = "reinstate",
    }
}

code_list! {
    /// Why a child gets no more scholarships.
    pub enum LapseReason = "scholarship_lapse_reason" {
        /// It has reached the age.
        TooOld = "too_old",
        /// It is married.
        Married = "married",
        /// It works.
        Working = "working",
        /// It left school for good.
        LeftSchool = "left_school",
        /// It died.
        Died = "died",
    }
}
