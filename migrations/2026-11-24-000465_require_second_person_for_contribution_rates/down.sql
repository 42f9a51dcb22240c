-- Proposals cannot be told from rules without their status.
update contribution_rates set supersedes = null;
delete from contribution_rates where status <> 'approved';
set constraints all immediate;

alter table contribution_rates
    drop constraint contribution_rates_months_excl,
    drop constraint contribution_rates_superseded_state_check,
    drop constraint contribution_rates_approval_check,
    drop constraint contribution_rates_second_person_check,
    drop column supersedes,
    drop column withdrawn_at,
    drop column approved_at,
    drop column approved_by,
    drop column proposed_by,
    drop column status,
    add constraint contribution_rates_months_excl exclude using gist (programme with =, segment with =, (relief::integer) with =, daterange(from_month, until_month, '[]') with &&) where (superseded_at is null);
