-- A validated constraint is not made unvalidated; the migrations that added the constraints take them away.
select 1;
