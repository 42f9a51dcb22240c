-- Excess months count as promised again, and what is left of their money is no credit.
update funding_sources as s
set committed_idr = least(s.budget_idr, s.committed_idr + o.excess_idr), credit_idr = greatest(0, s.credit_idr - o.excess_idr)
from (select funding_source_id, regency_id, sum(amount_idr)::bigint as excess_idr from contribution_obligations
    where is_credit group by 1, 2) as o
where o.funding_source_id = s.id and o.regency_id = s.regency_id;

update contribution_obligations set is_credit = false where is_credit;
