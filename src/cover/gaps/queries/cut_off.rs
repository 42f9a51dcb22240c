//! Everybody who is cut off, in one statement.

use crate::cover::deaths::{ENDED_BY_NO_DEATH, TELLS_DEATH};

/// Everybody who is cut off in the months, with the reason. $1 regencies, $2 patterns, $3 region, $4 source, $5 and $6
/// months, $7 unpaid months, $8 waiting months, $9 today.
///
/// Whose newest period was confirmed by the insurer and runs, ran out, or was ended only by the quota, or by a death that was
/// none, is held until the newest of:
/// the month last paid in our ledger, the month until which the insurer's newest word says it is paid, or that of the word where
/// it says none, the month in which cover began. That the insurer called somebody insured in a later month is no reason to warn
/// later. As in a standing, a word that showed no good membership decides until something is paid or begins after it; and a month
/// that was paid after the membership had been cut off for it does not undo that, unless the insurer corrected it. The source is
/// that of the first month owed since, else that of the last period.
pub fn gaps() -> String {
    format!(
        "latest AS (SELECT * FROM (\
          SELECT DISTINCT ON (c.person_id) c.person_id, c.regency_id, c.worker_id, c.funding_source_id, w.village_code, \
            c.status = 'active' OR c.end_reason = 'quota_cut' OR c.end_reason = 'death' AND {ENDED_BY_NO_DEATH} AS is_held \
          FROM coverages AS c JOIN workers AS w ON w.id = c.worker_id AND w.regency_id = c.regency_id \
          WHERE c.regency_id = ANY ($1) AND w.village_code LIKE ANY ($2) \
            AND ($3 IS NULL OR w.village_code = $3 OR w.village_code LIKE $3 || '.%') \
            AND 'jkm' = ANY (c.programmes) AND c.effective_on <= $9 \
            AND NOT EXISTS (SELECT FROM workers AS d WHERE d.person_id = c.person_id AND d.status = 'inactive' \
              AND d.status_reason = 'deceased') \
            AND NOT EXISTS (SELECT FROM claims AS k WHERE k.person_id = c.person_id AND {TELLS_DEATH}) \
          ORDER BY c.person_id, c.from_month DESC, c.id DESC) AS newest WHERE is_held), \
        held AS (\
          SELECT l.*, m.since_on, m.paid_until, greatest(p.month, m.paid_until) AS last_paid, \
            greatest(p.month, m.held_until, b.month) AS last_held \
          FROM latest AS l \
          LEFT JOIN LATERAL (SELECT w.as_of, w.state, \
              CASE WHEN w.state IN ('active', 'in_arrears') THEN w.since_on END AS since_on, \
              CASE WHEN w.state IN ('active', 'in_arrears') THEN w.paid_until END AS paid_until, \
              CASE w.state WHEN 'active' THEN coalesce(w.paid_until, date_trunc('month', w.as_of)::date) \
                WHEN 'in_arrears' THEN coalesce(w.paid_until, (date_trunc('month', w.as_of) - interval '1 month')::date) END \
                AS held_until \
            FROM memberships AS w WHERE w.person_id = l.person_id AND w.regency_id = l.regency_id \
              AND ('jkm' = ANY (w.programmes) OR w.state = 'not_member') \
            ORDER BY w.as_of DESC, w.created_at DESC LIMIT 1) AS m ON true \
          LEFT JOIN LATERAL (SELECT max(date_trunc('month', c.effective_on))::date AS month FROM coverages AS c \
            WHERE c.person_id = l.person_id AND c.regency_id = l.regency_id AND 'jkm' = ANY (c.programmes) \
              AND c.effective_on <= $9 AND (m.state IS NULL OR m.state = 'active' OR c.effective_on > m.as_of)) AS b ON true \
          LEFT JOIN LATERAL (SELECT o.month FROM (\
              SELECT o.month, o.since, date_trunc('month', o.since - 1)::date AS judged_in FROM (\
                SELECT o.month, CASE WHEN o.correction_id IS NULL THEN o.paid_on ELSE o.month END AS since \
                FROM contribution_obligations AS o WHERE o.person_id = l.person_id AND o.regency_id = l.regency_id \
                  AND o.programme = 'jkm' AND o.status = 'paid') AS o \
              WHERE m.state IS NULL OR m.state = 'active' OR o.since > m.as_of \
              ORDER BY o.month DESC OFFSET 0) AS o \
            WHERE CASE WHEN o.judged_in <= o.month THEN true ELSE coalesce((\
              SELECT greatest(h.month, m.held_until, s.month) + make_interval(months => $7 + 1) \
                NOT BETWEEN o.month + interval '1 month' AND o.judged_in \
              FROM (SELECT max(q.month) AS month FROM contribution_obligations AS q WHERE q.person_id = l.person_id \
                  AND q.regency_id = l.regency_id AND q.programme = 'jkm' AND q.status = 'paid' AND q.month <= o.judged_in \
                  AND CASE WHEN q.correction_id IS NULL THEN q.paid_on ELSE q.month END <= o.judged_in) AS h, \
                (SELECT max(date_trunc('month', c.effective_on))::date AS month FROM coverages AS c \
                  WHERE c.person_id = l.person_id AND c.regency_id = l.regency_id AND 'jkm' = ANY (c.programmes) \
                    AND c.effective_on <= o.judged_in) AS s), true) END \
            LIMIT 1) AS p ON true), \
        dropped AS (\
          SELECT h.*, (h.last_held + make_interval(months => $7 + 1))::date AS dropped_in FROM held AS h), \
        gaps AS (\
          SELECT d.person_id, d.regency_id, d.worker_id, d.village_code, d.dropped_in, d.last_paid, \
            coalesce(o.funding_source_id, d.funding_source_id) AS funding_source_id, o.unpaid_idr, \
            d.last_paid IS NOT NULL AND $8 = (\
              SELECT count(*) FROM generate_series(d.last_paid - make_interval(months => $8 - 1), d.last_paid, \
                interval '1 month') AS g (month) \
              WHERE g.month BETWEEN date_trunc('month', coalesce(d.since_on, d.paid_until)) AND d.paid_until \
                OR EXISTS (SELECT FROM contribution_obligations AS o WHERE o.person_id = d.person_id \
                  AND o.regency_id = d.regency_id AND o.programme = 'jkm' AND o.status = 'paid' \
                  AND o.month = g.month::date)) AS is_full \
          FROM dropped AS d LEFT JOIN LATERAL (\
            SELECT (array_agg(o.funding_source_id ORDER BY o.month))[1] AS funding_source_id, \
              sum(o.amount_idr)::bigint AS unpaid_idr \
            FROM contribution_obligations AS o WHERE o.person_id = d.person_id AND o.regency_id = d.regency_id \
              AND o.status = 'due' AND o.month > d.last_held AND o.month < d.dropped_in) AS o ON true \
          WHERE d.dropped_in BETWEEN $5 AND $6 \
            AND ($4 IS NULL OR coalesce(o.funding_source_id, d.funding_source_id) = $4))"
    )
}
