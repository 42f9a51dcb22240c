alter table claim_document_uploads drop column given_up_at;
