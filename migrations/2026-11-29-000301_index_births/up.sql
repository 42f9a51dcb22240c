-- Whoever looks for somebody by name and birth looks among those born in those years, not at the whole regency.
create index concurrently workers_birth_on_idx on workers (regency_id, birth_on);
