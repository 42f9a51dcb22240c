alter table imports drop column request_digest;
