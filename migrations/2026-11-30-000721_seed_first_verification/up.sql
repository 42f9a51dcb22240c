-- Of claims that were verified before this was kept the history tells, and of those without one the claim itself.
update claims set first_verified_at = coalesce((select min(c.recorded_at) from changes as c
        where c.regency_id = claims.regency_id and c.subject = 'claim' and c.subject_id = claims.id and c.action = 'verified'),
    verified_at)
where submitted_at is not null and first_verified_at is null;
