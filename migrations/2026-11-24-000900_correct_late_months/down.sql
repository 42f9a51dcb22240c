alter table contribution_obligations drop column correction_id;

alter table memberships drop column corrected_from_month, drop column corrected_until_month;
