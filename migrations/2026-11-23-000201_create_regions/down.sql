drop function name_rank(text, text);
drop table regions;
