drop table warung_workers;
drop table warungs;
