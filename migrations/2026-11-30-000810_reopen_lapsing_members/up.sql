-- Members that are cut off soon cannot be finished any more: who joined them later would not be seen.
update work_item_marks set done_at = null, done_by = null
where item_key like 'members\_near\_lapse.%' and done_at is not null;
