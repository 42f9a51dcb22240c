alter table deaths drop constraint deaths_list_fkey;
drop table death_list_rows;
drop table death_lists;
