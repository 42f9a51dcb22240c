//! The items of plans, funded periods, batches, refused lines, gaps and months.
//!
//! Each statement gives `key, kind, regency_id, region_code, subject, caused_at, due_on, people, amount_idr, detail`, of the
//! caller's regions and only of the kinds that are asked for. The binds are those of [`super::items`].

use crate::cover::deaths::TELLS_DEATH;

/// A plan is to be approved before its first month begins.
pub const PLANS: &str = "\
    SELECT 'plan_to_approve.' || p.id, 'plan_to_approve', p.regency_id, g.region_code, p.id::text, p.submitted_at, \
      greatest(p.from_month - 1, (p.submitted_at AT TIME ZONE 'Asia/Jakarta')::date), p.chosen_total::bigint, p.cost_idr, \
      p.name \
    FROM enrolment_plans AS p JOIN regencies AS g ON g.id = p.regency_id \
    WHERE 'plan_to_approve' = ANY ($10) AND p.regency_id = ANY ($1) AND p.status = 'submitted'";

/// Proposed periods are to be approved before the first of them begins, approved ones to be known to the insurer in the month
/// in which the first begins.
pub const COVERAGES: &str = "\
    SELECT CASE c.status WHEN 'proposed' THEN 'coverages_to_approve' ELSE 'coverages_to_activate' END || '.' || f.id, \
      CASE c.status WHEN 'proposed' THEN 'coverages_to_approve' ELSE 'coverages_to_activate' END, c.regency_id, \
      g.region_code, f.id::text, max(coalesce(c.approved_at, c.created_at)), \
      CASE c.status WHEN 'proposed' THEN greatest(min(c.from_month) - 1, \
          (max(c.created_at) AT TIME ZONE 'Asia/Jakarta')::date) \
        ELSE greatest((min(c.from_month) + interval '1 month')::date - 1, \
          (max(c.approved_at) AT TIME ZONE 'Asia/Jakarta')::date) END, \
      count(*), NULL::bigint, f.name \
    FROM coverages AS c JOIN regencies AS g ON g.id = c.regency_id \
    JOIN funding_sources AS f ON f.id = c.funding_source_id AND f.regency_id = c.regency_id \
    WHERE ('coverages_to_approve' = ANY ($10) AND c.status = 'proposed' \
        OR 'coverages_to_activate' = ANY ($10) AND c.status = 'approved') \
      AND c.regency_id = ANY ($1) \
    GROUP BY c.status, c.regency_id, g.region_code, f.id, f.name";

/// A batch is to be on its way before its first month is over; a billing code before it expires; an answer a week after
/// the transfer.
pub const BATCHES: &str = "\
    SELECT k.kind || '.' || b.id, k.kind, b.regency_id, g.region_code, b.id::text, \
      CASE b.status WHEN 'draft' THEN b.created_at WHEN 'approved' THEN b.approved_at ELSE b.updated_at END, \
      CASE b.status WHEN 'paid' THEN b.paid_on + 7 WHEN 'billing_code_issued' THEN \
          coalesce(b.billing_code_expires_on, (b.months[1] + interval '1 month')::date - 1) \
        ELSE (b.months[1] + interval '1 month')::date - 1 END, \
      b.people_total::bigint, b.amount_idr, f.name || ' #' || b.number \
    FROM contribution_batches AS b JOIN regencies AS g ON g.id = b.regency_id \
    JOIN funding_sources AS f ON f.id = b.funding_source_id AND f.regency_id = b.regency_id \
    JOIN LATERAL (SELECT CASE b.status WHEN 'draft' THEN 'batch_to_approve' WHEN 'approved' THEN 'batch_to_bill' \
      WHEN 'billing_code_issued' THEN 'batch_to_pay' WHEN 'paid' THEN 'batch_to_reconcile' END AS kind) AS k ON true \
    WHERE k.kind = ANY ($10) AND b.regency_id = ANY ($1)";

