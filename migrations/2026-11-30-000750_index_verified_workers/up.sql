-- The newest of those who are verified.
create index concurrently workers_verified_idx on workers (regency_id, id) where status = 'verified';
