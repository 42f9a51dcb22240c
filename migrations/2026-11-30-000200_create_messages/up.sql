-- Texts that are ready to go to a person: an outbox which a sender outside empties, and letters which the village prints. Each
-- has one cause, so that nobody hears the same news twice.
create table messages (
    id uuid not null,
    regency_id integer not null constraint messages_regency_id_fkey references regencies (id),
    -- What of which version it tells, and whom.
    cause text collate "C" not null constraint messages_cause_check check (char_length(cause) between 3 and 200),
    kind text not null constraint messages_kind_check check (kind in ('cover_started', 'cover_resumed', 'cover_ends',
        'near_lapse', 'claim_returned', 'claim_sent', 'claim_approved', 'claim_rejected', 'claim_paid', 'account_changed',
        'transfer_accepted', 'transfer_refused')),
    channel text not null constraint messages_channel_check check (channel in ('short_message', 'letter')),
    status text not null constraint messages_status_check check (status in ('ready', 'taken', 'sent', 'failed', 'cancelled')),
    -- Whose registration it is about, and where that person lived when it was written.
    worker_id uuid not null,
    village_code text collate "C" not null constraint messages_village_code_fkey references regions (code),
    recipient text not null constraint messages_recipient_check check (recipient in ('worker', 'family')),
    recipient_name text not null constraint messages_recipient_name_check check (char_length(recipient_name) between 1 and 200),
    phone_sealed bytea,
    phone_mask text,
    -- What it is about: a funded period, a claim, a transfer, or the worker.
    subject_id uuid not null,
    text_id text not null constraint messages_text_id_check check (char_length(text_id) between 1 and 1000),
    text_en text not null constraint messages_text_en_check check (char_length(text_en) between 1 and 1000),
    -- The days on which it may go out.
    not_before date not null,
    not_after date,
    -- Who has it now, and until when nobody else gets it.
    lease_id uuid,
    leased_by uuid,
    leased_until timestamptz,
    -- How often it could not be sent, why, and when to try again.
    failures smallint not null constraint messages_failures_check check (failures >= 0),
    failure_reason text constraint messages_failure_reason_check check (char_length(failure_reason) between 1 and 500),
    try_at timestamptz not null,
    sent_at timestamptz,
    sent_reference text constraint messages_sent_reference_check check (char_length(sent_reference) between 1 and 200),
    -- The account that said what became of it; null for the deployment itself.
    reported_by uuid,
    -- Why it is not to go out any more. A message that a sender has keeps it in mind: where the sender fails, or its time ends,
    -- nobody else gets it.
    cancel_reason text constraint messages_cancel_reason_check check (cancel_reason in ('by_hand', 'recipient_died',
        'superseded', 'expired')),
    cancel_note text constraint messages_cancel_note_check check (char_length(cancel_note) between 1 and 500),
    version integer not null constraint messages_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint messages_pkey primary key (id, regency_id),
    constraint messages_cause_key unique (cause, regency_id),
    constraint messages_worker_fkey foreign key (worker_id, regency_id) references workers (id, regency_id),
    constraint messages_phone_check check ((phone_sealed is null) = (phone_mask is null)
        and (channel = 'letter' or phone_sealed is not null)),
    constraint messages_days_check check (not_after >= not_before),
    constraint messages_taken_check check ((status = 'taken') = (lease_id is not null)
        and (lease_id is null) = (leased_until is null) and (lease_id is null) = (leased_by is null)),
    constraint messages_sent_check check ((status = 'sent') = (sent_at is not null)),
    constraint messages_cancelled_check check (case status when 'cancelled' then cancel_reason is not null
        when 'taken' then true else cancel_reason is null end)
);

create index messages_regency_id_idx on messages (regency_id, id);
create index messages_village_code_idx on messages (village_code, id);
create index messages_worker_idx on messages (worker_id, regency_id);
create index messages_subject_idx on messages (subject_id, regency_id);
-- What a sender may take, the oldest first.
create index messages_waiting_idx on messages (regency_id, id) where status in ('ready', 'taken');
-- What goes out of date.
create index messages_not_after_idx on messages (not_after) where status in ('ready', 'taken');
-- What is not to go out again when the time of the sender who has it ends.
create index messages_withheld_idx on messages (leased_until) where status = 'taken' and cancel_reason is not null;

-- A message is cancelled, never taken away.
revoke delete, truncate on messages from payung_service;

-- How far readers of the changes have come. News from before the outbox is no news.
create table change_cursors (
    reader text not null constraint change_cursors_pkey primary key,
    position bigint not null constraint change_cursors_position_check check (position >= 0)
);

insert into change_cursors (reader, position)
select 'messages', coalesce(max(position), 0) from change_positions;

revoke insert, delete, truncate on change_cursors from payung_service;
