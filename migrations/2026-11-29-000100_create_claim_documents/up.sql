-- The scanned papers of a claim. Their bytes lie sealed in the store of files under the id; a row is written after its
-- file is there. A document is part of its claim: its changes are versions of the claim, so it has none of its own.
create table claim_documents (
    id uuid not null,
    regency_id integer not null constraint claim_documents_regency_id_fkey references regencies (id),
    claim_id uuid not null,
    -- A code of the list `checklist_document`.
    kind text not null constraint claim_documents_kind_check check (kind ~ '^[a-z][a-z_]{2,39}$'),
    -- Told by the first bytes.
    format text not null constraint claim_documents_format_check check (format in ('pdf', 'jpeg', 'png', 'webp', 'heic')),
    size_bytes bigint not null constraint claim_documents_size_bytes_check check (size_bytes > 0),
    sha256 text not null constraint claim_documents_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
    -- Null until somebody else than the sender has looked at it.
    verdict text constraint claim_documents_verdict_check check (verdict in ('accepted', 'refused')),
    verdict_reason text constraint claim_documents_verdict_reason_check check (char_length(verdict_reason) between 1 and 1000),
    judged_by uuid,
    judged_at timestamptz,
    withdrawn_at timestamptz,
    withdrawn_by uuid,
    withdrawal_reason text
        constraint claim_documents_withdrawal_reason_check check (char_length(withdrawal_reason) between 1 and 1000),
    entered_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint claim_documents_pkey primary key (id, regency_id),
    constraint claim_documents_claim_fkey foreign key (claim_id, regency_id) references claims (id, regency_id),
    constraint claim_documents_judged_check check ((verdict is null) = (judged_at is null)
        and (verdict is null) = (judged_by is null) and (verdict_reason is null or verdict is not null)
        and (verdict is distinct from 'refused' or verdict_reason is not null)),
    constraint claim_documents_second_person_check check (judged_by is null or judged_by is distinct from entered_by),
    constraint claim_documents_withdrawn_check check ((withdrawn_at is null) = (withdrawal_reason is null))
);

-- The same bytes are not sent twice as the same paper.
create unique index claim_documents_content_key on claim_documents (claim_id, kind, sha256, regency_id)
    where withdrawn_at is null;
create index claim_documents_regency_id_idx on claim_documents (regency_id, id);
create index claim_documents_claim_idx on claim_documents (claim_id, regency_id);

-- A document is withdrawn, never taken away.
revoke delete, truncate on claim_documents from payung_service;
