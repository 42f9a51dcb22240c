update deaths set name = '-' where worker_id is null and name is null;
alter table deaths
    drop constraint deaths_whose_check,
    add constraint deaths_whose_check check ((worker_id is null) = (person_id is null)
        and (status <> 'recorded' or worker_id is not null)
        and (status not in ('undecided', 'not_registered') or worker_id is null)
        and (worker_id is not null or name is not null));
