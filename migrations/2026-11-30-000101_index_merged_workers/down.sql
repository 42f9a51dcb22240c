drop index workers_merged_into_idx;
