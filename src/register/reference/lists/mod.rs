//! The lists themselves, by subject.

mod access;
mod checklists;
mod claims;
mod closes;
mod cover;
mod daily_work;
mod deaths;
mod documents;
mod enrolment;
mod files;
mod merging;
mod messages;
mod people;
mod places;
mod pre_checks;
mod previews;
mod renewals;
mod rules;
mod scholarships;
mod transfers;
mod work;

use super::{Code, CodeList, Label};

/// Every list, in the order of the subjects.
pub const LISTS: &[&CodeList] = &[
    &access::ROLE,
    &access::ACCOUNT_STATUS,
    &access::PURPOSE,
    &places::REGION_LEVEL,
    &places::VILLAGE_KIND,
    &people::SEX,
    &people::KIN_RELATION,
    &people::POVERTY_SOURCE,
    &people::NIK_WARNING,
    &people::WORKER_STATUS,
    &people::WORKER_REJECTION_REASON,
    &people::WORKER_DEACTIVATION_REASON,
    &work::OCCUPATION,
    &work::OCCUPATION_SOURCE,
    &work::SEGMENT,
    &work::WARUNG_ROLE,
    &work::WARUNG_STATUS,
    &work::WARUNG_CLOSING_REASON,
    &work::KBLI_EDITION,
    &work::KBLI_2020,
    &work::KBLI_2025,
    &cover::PROGRAMME,
    &cover::PAYER_KIND,
    &enrolment::ENROLMENT_PLAN_STATUS,
    &enrolment::ENROLMENT_PRIORITY,
    &enrolment::ENROLMENT_OUTCOME,
    &renewals::ENROLMENT_RENEWAL_FATE,
    &pre_checks::PRE_CHECK_REGISTRY,
    &pre_checks::PRE_CHECK_VERDICT,
    &cover::COVERAGE_STATUS,
    &cover::COVERAGE_END_REASON,
    &cover::OBLIGATION_STATUS,
    &cover::CONTRIBUTION_BATCH_STATUS,
    &cover::CONTRIBUTION_LINE_STATUS,
    &cover::STANDING,
    &cover::STANDING_BASIS,
    &cover::MONTH_NOT_COUNTED,
    &cover::MONTH_TOLD_BY,
    &closes::MONTHLY_CLOSE_STATUS,
    &closes::MONTHLY_CLOSE_REOPEN_CAUSE,
    &closes::MONTHLY_CLOSE_LAPSE_KIND,
    &closes::COVERAGE_GAP_GROUPING,
    &closes::BANK_LINE_UNMATCHED_REASON,
    &files::COLUMN_MAPPING_KIND,
    &files::COLUMN_MAPPING_FIELD,
    &files::COLUMN_DELIMITER,
    &cover::REFUSAL_REASON,
    &cover::REFUSAL_ACTION,
    &cover::FUNDING_SOURCE_STATUS,
    &cover::MEMBERSHIP_STATE,
    &cover::ELIGIBILITY_VERDICT,
    &cover::COVERAGE_CHECK_IDENTIFIER,
    &claims::CLAIM_KIND,
    &claims::CLAIM_STATUS,
    &claims::HEIR_RELATION,
    &claims::HEIR_CLASS,
    &claims::CLAIM_ACTION,
    &claims::CLAIM_DECISION_OUTCOME,
    &claims::CLAIM_WARNING,
    &claims::BENEFIT,
    &claims::PAYOUT_STATE,
    &claims::CLAIM_FORM,
    &documents::CLAIM_DOCUMENT_FORMAT,
    &documents::CLAIM_DOCUMENT_VERDICT,
    &documents::CLAIM_DOCUMENT_STATE,
    &documents::CLAIM_DOCUMENT_ACTION,
    &documents::CLAIM_CHECKLIST_STATE,
    &scholarships::SCHOLARSHIP_STATUS,
    &scholarships::SCHOLARSHIP_ACTION,
    &scholarships::CLAIM_CHILD_ACTION,
    &scholarships::SCHOLARSHIP_LAPSE_REASON,
    &rules::PARAMETER_KEY,
    &rules::RATE_METHOD,
    &rules::CONFIDENCE,
    &rules::HOLIDAY_KIND,
    &checklists::CHECKLIST_KIND,
    &checklists::CHECKLIST_CIRCUMSTANCE,
    &checklists::CHECKLIST_REQUIREMENT,
    &checklists::CHECKLIST_DOCUMENT,
    &previews::PREVIEW_CASE,
    &previews::RULE_EFFECT,
    &rules::RULE_KIND,
    &rules::RULE_STATUS,
    &rules::BENEFIT_KIND,
    &rules::BENEFIT_CIRCUMSTANCE,
    &rules::BENEFIT_ITEM,
    &rules::BENEFIT_MEASURE,
    &rules::EDUCATION_LEVEL,
    &rules::BENEFIT_NOT_DUE_REASON,
    &deaths::DEATH_STATUS,
    &deaths::DEATH_PLACE,
    &deaths::DEATH_SOURCE,
    &deaths::DEATH_LIST_VERDICT,
    &deaths::LIKENESS_REASON,
    &merging::WORKER_MERGE_STATUS,
    &merging::MERGE_PAID_MONTHS,
    &transfers::TRANSFER_STATUS,
    &transfers::TRANSFER_VILLAGE_COVERAGE,
    &daily_work::WORK_ITEM_KIND,
    &daily_work::WORK_ITEM_STATE,
    &daily_work::WORK_ITEM_OWNER,
    &daily_work::TIMELINE_SUBJECT,
    &messages::MESSAGE_KIND,
    &messages::MESSAGE_CHANNEL,
    &messages::MESSAGE_STATUS,
    &messages::MESSAGE_RECIPIENT,
    &messages::MESSAGE_CANCEL_REASON,
];

const fn list(name: &'static str, id: &'static str, en: &'static str, codes: &'static [Code]) -> CodeList {
    CodeList { name, title: Label { id, en }, codes }
}

const fn code(code: &'static str, id: &'static str, en: &'static str) -> Code {
    Code { code, label: Label { id, en }, default_action: None }
}

const fn acted(code: &'static str, id: &'static str, en: &'static str, action: &'static str) -> Code {
    Code { code, label: Label { id, en }, default_action: Some(action) }
}
