//! The items of registrations, claims, deaths and transfers, in the columns of [`super::items`].

use crate::casework::deaths::queries::is_unclaimed;
use crate::casework::messages::queries::is_dead;
use crate::casework::messages::queries::locks::paid_since;
use crate::register::workers::queries::{MAY_BE_THE_SAME, SURVIVOR};

/// The registrations of a village that nobody verified, two weeks after the first of them, or as soon as another one comes.
pub const WORKERS: &str = "\
    SELECT 'workers_to_verify.' || w.village_code, 'workers_to_verify', w.regency_id, w.village_code, w.village_code, \
      max(w.created_at), greatest((min(w.created_at) AT TIME ZONE 'Asia/Jakarta')::date + 14, \
        (max(w.created_at) AT TIME ZONE 'Asia/Jakarta')::date), count(*), NULL::bigint, '' \
    FROM workers AS w \
    WHERE 'workers_to_verify' = ANY ($10) AND w.regency_id = ANY ($1) AND w.village_code LIKE ANY ($2) \
      AND w.status = 'registered' \
    GROUP BY w.regency_id, w.village_code";

/// What a claim waits for, by its state, since it got into that: what is sent and corrected meanwhile puts nothing off. Where no
/// column keeps that instant the history tells it; of a state to which a claim comes back otherwise, by what was before. The
/// insurer's clock runs for so many working days from the day on which the papers were complete ($14 for a death, $15 for a work
/// accident); offices give themselves a week, or three days for what lies with them. People and money are those that are left.
pub const CLAIMS: &str = "\
    SELECT k.kind || '.' || c.id, k.kind, c.regency_id, w.village_code, c.id::text, a.since, \
      CASE WHEN k.kind = 'claim_to_decide' THEN coalesce(d.due_on, (a.since AT TIME ZONE 'Asia/Jakarta')::date + 7) \
        WHEN k.kind IN ('claim_to_submit', 'claim_to_complete') THEN (a.since AT TIME ZONE 'Asia/Jakarta')::date + 7 \
        ELSE (a.since AT TIME ZONE 'Asia/Jakarta')::date + 3 END, \
      n.unpaid, c.approved_amount_idr - n.paid_idr, c.kind \
    FROM claims AS c JOIN workers AS w ON w.id = c.worker_id AND w.regency_id = c.regency_id \
    JOIN LATERAL (SELECT CASE c.status WHEN 'draft' THEN 'claim_to_submit' WHEN 'returned' THEN 'claim_to_complete' \
      WHEN 'submitted' THEN 'claim_to_verify' WHEN 'verified' THEN 'claim_to_send' \
      WHEN 'sent_to_insurer' THEN 'claim_to_decide' WHEN 'appealed' THEN 'claim_to_decide' \
      WHEN 'approved' THEN 'claim_to_pay' END AS kind) AS k ON true \
    JOIN LATERAL (SELECT CASE c.status WHEN 'verified' THEN c.verified_at \
        WHEN 'sent_to_insurer' THEN c.sent_to_insurer_at \
        ELSE coalesce(max(h.recorded_at), c.submitted_at, c.created_at) END AS since \
      FROM changes AS h WHERE c.status IN ('draft', 'submitted', 'returned', 'approved', 'appealed') \
        AND h.subject_id = c.id AND h.subject = 'claim' AND h.regency_id = c.regency_id \
        AND (h.action = c.status OR h.action IN ('reclassified', 'payment_voided', 'decision_voided', 'reopened') \
          AND h.before ->> 'status' <> c.status)) AS a ON true \
    JOIN LATERAL (SELECT count(*) FILTER (WHERE p.id IS NULL) AS unpaid, coalesce(sum(p.amount_idr), 0)::bigint AS paid_idr \
      FROM claim_beneficiaries AS b LEFT JOIN claim_payments AS p ON p.beneficiary_id = b.id AND p.claim_id = b.claim_id \
        AND p.regency_id = b.regency_id AND p.voided_at IS NULL \
      WHERE b.claim_id = c.id AND b.regency_id = c.regency_id) AS n ON true \
    LEFT JOIN LATERAL (SELECT t.day::date AS due_on FROM generate_series(\
        (c.documents_complete_at AT TIME ZONE 'Asia/Jakarta')::date + 1, \
        (c.documents_complete_at AT TIME ZONE 'Asia/Jakarta')::date + 90, interval '1 day') AS t (day) \
      WHERE c.status = 'sent_to_insurer' AND extract(isodow FROM t.day) < 6 \
        AND NOT EXISTS (SELECT FROM holidays AS h WHERE h.holiday_on = t.day::date AND h.status = 'approved' \
          AND h.superseded_at IS NULL AND h.kind <> 'cancelled') \
      ORDER BY t.day OFFSET CASE c.kind WHEN 'death' THEN $14 ELSE $15 END - 1 LIMIT 1) AS d ON true \
    WHERE k.kind = ANY ($10) AND c.regency_id = ANY ($1) AND w.village_code LIKE ANY ($2)";

