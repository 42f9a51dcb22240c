drop index warungs_open_name_idx;
