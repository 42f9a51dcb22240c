-- What was refused is taken up again, or keeps its person out of the next batch: few lines among very many.
create index contribution_batch_lines_refused_idx on contribution_batch_lines (regency_id, person_id, programme, month)
    where status = 'refused';