/// Beneficiaries without an account, of claims that are on their way, with whose work it is: after the claim was verified the
/// office states them.
pub const ACCOUNTS: &str = "\
    SELECT 'claim_without_account.' || c.id, 'claim_without_account', c.regency_id, w.village_code, c.id::text, \
      max(b.updated_at), (max(b.updated_at) AT TIME ZONE 'Asia/Jakarta')::date + 7, count(*), NULL::bigint, \
      CASE WHEN c.verified_at IS NULL THEN 'village_operator' ELSE 'officer' END \
    FROM claims AS c JOIN workers AS w ON w.id = c.worker_id AND w.regency_id = c.regency_id \
    JOIN claim_beneficiaries AS b ON b.claim_id = c.id AND b.regency_id = c.regency_id AND b.account_hash IS NULL \
    WHERE 'claim_without_account' = ANY ($10) AND c.regency_id = ANY ($1) AND w.village_code LIKE ANY ($2) \
      AND c.status IN ('submitted', 'verified', 'sent_to_insurer', 'approved', 'appealed') \
    GROUP BY c.regency_id, w.village_code, c.id, c.verified_at";

/// Claims that were handed in and still lack papers, a week after they were, with how many papers: those that the dated checklist
/// of the day of the event asks for in the claim's circumstances, and that nothing was sent for but what was refused or taken
/// back. Papers of a child stand for those of a scholarship alone, as in the checklist.
pub const DOCUMENTS: &str = "\
    SELECT 'documents_missing.' || c.id, 'documents_missing', c.regency_id, w.village_code, c.id::text, c.submitted_at, \
      (c.submitted_at AT TIME ZONE 'Asia/Jakarta')::date + 7, 1::bigint, NULL::bigint, \
      count(DISTINCT k.document)::text \
    FROM claims AS c JOIN workers AS w ON w.id = c.worker_id AND w.regency_id = c.regency_id \
    JOIN checklist_items AS k ON k.kind = c.kind AND k.status = 'approved' AND k.superseded_at IS NULL \
      AND k.requirement = 'required' AND k.valid_from <= c.event_on \
      AND (k.valid_until IS NULL OR k.valid_until >= c.event_on) \
      AND (k.circumstance IS NULL OR k.circumstance = ANY (c.stated_circumstances) \
        OR EXISTS (SELECT FROM claim_beneficiaries AS b WHERE b.claim_id = c.id AND b.regency_id = c.regency_id \
          AND CASE k.circumstance WHEN 'spouse' THEN b.relation = 'spouse' \
            WHEN 'minor_heir' THEN b.guardian_name IS NOT NULL ELSE false END)) \
    WHERE 'documents_missing' = ANY ($10) AND c.regency_id = ANY ($1) AND w.village_code LIKE ANY ($2) \
      AND c.status IN ('submitted', 'verified') \
      AND NOT EXISTS (SELECT FROM claim_documents AS d WHERE d.claim_id = c.id AND d.regency_id = c.regency_id \
        AND d.withdrawn_at IS NULL AND d.verdict IS DISTINCT FROM 'refused' \
        AND (d.child_id IS NULL OR k.circumstance = 'scholarship') \
        AND (d.kind = k.document OR d.kind = ANY (k.alternatives))) \
    GROUP BY c.regency_id, w.village_code, c.id, c.kind, c.submitted_at";

