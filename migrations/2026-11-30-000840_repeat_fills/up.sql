-- What an old version wrote while the new columns and references were filled (000721, 000730): claims that were verified for the
-- first time, and transfers, beside a new version that runs already. Where all is filled nothing happens.
update claims set first_verified_at = coalesce((select min(c.recorded_at) from changes as c
        where c.regency_id = claims.regency_id and c.subject = 'claim' and c.subject_id = claims.id and c.action = 'verified'),
    verified_at)
where submitted_at is not null and first_verified_at is null;

insert into claim_transfer_references (regency_id, reference, payment_id)
select regency_id, lower(regexp_replace(transfer_reference, '\s', '', 'g')), id
from (select id, regency_id, transfer_reference, created_at as recorded_at from claim_payments where voided_at is null
      union all
      select id, regency_id, transfer_reference, paid_at from claim_scholarships where transfer_reference is not null) as standing
order by recorded_at, id
on conflict do nothing;
