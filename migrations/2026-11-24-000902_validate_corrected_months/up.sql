-- What was added without reading the rows that stood there already.
alter table memberships validate constraint memberships_correction_check;
alter table contribution_obligations validate constraint contribution_obligations_correction_fkey;
alter table contribution_obligations validate constraint contribution_obligations_correction_check;
