-- A load is merged right after its COPY, when nothing is known of its rows yet: the planner takes them for a handful and
-- joins fifty thousand with fifty thousand one by one. The service may not analyze a table that it does not own, so
-- the owner lends it this one.
create function analyze_staged_workers() returns void
    language plpgsql security definer set search_path = pg_catalog, public
as $$
begin
    analyze public.staged_workers;
end;
$$;

revoke execute on function analyze_staged_workers() from public;
grant execute on function analyze_staged_workers() to payung_service;
