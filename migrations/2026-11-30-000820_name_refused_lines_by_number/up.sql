-- What was noted on refused lines, by the batch and the first of them instead of by the registration under which they stood.
update work_item_marks as m set item_key = split_part(m.item_key, '.', 1) || '.' || f.batch_id || '.' || f.line_number
from (select l.regency_id, l.batch_id, l.worker_id, l.refusal_reason, min(l.line_number) as line_number
    from contribution_batch_lines as l where l.status = 'refused'
    group by l.regency_id, l.batch_id, l.worker_id, l.refusal_reason) as f
where m.item_key like 'refused\_line\_%.%.%.%' and f.regency_id = m.regency_id
    and f.batch_id::text = split_part(m.item_key, '.', 2) and f.worker_id::text = split_part(m.item_key, '.', 3)
    and f.refusal_reason = split_part(m.item_key, '.', 4);
