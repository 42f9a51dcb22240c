drop table api_client_secrets;
drop table api_client_regions;
drop table api_clients;
