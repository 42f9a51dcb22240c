-- Files that are on their way in: a row stands here from before the first byte until the document's own row is written, so
-- that whatever an interrupted upload leaves is found without reading the whole store.
create table claim_document_uploads (
    id uuid not null,
    regency_id integer not null constraint claim_document_uploads_regency_id_fkey references regencies (id),
    started_at timestamptz not null,
    constraint claim_document_uploads_pkey primary key (id, regency_id)
);

create index claim_document_uploads_regency_id_idx on claim_document_uploads (regency_id, id);
create index claim_document_uploads_started_at_idx on claim_document_uploads (started_at);
