-- A roster names its warungs, and each row looks its own up by village and name, in whatever case.
create index warungs_open_name_idx on warungs (village_code, lower(name), id) where status = 'open';
