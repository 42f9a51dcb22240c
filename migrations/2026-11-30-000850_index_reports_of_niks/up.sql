-- Reports of nobody in the register that name a NIK and that nobody has decided: somebody in another village may have it.
create index concurrently deaths_undecided_nik_idx on deaths (regency_id, id)
    where status = 'not_registered' and nik_hash is not null and decided_at is null;
