drop index claims_person_death_key;
create unique index claims_person_death_key on claims (person_id, regency_id)
    where kind = 'death' and status <> 'withdrawn';
