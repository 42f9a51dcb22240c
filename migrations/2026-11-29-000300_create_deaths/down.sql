drop table deaths;
