-- Which account recorded the insurer's decision that stands: another one takes it back where it was recorded in error.
alter table claims add column decided_by uuid;
alter table claim_scholarships add column decided_by uuid;
