alter table claim_scholarships drop column decided_by;
alter table claims drop column decided_by;
