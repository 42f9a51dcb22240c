-- What was added without reading the rows that stood there already.
alter table workers validate constraint workers_merged_into_fkey;
alter table workers validate constraint workers_merged_check;
