-- A validated constraint is not made unvalidated; the migration that added it takes it away.
select 1;
