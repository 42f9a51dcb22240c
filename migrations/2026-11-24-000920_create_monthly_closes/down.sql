drop table monthly_close_lapses;

drop table monthly_closes;
