-- Each attempt to send a document has a file of its own, named by the id of its note in claim_document_uploads; the document says
-- which became its. Null: the file lies under the document's id, as all did before.
alter table claim_documents add column file_id uuid;
