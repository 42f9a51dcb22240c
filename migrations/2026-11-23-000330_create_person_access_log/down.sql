drop table person_access_log;
