drop function analyze_staged_memberships();

drop table staged_memberships;
