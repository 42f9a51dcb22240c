//! What a violated constraint means to the caller, in one table for the whole schema.
//!
//! A name that is not listed here answers 500: the database held a rule that the code above it forgot.

use crate::platform::http::codes::Code;

/// The meaning of one named constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The code that the caller gets.
    pub code: Code,
    /// JSON pointer to the field of the request that is to blame, when one is.
    pub pointer: Option<&'static str>,
}

/// Constraint name, code, pointer; sorted by name within each room.
const TABLE: &[(&str, Code, Option<&str>)] = &[
    // access
    ("api_clients_pkey", Code::AlreadyExists, Some("/id")),
    ("api_clients_regency_name_key", Code::AlreadyExists, Some("/name")),
    ("users_pkey", Code::AlreadyExists, Some("/id")),
    ("users_username_key", Code::AlreadyExists, Some("/username")),
    // exchange/imports: another upload with the same key was faster by a moment.
    ("imports_key_digest_key", Code::IdempotencyInProgress, None),
    // register/persons
    ("persons_nik_hash_key", Code::TransferNeeded, None),
    // claims
    ("claim_beneficiaries_nik_key", Code::AlreadyExists, Some("/nik")),
    ("claim_beneficiaries_pkey", Code::AlreadyExists, Some("/id")),
    ("claim_beneficiaries_second_person_check", Code::SecondPersonRequired, None),
    ("claim_children_nik_key", Code::AlreadyExists, Some("/nik")),
    ("claim_children_payee_fkey", Code::UnknownReference, Some("/payee_id")),
    ("claim_children_pkey", Code::AlreadyExists, Some("/id")),
    ("claim_documents_child_fkey", Code::UnknownReference, Some("/child_id")),
    ("claim_documents_paper_key", Code::AlreadyExists, None),
    ("claim_documents_pkey", Code::AlreadyExists, Some("/id")),
    ("claim_documents_second_person_check", Code::SecondPersonRequired, None),
    ("claim_payments_beneficiary_key", Code::InvalidState, Some("/beneficiary_id")),
    ("claim_payments_second_person_check", Code::SecondPersonRequired, None),
    ("claim_payments_transfer_reference_key", Code::AlreadyExists, Some("/transfer_reference")),
    ("claim_scholarship_voids_second_person_check", Code::SecondPersonRequired, None),
    ("claim_scholarships_pkey", Code::AlreadyExists, Some("/id")),
    ("claim_scholarships_second_person_check", Code::SecondPersonRequired, None),
    ("claim_scholarships_transfer_reference_key", Code::AlreadyExists, Some("/transfer_reference")),
    ("claim_scholarships_year_key", Code::AlreadyExists, Some("/school_year")),
    ("claim_transfer_references_pkey", Code::AlreadyExists, Some("/transfer_reference")),
    ("claims_person_death_key", Code::AlreadyExists, Some("/worker_id")),
    ("claims_person_event_key", Code::AlreadyExists, Some("/event_on")),
    ("claims_pkey", Code::AlreadyExists, Some("/id")),
    ("claims_second_person_check", Code::SecondPersonRequired, None),
    // register/regencies
    ("regencies_region_code_key", Code::AlreadyExists, Some("/region_code")),
    // register/workers
    ("workers_pkey", Code::AlreadyExists, Some("/id")),
    ("workers_village_code_fkey", Code::UnknownReference, Some("/village_code")),
    // register/warungs
    ("warung_workers_one_owner_excl", Code::Conflict, Some("/role")),
    ("warung_workers_pkey", Code::AlreadyExists, Some("/id")),
    ("warung_workers_worker_warung_excl", Code::Conflict, Some("/worker_id")),
    ("warungs_pkey", Code::AlreadyExists, Some("/id")),
    ("warungs_village_code_fkey", Code::UnknownReference, Some("/village_code")),
    // cover
    ("benefit_rules_pkey", Code::AlreadyExists, Some("/id")),
    ("benefit_rules_second_person_check", Code::SecondPersonRequired, None),
    ("benefit_rules_valid_excl", Code::RuleOverlap, Some("/valid_from")),
    ("checklist_items_pkey", Code::AlreadyExists, Some("/id")),
    ("checklist_items_second_person_check", Code::SecondPersonRequired, None),
    ("checklist_items_valid_excl", Code::RuleOverlap, Some("/valid_from")),
    ("column_mappings_default_key", Code::AlreadyExists, Some("/is_default")),
    ("column_mappings_name_key", Code::AlreadyExists, Some("/name")),
    ("column_mappings_pkey", Code::AlreadyExists, Some("/id")),
    ("contribution_batches_billing_code_key", Code::AlreadyExists, Some("/billing_code")),
    ("contribution_batches_pkey", Code::AlreadyExists, Some("/id")),
    ("contribution_batches_second_person_check", Code::SecondPersonRequired, None),
    ("contribution_payments_pkey", Code::AlreadyExists, Some("/id")),
    ("contribution_payments_second_person_check", Code::SecondPersonRequired, None),
    ("contribution_payments_transfer_reference_key", Code::AlreadyExists, Some("/transfer_reference")),
    ("contribution_rates_months_excl", Code::RuleOverlap, Some("/from_month")),
    ("contribution_rates_pkey", Code::AlreadyExists, Some("/id")),
    ("contribution_rates_second_person_check", Code::SecondPersonRequired, None),
    ("contribution_obligations_correction_check", Code::Conflict, None),
    ("contribution_reconciliations_second_person_check", Code::SecondPersonRequired, None),
    ("contribution_refunds_bank_reference_key", Code::AlreadyExists, Some("/bank_reference")),
    ("contribution_refunds_pkey", Code::AlreadyExists, Some("/id")),
    ("contribution_refunds_second_person_check", Code::SecondPersonRequired, None),
    ("coverages_member_number_person_excl", Code::AlreadyExists, Some("/member_number")),
    ("coverages_person_programme_months_excl", Code::AlreadyFunded, Some("/from_month")),
    ("coverages_pkey", Code::AlreadyExists, Some("/id")),
    ("coverages_replaces_key", Code::AlreadyExists, None),
    ("enrolment_plans_pkey", Code::AlreadyExists, Some("/id")),
    ("enrolment_plans_second_person_check", Code::SecondPersonRequired, None),
    ("funding_sources_committed_idr_check", Code::BudgetExceeded, None),
    ("funding_sources_name_key", Code::AlreadyExists, Some("/name")),
    ("funding_sources_paid_idr_check", Code::BudgetExceeded, None),
    ("funding_sources_pkey", Code::AlreadyExists, Some("/id")),
    ("funding_sources_region_code_fkey", Code::UnknownReference, Some("/region_code")),
    ("holidays_holiday_on_key", Code::RuleOverlap, Some("/holiday_on")),
    ("holidays_pkey", Code::AlreadyExists, Some("/id")),
    ("holidays_second_person_check", Code::SecondPersonRequired, None),
    ("memberships_member_number_person_excl", Code::AlreadyExists, Some("/member_number")),
    ("memberships_pkey", Code::AlreadyExists, Some("/id")),
    ("monthly_closes_month_key", Code::AlreadyExists, Some("/month")),
    ("monthly_closes_pkey", Code::AlreadyExists, Some("/id")),
    ("rule_parameters_key_valid_excl", Code::RuleOverlap, Some("/valid_from")),
    ("rule_parameters_pkey", Code::AlreadyExists, Some("/id")),
    ("rule_parameters_second_person_check", Code::SecondPersonRequired, None),
    // casework
    ("death_lists_file_digest_key", Code::AlreadyExists, None),
    ("deaths_person_key", Code::AlreadyExists, Some("/worker_id")),
    ("deaths_pkey", Code::AlreadyExists, Some("/id")),
    ("deaths_village_code_fkey", Code::UnknownReference, Some("/village_code")),
    ("transfers_open_key", Code::AlreadyExists, Some("/nik")),
    ("transfers_pkey", Code::AlreadyExists, Some("/id")),
    ("transfers_second_side_check", Code::SecondPersonRequired, None),
    ("transfers_to_village_code_fkey", Code::UnknownReference, Some("/to_village_code")),
    ("worker_merges_worker_key", Code::InvalidState, None),
];

/// Looks up what a constraint's name means.
#[must_use]
pub fn meaning(constraint: &str) -> Option<Meaning> {
    TABLE.iter().find(|(name, _, _)| *name == constraint).map(|&(_, code, pointer)| Meaning { code, pointer })
}
