-- The deaths of a list.
create index concurrently deaths_list_idx on deaths (list_id, regency_id) where list_id is not null;
