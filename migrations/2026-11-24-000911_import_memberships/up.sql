-- The insurer's lists come as files too. What a fact rests on is the file: its name, its digest, the day it speaks of.
alter table imports
    drop constraint imports_kind_check,
    add constraint imports_kind_check check (kind in ('workers', 'memberships')),
    add column file_name text constraint imports_file_name_check check (char_length(file_name) between 1 and 100),
    add column file_digest bytea constraint imports_file_digest_check check (octet_length(file_digest) = 32),
    add column as_of date;
