drop table work_item_marks;
