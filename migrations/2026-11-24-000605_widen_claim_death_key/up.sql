-- A person dies once, whether it is claimed as a death or as a work accident that ended in it.
drop index claims_person_death_key;
create unique index claims_person_death_key on claims (person_id, regency_id)
    where (kind = 'death' or died_on is not null) and status <> 'withdrawn';
