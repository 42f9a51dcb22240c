drop table staged_workers;
