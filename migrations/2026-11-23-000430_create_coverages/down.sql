drop table coverages;
drop function coverage_slots(text[], date, date);