/// A refused line, by the default action of its reason ($11 to correct, $12 to end, $13 to send again), as long as its month
/// is due and no later attempt has taken it up: one item for what one batch had refused of one person for one reason. Named by the
/// first of those lines, be that one sent again or not: under whom they stand changes when registrations are merged or parted. Two
/// weeks, or until the person's village has another word.
pub const REFUSED_LINES: &str = "\
    SELECT k.kind || '.' || l.batch_id || '.' || f.line_number, k.kind, l.regency_id, \
      w.village_code, l.worker_id::text, max(coalesce(r.recorded_at, b.updated_at)), \
      (max(coalesce(r.recorded_at, b.updated_at)) AT TIME ZONE 'Asia/Jakarta')::date + 14, 1::bigint, \
      sum(l.amount_idr)::bigint, l.refusal_reason \
    FROM contribution_batch_lines AS l \
    JOIN LATERAL (SELECT CASE WHEN l.refusal_reason = ANY ($11) THEN 'refused_line_to_correct' \
      WHEN l.refusal_reason = ANY ($12) THEN 'refused_line_to_end' \
      WHEN l.refusal_reason = ANY ($13) THEN 'refused_line_to_resend' END AS kind) AS k ON true \
    JOIN contribution_batches AS b ON b.id = l.batch_id AND b.regency_id = l.regency_id \
    LEFT JOIN contribution_reconciliations AS r ON r.id = l.reconciliation_id AND r.regency_id = l.regency_id \
    JOIN workers AS w ON w.id = l.worker_id AND w.regency_id = l.regency_id \
    JOIN contribution_obligations AS o ON o.person_id = l.person_id AND o.programme = l.programme AND o.month = l.month \
      AND o.regency_id = l.regency_id \
    JOIN LATERAL (SELECT min(x.line_number) AS line_number FROM contribution_batch_lines AS x \
      WHERE x.regency_id = l.regency_id AND x.person_id = l.person_id AND x.status = 'refused' AND x.batch_id = l.batch_id \
        AND x.worker_id = l.worker_id AND x.refusal_reason = l.refusal_reason) AS f ON true \
    WHERE k.kind = ANY ($10) AND l.regency_id = ANY ($1) AND l.status = 'refused' AND o.status = 'due' \
      AND NOT EXISTS (SELECT FROM contribution_batch_lines AS n \
        JOIN contribution_batches AS nb ON nb.id = n.batch_id AND nb.regency_id = n.regency_id \
        WHERE n.person_id = l.person_id AND n.programme = l.programme AND n.month = l.month AND n.regency_id = l.regency_id \
          AND nb.created_at > b.created_at AND nb.status <> 'cancelled') \
    GROUP BY k.kind, l.batch_id, l.regency_id, w.village_code, l.worker_id, l.refusal_reason, f.line_number";

/// Approved and active periods of somebody whose registration has ended, by death, by a move, by being refused or otherwise, or
/// who has died by a claim that got past its draft; a week. But for those that go on after a move to another regency, as was
/// decided when it was accepted, unless a claim tells of a death since.
pub fn ended() -> String {
    format!(
        "SELECT 'period_to_end.' || w.id, 'period_to_end', w.regency_id, w.village_code, w.id::text, \
           k.day::timestamp AT TIME ZONE 'Asia/Jakarta', k.day + 7, 1::bigint, NULL::bigint, k.reason \
         FROM workers AS w \
         JOIN LATERAL (\
           SELECT w.status_on AS day, coalesce(w.status_reason, '') AS reason WHERE w.status IN ('inactive', 'rejected') \
           UNION ALL \
           (SELECT coalesce(k.died_on, k.event_on), 'deceased' FROM claims AS k \
            WHERE k.person_id = w.person_id AND k.regency_id = w.regency_id AND w.status IN ('registered', 'verified') \
              AND {TELLS_DEATH} \
            ORDER BY k.id LIMIT 1)) AS k ON true \
         WHERE 'period_to_end' = ANY ($10) AND w.regency_id = ANY ($1) AND w.village_code LIKE ANY ($2) \
           AND EXISTS (SELECT FROM coverages AS c WHERE c.worker_id = w.id AND c.regency_id = w.regency_id \
             AND c.status IN ('approved', 'active') AND c.last_month >= date_trunc('month', $9)::date \
             AND c.last_month > k.day \
             AND NOT (c.status = 'active' AND k.reason = 'moved_out' AND {KEPT} \
               AND NOT EXISTS (SELECT FROM claims AS k WHERE k.person_id = w.person_id AND {TELLS_DEATH})))"
    )
}

