-- The months of the periods that were approved before there was a ledger: due, at the rate of their month. The
-- rule is that of src/cover/rules/contributions/rules.rs: a rate with relief where the source may have it and there
-- is one, else the ordinary rate; a percentage is rounded half up and then held within its bounds.
insert into contribution_obligations
    (person_id, programme, month, regency_id, coverage_id, worker_id, funding_source_id, rate_id, relief,
     wage_base_idr, amount_idr, status, version, created_at, updated_at)
select c.person_id, p.programme, m.month::date, c.regency_id, c.id, c.worker_id, c.funding_source_id, r.id, r.relief,
       c.wage_base_idr, r.monthly_idr, 'due', 1, c.approved_at, c.approved_at
from coverages c
join workers w on w.id = c.worker_id and w.regency_id = c.regency_id
join funding_sources s on s.id = c.funding_source_id and s.regency_id = c.regency_id
cross join lateral unnest(c.programmes) as p (programme)
cross join lateral generate_series(c.from_month, c.last_month, interval '1 month') as m (month)
-- A month without a rate fails here, since neither rate nor amount may be null.
left join lateral (
    select rate.id, rate.relief,
           case rate.method
               when 'flat' then rate.amount_idr
               else greatest(coalesce(rate.min_idr, 0), least(
                   coalesce(rate.max_idr, 9223372036854775807), (c.wage_base_idr * rate.basis_points + 5000) / 10000))
           end as monthly_idr
    from contribution_rates rate
    where rate.superseded_at is null and rate.programme = p.programme and rate.segment = w.segment
      and (not rate.relief or s.relief_eligible)
      and m.month >= rate.from_month and (rate.until_month is null or m.month <= rate.until_month)
    order by rate.relief desc limit 1
) as r on true
where c.status in ('approved', 'active', 'ended') and c.approved_at is not null;

-- A budget that is promised twice already cannot be guarded: say which one, so that somebody mends it first.
do $$
declare
    overdrawn text;
begin
    select string_agg(format('%s of regency %s: budget %s, needed %s', s.name, s.regency_id, s.budget_idr, o.needed), '; ')
    into overdrawn
    from funding_sources s
    join (select funding_source_id, regency_id, sum(amount_idr) as needed from contribution_obligations group by 1, 2) o
        on o.funding_source_id = s.id and o.regency_id = s.regency_id
    where o.needed > s.budget_idr;
    if overdrawn is not null then
        raise exception 'approved periods need more than the budget of their source (%): raise the budget first', overdrawn;
    end if;
end $$;

update funding_sources s set committed_idr = o.needed
from (select funding_source_id, regency_id, sum(amount_idr)::bigint as needed from contribution_obligations group by 1, 2) o
where o.funding_source_id = s.id and o.regency_id = s.regency_id;
