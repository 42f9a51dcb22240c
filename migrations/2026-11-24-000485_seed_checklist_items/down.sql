delete from checklist_items where id::text like '01935000-0485-7000-8000-%';
