drop index workers_birth_on_idx;