/// Claims with other accounts of beneficiaries that wait for the second person; of those that are paid, only accounts to which
/// scholarships go.
pub const ACCOUNT_CHANGES: &str = "\
    SELECT 'account_change_to_approve.' || c.id, 'account_change_to_approve', c.regency_id, w.village_code, c.id::text, \
      max(b.pending_at), (max(b.pending_at) AT TIME ZONE 'Asia/Jakarta')::date + 1, count(*), NULL::bigint, c.kind \
    FROM claims AS c JOIN workers AS w ON w.id = c.worker_id AND w.regency_id = c.regency_id \
    JOIN claim_beneficiaries AS b ON b.claim_id = c.id AND b.regency_id = c.regency_id AND b.pending_at IS NOT NULL \
    WHERE 'account_change_to_approve' = ANY ($10) AND c.regency_id = ANY ($1) AND w.village_code LIKE ANY ($2) \
      AND c.status <> 'withdrawn' \
      AND (c.status <> 'paid' OR EXISTS (SELECT FROM claim_children AS h \
        WHERE h.claim_id = c.id AND h.regency_id = c.regency_id AND h.payee_id = b.id)) \
    GROUP BY c.regency_id, w.village_code, c.id, c.kind";

/// Claims on their way, or paid and with scholarships that go on, of which beneficiaries are paid to an account that other claims
/// name, too, or would be once the account that waits for approval is theirs; with how many claims.
pub const SHARED_ACCOUNTS: &str = "\
    SELECT 'account_shared.' || c.id, 'account_shared', c.regency_id, w.village_code, c.id::text, \
      max(greatest(b.updated_at, o.updated_at)), \
      (max(greatest(b.updated_at, o.updated_at)) AT TIME ZONE 'Asia/Jakarta')::date + 7, count(DISTINCT b.id), \
      NULL::bigint, count(DISTINCT o.claim_id)::text \
    FROM claims AS c JOIN workers AS w ON w.id = c.worker_id AND w.regency_id = c.regency_id \
    JOIN claim_beneficiaries AS b ON b.claim_id = c.id AND b.regency_id = c.regency_id \
    JOIN LATERAL (VALUES (b.account_hash), (b.pending_account_hash)) AS a (hash) ON a.hash IS NOT NULL \
    JOIN LATERAL (\
      SELECT f.claim_id, f.updated_at FROM claim_beneficiaries AS f \
      WHERE f.account_hash = a.hash AND f.regency_id = b.regency_id \
      UNION ALL SELECT p.claim_id, p.updated_at FROM claim_beneficiaries AS p \
      WHERE p.pending_account_hash = a.hash AND p.regency_id = b.regency_id) AS o ON o.claim_id <> c.id \
    JOIN claims AS oc ON oc.id = o.claim_id AND oc.regency_id = c.regency_id AND oc.status <> 'withdrawn' \
    WHERE 'account_shared' = ANY ($10) AND c.regency_id = ANY ($1) AND w.village_code LIKE ANY ($2) \
      AND c.status NOT IN ('draft', 'rejected', 'withdrawn') \
      AND (c.status <> 'paid' OR EXISTS (SELECT FROM claim_children AS h \
        WHERE h.claim_id = c.id AND h.regency_id = c.regency_id AND h.payee_id = b.id)) \
    GROUP BY c.regency_id, w.village_code, c.id, c.kind";

/// Reports of deaths of whom nobody has said whose they are; and those of nobody whom the village that told of them sees, with the
/// NIK of somebody in another village, for whoever sees that one, until somebody says whose death it is, or nobody's. A week.
/// Money is waiting: cover goes on until it is decided. Each by its own index.
pub fn reports() -> String {
    let that = |which: &str| {
        format!(
            "SELECT 'death_to_decide.' || d.id, 'death_to_decide', d.regency_id, d.village_code, d.id::text, d.created_at, \
               (d.created_at AT TIME ZONE 'Asia/Jakarta')::date + 7, 1::bigint, NULL::bigint, to_char(d.died_on, 'YYYY-MM-DD') \
             FROM deaths AS d WHERE 'death_to_decide' = ANY ($10) AND d.regency_id = ANY ($1) AND d.village_code LIKE ANY ($2) \
               AND {which}"
        )
    };
    let undecided = that("d.status = 'undecided'");
    let from_elsewhere = that(
        "d.status = 'not_registered' AND d.nik_hash IS NOT NULL AND d.decided_at IS NULL \
         AND EXISTS (SELECT FROM workers AS w WHERE w.regency_id = d.regency_id AND w.nik_hash = d.nik_hash \
           AND w.village_code LIKE ANY ($2) AND w.status IN ('registered', 'verified'))",
    );
    format!("{undecided} UNION ALL {from_elsewhere}")
}

