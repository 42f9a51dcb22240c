-- When it was decided that an upload gets no document. From then on its file may be taken away, since no document is written for
-- a note that was given up.
alter table claim_document_uploads add column given_up_at timestamptz;
