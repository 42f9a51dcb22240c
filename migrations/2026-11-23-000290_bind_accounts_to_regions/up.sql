-- Accounts come before the register in the order of the migrations; their places are proved here.
alter table users
    add constraint users_regency_id_fkey foreign key (regency_id) references regencies (id);
alter table user_regions
    add constraint user_regions_region_code_fkey foreign key (region_code) references regions (code);
alter table api_clients
    add constraint api_clients_regency_id_fkey foreign key (regency_id) references regencies (id);
alter table api_client_regions
    add constraint api_client_regions_region_code_fkey foreign key (region_code) references regions (code);
