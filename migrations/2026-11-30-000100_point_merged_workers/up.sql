-- The registration into which one was merged: whoever finds the one finds the other by it.
alter table workers
    add column merged_into_id uuid,
    add constraint workers_merged_into_fkey foreign key (merged_into_id, regency_id) references workers (id, regency_id) not valid,
    add constraint workers_merged_check check ((status = 'merged') = (merged_into_id is not null) and merged_into_id <> id) not valid;
