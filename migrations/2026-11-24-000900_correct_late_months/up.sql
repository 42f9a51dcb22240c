-- Public money that came late: the insurer may count such months as if they had been paid in time. It says so in a
-- fact with evidence; the fact names the months, and each of them names the fact.
alter table memberships
    add column corrected_from_month date,
    add column corrected_until_month date,
    add constraint memberships_correction_check check (
        (corrected_from_month is null) = (corrected_until_month is null)
        and (corrected_from_month is null or (
            state = 'active' and corrected_from_month <= corrected_until_month and corrected_until_month <= as_of
            and extract(day from corrected_from_month) = 1 and extract(day from corrected_until_month) = 1))) not valid;

alter table contribution_obligations
    add column correction_id uuid,
    add constraint contribution_obligations_correction_fkey foreign key (correction_id, regency_id)
        references memberships (id, regency_id) not valid,
    add constraint contribution_obligations_correction_check check (correction_id is null or status = 'paid') not valid;
