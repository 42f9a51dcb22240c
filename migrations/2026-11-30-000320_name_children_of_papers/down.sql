alter table claim_documents drop column child_id, drop column school_year;
