drop table user_credentials;
drop table user_regions;
drop table users;
