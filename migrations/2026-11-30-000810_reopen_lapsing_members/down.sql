-- The history keeps who had finished what.
select 1;