/// Whoever died covered, or may have, and for whom no claim got past its draft; a month after it is known whose death it is.
pub fn unclaimed() -> String {
    let is_unclaimed = is_unclaimed();
    format!(
        "SELECT 'death_unclaimed.' || d.id, 'death_unclaimed', d.regency_id, d.village_code, d.id::text, \
           coalesce(d.decided_at, d.created_at), \
           (coalesce(d.decided_at, d.created_at) AT TIME ZONE 'Asia/Jakarta')::date + 30, 1::bigint, NULL::bigint, \
           to_char(d.died_on, 'YYYY-MM-DD') \
         FROM deaths AS d WHERE 'death_unclaimed' = ANY ($10) AND d.regency_id = ANY ($1) AND d.village_code LIKE ANY ($2) \
           AND {is_unclaimed}"
    )
}

/// Who is asked for by another village or regency; until the day from which the office may answer for its village.
pub const TRANSFERS: &str = "\
    SELECT 'transfer_to_answer.' || t.id, 'transfer_to_answer', t.from_regency_id, t.from_village_code, t.id::text, \
      t.created_at, (t.created_at AT TIME ZONE 'Asia/Jakarta')::date + coalesce((SELECT r.value::integer \
        FROM rule_parameters AS r WHERE r.key = 'transfer_answer_days' AND r.status = 'approved' \
          AND r.superseded_at IS NULL AND r.valid_from <= $9 AND (r.valid_until IS NULL OR r.valid_until >= $9)), 0), \
      1::bigint, NULL::bigint, \
      t.to_village_code || coalesce((SELECT ' ' || r.name FROM regions AS r WHERE r.code = t.to_village_code), '') \
    FROM transfers AS t WHERE 'transfer_to_answer' = ANY ($10) AND t.from_regency_id = ANY ($1) \
      AND t.from_village_code LIKE ANY ($2) AND t.status = 'requested'";

/// The people of a village for whom letters wait to be printed, with how many letters, a week after the oldest of them, or until
/// the first goes out of date. As when they are printed, without those to the dead, be it under a registration that was merged
/// since or that they had left for another regency, and those that warn of a lapse that is averted since ($7 unpaid months).
pub fn letters() -> String {
    let (is_paid_since, is_dead) = (paid_since("$7"), is_dead());
    format!(
        "SELECT 'letters_to_print.' || messages.village_code, 'letters_to_print', messages.regency_id, \
           messages.village_code, messages.village_code, max(messages.created_at), \
           least((min(messages.created_at) AT TIME ZONE 'Asia/Jakarta')::date + 7, min(messages.not_after)), \
           count(DISTINCT (messages.worker_id, messages.recipient_name)), NULL::bigint, count(*)::text \
         FROM messages WHERE 'letters_to_print' = ANY ($10) AND messages.regency_id = ANY ($1) \
           AND messages.village_code LIKE ANY ($2) AND messages.status = 'ready' AND messages.channel = 'letter' \
           AND messages.not_before <= $9 AND (messages.not_after IS NULL OR messages.not_after >= $9) \
           AND NOT {is_paid_since} AND NOT (messages.recipient = 'worker' AND EXISTS (SELECT FROM workers AS w \
             JOIN workers AS d ON d.id = {SURVIVOR} AND d.regency_id = w.regency_id \
             WHERE w.id = messages.worker_id AND w.regency_id = messages.regency_id AND {is_dead})) \
         GROUP BY messages.regency_id, messages.village_code"
    )
}

