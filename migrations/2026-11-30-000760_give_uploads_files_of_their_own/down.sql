alter table claim_documents drop column file_id;
