drop table column_mappings;
