drop table revocations;
