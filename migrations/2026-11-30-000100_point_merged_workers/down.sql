alter table workers
    drop constraint workers_merged_check,
    drop constraint workers_merged_into_fkey,
    drop column merged_into_id;