/// Whether it was decided that a period `c` goes on, which the village pays for from which the registration `w` left the regency.
const KEPT: &str = "\
    EXISTS (SELECT FROM transfers AS t \
      JOIN funding_sources AS f ON f.id = c.funding_source_id AND f.regency_id = c.regency_id AND f.payer_kind = 'apbdes' \
      WHERE t.from_regency_id = w.regency_id AND t.from_village_code = w.village_code AND t.from_worker_id = w.id \
        AND t.regency_id <> w.regency_id AND t.status = 'accepted' AND t.village_coverage = 'keep' \
        AND t.answered_at > c.created_at)";

/// The members of a village and source who are cut off in the same month, from the gaps: since the first month that is unpaid,
/// until the last day on which a payment keeps them.
pub const GAPS: &str = "\
    SELECT 'members_near_lapse.' || p.village_code || '.' || p.funding_source_id || '.' || p.dropped_in, \
      'members_near_lapse', p.regency_id, p.village_code, p.village_code || '&funding_source_id=' || p.funding_source_id \
        || '&from_month=' || to_char(p.dropped_in, 'YYYY-MM') || '&until_month=' || to_char(p.dropped_in, 'YYYY-MM'), \
      (p.dropped_in - make_interval(months => $7)) AT TIME ZONE 'Asia/Jakarta', p.dropped_in - 1, count(*), \
      sum(p.unpaid_idr)::bigint, to_char(p.dropped_in, 'YYYY-MM') \
    FROM gaps AS p WHERE 'members_near_lapse' = ANY ($10) \
    GROUP BY p.regency_id, p.village_code, p.funding_source_id, p.dropped_in";

/// The month before this one, where a regency funds anybody and has not closed it, until the tenth; and every month whose
/// close was opened again, within ten days.
pub const MONTHS: &str = "\
    SELECT 'month_to_close.' || g.region_code || '.' || to_char(m.month, 'YYYY-MM'), 'month_to_close', g.id, g.region_code, \
      g.region_code, coalesce(m.reopened_at, (m.month + interval '1 month') AT TIME ZONE 'Asia/Jakarta'), \
      coalesce((m.reopened_at AT TIME ZONE 'Asia/Jakarta')::date + 10, (m.month + interval '1 month')::date + 9), \
      0::bigint, NULL::bigint, to_char(m.month, 'YYYY-MM') \
    FROM regencies AS g \
    JOIN LATERAL (\
      SELECT p.month, NULL::timestamptz AS reopened_at \
      FROM (SELECT (date_trunc('month', $9) - interval '1 month')::date AS month) AS p \
      WHERE EXISTS (SELECT FROM funding_sources AS f WHERE f.regency_id = g.id AND f.from_month <= p.month \
          AND f.committed_idr > 0) \
        AND NOT EXISTS (SELECT FROM monthly_closes AS k WHERE k.regency_id = g.id AND k.month = p.month) \
      UNION ALL \
      SELECT k.month, k.reopened_at FROM monthly_closes AS k WHERE k.regency_id = g.id AND k.status = 'reopened') AS m \
      ON true \
    WHERE 'month_to_close' = ANY ($10) AND g.id = ANY ($1)";
