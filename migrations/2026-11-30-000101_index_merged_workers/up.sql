-- What was merged into a registration.
create index concurrently workers_merged_into_idx on workers (merged_into_id, regency_id) where merged_into_id is not null;
