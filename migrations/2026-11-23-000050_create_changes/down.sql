drop table change_positions;
drop table unsequenced_changes;
drop table changes;
