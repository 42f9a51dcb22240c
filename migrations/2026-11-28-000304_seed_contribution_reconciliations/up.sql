-- What was answered before files were recorded counts as one answer a batch, by whoever reconciled it last.
insert into contribution_reconciliations
    (id, regency_id, batch_id, number, accepted_lines, accepted_idr, refused_lines, refused_idr, skipped_rows, recorded_by,
     recorded_at)
select gen_random_uuid(), b.regency_id, b.id, 1, b.accepted_lines, b.accepted_idr, b.refused_lines, b.refused_idr, 0,
       last.actor_id, coalesce(last.recorded_at, b.updated_at)
from contribution_batches b
left join lateral (
    select c.actor_id, c.recorded_at from changes c
    where c.regency_id = b.regency_id and c.subject = 'contribution_batch' and c.subject_id = b.id and c.action = 'reconciled'
    order by c.version desc limit 1
) as last on true
where b.accepted_lines + b.refused_lines > 0;

update contribution_batch_lines l set reconciliation_id = r.id
from contribution_reconciliations r
where r.batch_id = l.batch_id and r.regency_id = l.regency_id and l.status <> 'sent';
