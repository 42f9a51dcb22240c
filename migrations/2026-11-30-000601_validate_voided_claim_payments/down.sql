-- A validated constraint is not made unvalidated; the migration that added the constraints takes them away.
select 1;
