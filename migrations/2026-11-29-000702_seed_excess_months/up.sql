-- What was added without reading the rows that stood there already.
alter table contribution_obligations validate constraint contribution_obligations_credit_check;

-- The excess months of before: paid, and taken by no period, or after a death that the register or a claim past its draft
-- tells of. Their money is no longer promised and can be used or given back.
update contribution_obligations as o set is_credit = true, version = o.version + 1
where o.status = 'paid' and (
    not exists (select from coverages as c where c.person_id = o.person_id and c.regency_id = o.regency_id
        and c.status in ('approved', 'active', 'ended') and o.programme = any (c.programmes)
        and o.month between c.from_month and c.last_month)
    or exists (select from workers as d where d.person_id = o.person_id and d.status = 'inactive'
        and d.status_reason = 'deceased' and o.month > d.status_on)
    or exists (select from claims as k where k.person_id = o.person_id and (k.kind = 'death' or k.died_on is not null)
        and k.status not in ('draft', 'withdrawn') and o.month > coalesce(k.died_on, k.event_on)));

update funding_sources as s
set committed_idr = s.committed_idr - o.excess_idr, credit_idr = s.credit_idr + o.excess_idr
from (select funding_source_id, regency_id, sum(amount_idr)::bigint as excess_idr from contribution_obligations
    where is_credit group by 1, 2) as o
where o.funding_source_id = s.id and o.regency_id = s.regency_id;
