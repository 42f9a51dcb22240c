update work_item_marks as m
set item_key = split_part(m.item_key, '.', 1) || '.' || l.batch_id || '.' || l.worker_id || '.' || l.refusal_reason
from contribution_batch_lines as l
where m.item_key like 'refused\_line\_%.%.%' and m.item_key not like 'refused\_line\_%.%.%.%'
    and l.regency_id = m.regency_id and l.status = 'refused'
    and l.batch_id::text = split_part(m.item_key, '.', 2) and l.line_number::text = split_part(m.item_key, '.', 3);