/// Two registrations with like names and the same day of birth or family card, of which one is open and the other one is, too,
/// or is of somebody recorded as dead; within two weeks. One item a pair, of the one that waits to be verified, else of the newer
/// one, until they are merged or closed, or somebody says that they are two people: that both are verified does not say so. Only
/// whoever is verified, as the history tells, after the other one's death was recorded, by a report or without one, is somebody
/// else. Looked for from the newest 500 of the caller's villages that wait, and the newest 500 that are verified and that died of
/// each regency, so that a pair of which both are beyond those is not seen.
pub fn duplicates() -> String {
    format!(
        "(SELECT DISTINCT ON (d.key) d.key, 'possible_duplicate', d.regency_id, d.village_code, d.id::text, d.caused_at, \
           (d.caused_at AT TIME ZONE 'Asia/Jakarta')::date + 14, 1::bigint, NULL::bigint, d.detail \
         FROM (SELECT 'possible_duplicate.' || least(n.id, o.id) || '.' || greatest(n.id, o.id) AS key, l.id, n.regency_id, \
             l.village_code, l.status, greatest(n.created_at, o.created_at) AS caused_at, \
             l.other_name || CASE l.other_status WHEN 'inactive' THEN chr(9) ELSE '' END AS detail \
           FROM unnest($1) AS r (id) \
           CROSS JOIN LATERAL (\
             (SELECT w.* FROM workers AS w WHERE 'possible_duplicate' = ANY ($10) AND w.regency_id = r.id \
               AND w.village_code LIKE ANY ($2) AND w.status = 'registered' ORDER BY w.id DESC LIMIT 500) \
             UNION ALL (SELECT w.* FROM workers AS w WHERE 'possible_duplicate' = ANY ($10) AND w.regency_id = r.id \
               AND w.status = 'verified' ORDER BY w.id DESC LIMIT 500) \
             UNION ALL (SELECT w.* FROM (SELECT k.worker_id FROM deaths AS k WHERE 'possible_duplicate' = ANY ($10) \
                 AND k.regency_id = r.id AND k.status = 'recorded' ORDER BY k.id DESC LIMIT 500) AS k \
               JOIN workers AS w ON w.id = k.worker_id AND w.regency_id = r.id \
               WHERE w.status = 'inactive' AND w.status_reason = 'deceased')) AS n \
           CROSS JOIN LATERAL (\
             SELECT w.id, w.name, w.status, w.village_code, w.created_at \
             FROM workers AS w WHERE w.regency_id = n.regency_id AND w.birth_on = n.birth_on AND {MAY_BE_THE_SAME} \
             UNION SELECT w.id, w.name, w.status, w.village_code, w.created_at \
             FROM workers AS w WHERE w.regency_id = n.regency_id AND w.family_card_hash = n.family_card_hash \
               AND {MAY_BE_THE_SAME}) AS o \
           CROSS JOIN LATERAL (VALUES \
             (n.id, n.village_code, n.status, o.id, o.name, o.status), \
             (o.id, o.village_code, o.status, n.id, n.name, n.status)) \
             AS l (id, village_code, status, other_id, other_name, other_status) \
           WHERE o.id <> n.id AND n.village_code LIKE ANY ($2) AND o.village_code LIKE ANY ($2) \
             AND similarity(lower(o.name), lower(n.name)) >= 0.4 \
             AND l.status IN ('registered', 'verified') \
             AND NOT (l.other_status = 'inactive' AND l.status = 'verified' AND EXISTS (SELECT FROM changes AS h \
               WHERE h.subject_id = l.id AND h.subject = 'worker' AND h.regency_id = n.regency_id AND h.action = 'verified' \
                 AND h.recorded_at > coalesce((SELECT max(coalesce(k.decided_at, k.created_at)) FROM deaths AS k \
                   WHERE k.worker_id = l.other_id AND k.regency_id = n.regency_id AND k.status = 'recorded'), \
                   (SELECT max(k.recorded_at) FROM changes AS k WHERE k.subject_id = l.other_id AND k.subject = 'worker' \
                     AND k.regency_id = n.regency_id AND k.action = 'deactivated'))))) AS d \
         ORDER BY d.key, d.status = 'registered' DESC, d.id DESC)"
    )
}
