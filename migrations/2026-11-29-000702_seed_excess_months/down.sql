-- Excess months count as promised again, and their money is no credit. Where it was used or came back meanwhile, or the budget
-- does not bear the promise any more, there is no way back to true sums: the checks of the table then refuse all of it.
update funding_sources as s
set committed_idr = s.committed_idr + o.excess_idr, credit_idr = s.credit_idr - o.excess_idr
from (select funding_source_id, regency_id, sum(amount_idr)::bigint as excess_idr from contribution_obligations
    where is_credit group by 1, 2) as o
where o.funding_source_id = s.id and o.regency_id = s.regency_id;

update contribution_obligations set is_credit = false where is_credit;
