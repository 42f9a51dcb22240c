drop table persons;
