-- What is claimed of the scholarship for one child and school year, and what became of it.
create table claim_scholarships (
    id uuid not null,
    regency_id integer not null constraint claim_scholarships_regency_id_fkey references regencies (id),
    claim_id uuid not null,
    child_id uuid not null,
    -- The calendar year in which the school year begins.
    school_year integer not null constraint claim_scholarships_school_year_check check (school_year between 1900 and 2999),
    level text not null
        constraint claim_scholarships_level_check check (level in ('kindergarten', 'primary', 'junior', 'senior', 'higher')),
    -- What the dated rule gives for a year of that level, and the rule.
    amount_idr bigint not null constraint claim_scholarships_amount_idr_check check (amount_idr > 0),
    benefit_rule_id uuid not null constraint claim_scholarships_benefit_rule_id_fkey references benefit_rules (id),
    status text not null constraint claim_scholarships_status_check
        check (status in ('claimed', 'verified', 'approved', 'rejected', 'paid', 'withdrawn')),
    status_reason text constraint claim_scholarships_status_reason_check check (char_length(status_reason) between 1 and 1000),
    claimed_by uuid,
    claimed_at timestamptz not null,
    verified_by uuid,
    verified_at timestamptz,
    decided_on date,
    approved_amount_idr bigint constraint claim_scholarships_approved_amount_idr_check check (approved_amount_idr > 0),
    insurer_reference text
        constraint claim_scholarships_insurer_reference_check check (char_length(insurer_reference) between 1 and 100),
    paid_on date,
    transfer_reference text
        constraint claim_scholarships_transfer_reference_check check (char_length(transfer_reference) between 1 and 100),
    -- Whose account it went to, as it stood on the day of payment.
    payee_id uuid,
    account_mask text,
    paid_by uuid,
    paid_at timestamptz,
    updated_at timestamptz not null,
    constraint claim_scholarships_pkey primary key (id, regency_id),
    constraint claim_scholarships_child_fkey foreign key (child_id, claim_id, regency_id)
        references claim_children (id, claim_id, regency_id),
    constraint claim_scholarships_payee_fkey foreign key (payee_id, claim_id, regency_id)
        references claim_beneficiaries (id, claim_id, regency_id),
    constraint claim_scholarships_transfer_reference_key unique (transfer_reference, regency_id),
    constraint claim_scholarships_second_person_check check (verified_by is null or verified_by is distinct from claimed_by),
    constraint claim_scholarships_stages_check check (
        (status not in ('verified', 'approved', 'rejected', 'paid') or verified_at is not null)
        and (status in ('approved', 'rejected', 'paid')) = (decided_on is not null)
        and (status in ('approved', 'paid')) = (approved_amount_idr is not null)
        and (status not in ('rejected', 'withdrawn') or status_reason is not null)
        and (status = 'paid') = (paid_at is not null)
        and (paid_at is null) = (paid_on is null) and (paid_at is null) = (transfer_reference is null)
        and (paid_at is null) = (payee_id is null) and (paid_at is null) = (account_mask is null))
);

-- A year of a child is claimed once; one that was refused or taken back can be claimed anew.
create unique index claim_scholarships_year_key on claim_scholarships (child_id, school_year, regency_id)
    where status not in ('rejected', 'withdrawn');
create index claim_scholarships_regency_id_idx on claim_scholarships (regency_id, id);
create index claim_scholarships_child_idx on claim_scholarships (child_id, claim_id, regency_id);
create index claim_scholarships_claim_idx on claim_scholarships (claim_id, regency_id);
create index claim_scholarships_benefit_rule_id_idx on claim_scholarships (benefit_rule_id);
create index claim_scholarships_payee_idx on claim_scholarships (payee_id, claim_id, regency_id) where payee_id is not null;
create index claim_scholarships_waiting_idx on claim_scholarships (regency_id, id)
    where status in ('claimed', 'verified', 'approved');

-- What was claimed is withdrawn, never taken away.
revoke delete, truncate on claim_scholarships from payung_service;
