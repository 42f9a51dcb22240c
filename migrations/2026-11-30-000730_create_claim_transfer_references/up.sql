-- The references of the transfers that stand, of claims and of scholarships alike: one bank transfer settles one debt. A transfer
-- that is taken back leaves its reference to the right one.
create table claim_transfer_references (
    regency_id integer not null constraint claim_transfer_references_regency_id_fkey references regencies (id),
    -- Without spaces and in small letters.
    reference text not null
        constraint claim_transfer_references_reference_check check (char_length(reference) between 1 and 200),
    -- The payment of a claim, or the scholarship that was paid.
    payment_id uuid not null,
    constraint claim_transfer_references_pkey primary key (regency_id, reference)
);

revoke update, truncate on claim_transfer_references from payung_service;

-- Where several transfers were recorded under one reference, the first of them has it.
insert into claim_transfer_references (regency_id, reference, payment_id)
select regency_id, lower(regexp_replace(transfer_reference, '\s', '', 'g')), id
from (select id, regency_id, transfer_reference, created_at as recorded_at from claim_payments where voided_at is null
      union all
      select id, regency_id, transfer_reference, paid_at from claim_scholarships where transfer_reference is not null) as standing
order by recorded_at, id
on conflict do nothing;
