alter table coverages drop column reopened_at;
alter table contribution_obligations drop column is_credit;
