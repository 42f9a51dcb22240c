drop table claim_document_uploads;
