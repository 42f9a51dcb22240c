-- What people note on their work. The items themselves are derived: each stands as long as its cause does, and its mark counts
-- only for the cause on which it was made.
create table work_item_marks (
    id uuid not null,
    regency_id integer not null constraint work_item_marks_regency_id_fkey references regencies (id),
    -- The kind of the item and what it is about.
    item_key text not null constraint work_item_marks_item_key_check check (char_length(item_key) between 3 and 150),
    -- Where the item is.
    region_code text collate "C" not null,
    -- Since when the cause stood that was marked: a later one is another item under the same key.
    caused_at timestamptz not null,
    -- The first day on which it is shown again.
    snoozed_until date,
    done_at timestamptz,
    -- Accounts.
    done_by uuid,
    assigned_to uuid constraint work_item_marks_assigned_to_fkey references users (id),
    note text constraint work_item_marks_note_check check (char_length(note) between 1 and 500),
    version integer not null constraint work_item_marks_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint work_item_marks_pkey primary key (id, regency_id),
    constraint work_item_marks_item_key unique (item_key, regency_id),
    constraint work_item_marks_done_check check ((done_at is null) = (done_by is null)),
    constraint work_item_marks_one_state_check check (done_at is null or snoozed_until is null)
);

create index work_item_marks_regency_id_idx on work_item_marks (regency_id, id);
create index work_item_marks_assigned_to_idx on work_item_marks (assigned_to);

revoke delete, truncate on work_item_marks from payung_service;
