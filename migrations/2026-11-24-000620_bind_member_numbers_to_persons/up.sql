-- A member number is one person's, as with the funded periods: facts of two people under one number would become one
-- membership. Between the two tables the service looks under a lock.
alter table memberships add constraint memberships_member_number_person_excl exclude using gist
    (regency_id with =, member_number_hash with =, person_id with <>) where (member_number_mask is not null);
