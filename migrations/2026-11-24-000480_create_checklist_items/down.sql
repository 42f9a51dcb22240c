drop table checklist_items;
