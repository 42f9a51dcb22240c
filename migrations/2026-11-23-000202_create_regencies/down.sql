drop table regencies;
