drop index concurrently workers_verified_idx;
