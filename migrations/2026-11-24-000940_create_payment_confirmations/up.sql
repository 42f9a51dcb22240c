-- What the bank's own statement says of our transfers: each line confirms one transfer, each transfer is confirmed once.
create table contribution_payment_confirmations (
    payment_id uuid not null,
    regency_id integer not null,
    booked_on date not null,
    amount_idr bigint not null constraint contribution_payment_confirmations_amount_idr_check check (amount_idr > 0),
    -- The file, and the line in it.
    statement_digest bytea not null
        constraint contribution_payment_confirmations_statement_digest_check check (octet_length(statement_digest) = 32),
    line_number integer not null constraint contribution_payment_confirmations_line_number_check check (line_number > 0),
    -- Tells the line from all others, also where statements overlap.
    line_digest bytea not null
        constraint contribution_payment_confirmations_line_digest_check check (octet_length(line_digest) = 32),
    -- An account; null for the deployment itself.
    confirmed_by uuid,
    created_at timestamptz not null,
    constraint contribution_payment_confirmations_pkey primary key (payment_id, regency_id),
    constraint contribution_payment_confirmations_payment_fkey foreign key (payment_id, regency_id)
        references contribution_payments (id, regency_id),
    constraint contribution_payment_confirmations_line_digest_key unique (line_digest, regency_id)
);

revoke update, delete, truncate on contribution_payment_confirmations from payung_service;
