-- Without the column nobody finds the files of documents that lie under ids of their own.
do $$
begin
    if exists (select from claim_documents where file_id is not null) then
        raise exception 'documents lie in files of their own: without file_id they are lost';
    end if;
end
$$;
alter table claim_documents drop column file_id;
