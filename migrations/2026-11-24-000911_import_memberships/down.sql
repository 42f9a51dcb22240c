alter table imports
    drop column as_of,
    drop column file_digest,
    drop column file_name,
    drop constraint imports_kind_check,
    add constraint imports_kind_check check (kind in ('workers'));
