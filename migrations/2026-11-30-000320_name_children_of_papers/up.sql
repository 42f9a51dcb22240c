-- Papers of a scholarship are about a child, and some of them about one school year (the calendar year in which it begins).
alter table claim_documents add column child_id uuid, add column school_year integer;
alter table claim_documents
    add constraint claim_documents_child_fkey foreign key (child_id, claim_id, regency_id)
        references claim_children (id, claim_id, regency_id) not valid,
    add constraint claim_documents_school_year_check
        check (school_year is null or child_id is not null and school_year between 1900 and 2999) not valid;
