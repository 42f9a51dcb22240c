drop table change_cursors;
drop table messages;
