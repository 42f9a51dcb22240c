-- Of decisions that were recorded before this was kept the history tells. None of them was taken back: that came with the
-- column. A year was decided in the first version of its claim in which it has the day of a decision.
update claims set decided_by = (select c.actor_id from changes as c
        where c.regency_id = claims.regency_id and c.subject = 'claim' and c.subject_id = claims.id
            and c.action in ('approved', 'rejected')
        order by c.version desc limit 1)
where decided_on is not null and decided_by is null;
update claim_scholarships as s set decided_by = (select c.actor_id from changes as c
        where c.regency_id = s.regency_id and c.subject = 'claim' and c.subject_id = s.claim_id
            and c.action in ('scholarship_approved', 'scholarship_rejected')
            and jsonb_path_exists(c.after, '$.children[*].scholarships[*] ? (@.id == $id && @.decided_on != null)',
                jsonb_build_object('id', s.id))
        order by c.version limit 1)
where s.decided_on is not null and s.decided_by is null;
