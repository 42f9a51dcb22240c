alter table claims drop column first_verified_at;
