drop index deaths_list_idx;
