-- Proposals cannot be told from rules without their status.
update rule_parameters set supersedes = null;
delete from rule_parameters where status <> 'approved';
set constraints all immediate;

alter table rule_parameters
    drop constraint rule_parameters_key_valid_excl,
    drop constraint rule_parameters_superseded_state_check,
    drop constraint rule_parameters_approval_check,
    drop constraint rule_parameters_second_person_check,
    drop column supersedes,
    drop column withdrawn_at,
    drop column approved_at,
    drop column approved_by,
    drop column proposed_by,
    drop column status,
    add constraint rule_parameters_key_valid_excl exclude using gist (key with =, daterange(valid_from, valid_until, '[]') with &&) where (superseded_at is null);
