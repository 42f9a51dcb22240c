-- What was filled goes with its column and its table.
select 1;
