//! What the database alone takes for the same rows: plain statements over the same tables, without the service's words.

use payung::platform::changes::sequencer;

/// The source of the jobs.
pub const SOURCE: &str = "01900000-0000-7000-9000-000000000002";

/// The plan that only the statements write to.
const TWIN: &str = "01900000-0000-7000-9000-000000000003";

/// A source of the next year. A kept database has it already.
pub fn source(regency: i32) -> String {
    format!(
        "INSERT INTO funding_sources (id, regency_id, name, payer_kind, region_code, fiscal_year, from_month, until_month, \
           budget_idr, relief_eligible, status, version, created_at, updated_at) \
         VALUES ('{SOURCE}', {regency}, 'Bench 2027', 'apbd', '35.29', 2027, '2027-01-01', '2027-12-01', 1000000000000, false, \
           'active', 1, now(), now()) ON CONFLICT DO NOTHING; {}; \
         DELETE FROM contribution_obligations WHERE funding_source_id = '{SOURCE}'; \
         DELETE FROM enrolment_plan_costs; DELETE FROM enrolment_candidates; \
         DELETE FROM coverages WHERE funding_source_id = '{SOURCE}'; DELETE FROM enrolment_plans; \
         UPDATE funding_sources SET committed_idr = 0 WHERE id = '{SOURCE}'",
        undo_lines()
    )
}

/// A plan like the one that the service computes.
pub fn twin(plan: &str) -> String {
    format!(
        "CREATE TEMPORARY TABLE twin AS SELECT * FROM enrolment_plans WHERE id = '{plan}'; \
         UPDATE twin SET id = '{TWIN}'; INSERT INTO enrolment_plans SELECT * FROM twin; DROP TABLE twin"
    )
}

/// Reads of everybody in the villages what a judgement needs and writes the candidates, ranked. What was there before goes,
/// as in the service.
pub fn candidates(regency: i32, villages: &[String]) -> String {
    let villages = villages.join(",");
    format!(
        "BEGIN; DELETE FROM enrolment_candidates WHERE plan_id = '{TWIN}'; \
         INSERT INTO enrolment_candidates (plan_id, regency_id, worker_id, village_code, place, outcome, rank, \
           is_continuation, segment, cost_idr, reasons) \
         WITH facts AS ( \
           SELECT w.id, w.village_code, w.segment, w.birth_on, w.poverty_decile, \
             ARRAY(SELECT r.role FROM warung_workers r WHERE r.worker_id = w.id AND r.regency_id = w.regency_id \
               AND r.since_on <= '2027-01-01' AND (r.until_on IS NULL OR r.until_on >= '2027-01-01')) AS roles, \
             EXISTS (SELECT FROM coverages c WHERE c.person_id = w.person_id AND c.status <> 'proposed' \
               AND c.from_month <= '2026-12-01' AND c.last_month >= '2026-01-01') AS funded_last_year, \
             ARRAY(SELECT c.from_month FROM coverages c WHERE c.person_id = w.person_id \
               AND c.slots && coverage_slots('{{jkk,jkm}}', '2027-01-01', '2027-01-01')) AS funded, \
             (SELECT min(o.month) FROM contribution_obligations o WHERE o.person_id = w.person_id \
               AND o.programme IN ('jkk', 'jkm') AND o.month = '2027-01-01' AND o.status IN ('due', 'paid')) AS under_way, \
             (SELECT m.state FROM memberships m WHERE m.person_id = w.person_id AND m.regency_id = w.regency_id \
               ORDER BY m.as_of DESC LIMIT 1) AS word, \
             (SELECT max(c.last_month) FROM coverages c WHERE c.person_id = w.person_id AND c.regency_id = w.regency_id \
               AND c.effective_on IS NOT NULL) AS covered_until, \
             (SELECT max(o.month) FROM contribution_obligations o WHERE o.person_id = w.person_id \
               AND o.regency_id = w.regency_id AND o.status = 'paid') AS paid_until, \
             EXISTS (SELECT FROM workers d WHERE d.person_id = w.person_id AND d.status = 'inactive' \
               AND d.status_reason = 'deceased') AS dead, \
             EXISTS (SELECT FROM claims k WHERE k.person_id = w.person_id AND (k.kind = 'death' OR k.died_on IS NOT NULL) \
               AND k.status NOT IN ('draft', 'withdrawn')) AS claimed, \
             EXISTS (SELECT FROM enrolment_pre_checks p WHERE p.plan_id = '{TWIN}' AND p.worker_id = w.id \
               AND p.verdict <> 'ok') AS checked \
           FROM workers w WHERE w.regency_id = {regency} AND w.status IN ('registered', 'verified') \
             AND w.village_code = ANY ('{{{villages}}}')), \
         judged AS (SELECT f.*, f.birth_on <= date '2027-01-01' - interval '65 years' AND f.covered_until IS NULL \
             OR f.dead OR f.claimed OR f.checked OR cardinality(f.funded) > 0 OR f.under_way IS NOT NULL AS excluded \
           FROM facts f), \
         ranked AS (SELECT j.*, CASE WHEN NOT excluded THEN row_number() OVER (PARTITION BY excluded \
             ORDER BY funded_last_year DESC, poverty_decile NULLS LAST, id) END AS rank FROM judged j) \
         SELECT '{TWIN}', {regency}, id, village_code, row_number() OVER (ORDER BY excluded, rank, id), \
           CASE WHEN excluded THEN 'excluded' ELSE 'chosen' END, rank, NOT excluded AND funded_last_year, segment, \
           CASE WHEN NOT excluded THEN 16800 END, CASE WHEN excluded THEN jsonb_build_array(jsonb_build_object( \
             'code', 'bench', 'age', extract(year FROM age(date '2027-01-01', birth_on)), 'roles', to_jsonb(roles), \
             'word', word, 'paid_until', paid_until)) ELSE '[]' END FROM ranked; COMMIT"
    )
}

/// Writes for all chosen the periods, their history and what is due of them.
pub fn periods(plan: &str) -> String {
    format!(
        "BEGIN; SELECT count(*) FROM (SELECT p.id FROM enrolment_candidates k \
           JOIN workers w ON w.id = k.worker_id AND w.regency_id = k.regency_id JOIN persons p ON p.id = w.person_id \
           WHERE k.plan_id = '{plan}' AND k.outcome = 'chosen' ORDER BY p.id FOR UPDATE OF p) AS held; \
         INSERT INTO coverages (id, regency_id, worker_id, person_id, funding_source_id, programmes, wage_base_idr, \
           from_month, until_month, last_month, status, approved_by, approved_at, decree_number, decree_on, version, \
           created_at, updated_at, proposed_by) \
         SELECT gen_random_uuid(), w.regency_id, w.id, w.person_id, '{SOURCE}', '{{jkk,jkm}}', 1000000, '2027-01-01', \
           '2027-01-01', '2027-01-01', 'approved', gen_random_uuid(), now(), '1/2027', '2026-11-01', 1, now(), now(), \
           gen_random_uuid() \
         FROM enrolment_candidates k JOIN workers w ON w.id = k.worker_id AND w.regency_id = k.regency_id \
         WHERE k.plan_id = '{plan}' AND k.outcome = 'chosen'; \
         WITH recorded AS (INSERT INTO changes (actor_kind, actor_id, recorded_at, id, regency_id, subject, subject_id, \
             version, action, region_code, reason, after, salt, digest) \
           SELECT 'user', c.approved_by, now(), gen_random_uuid(), c.regency_id, 'coverage', c.id, 1, 'created', \
             w.village_code, 'enrolment_plan {plan}', to_jsonb(c) - 'slots', uuid_send(gen_random_uuid()), \
             uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) \
           FROM coverages c JOIN workers w ON w.id = c.worker_id AND w.regency_id = c.regency_id \
           WHERE c.funding_source_id = '{SOURCE}' RETURNING id, regency_id, subject_id, version, recorded_at) \
         INSERT INTO unsequenced_changes (change_id, regency_id, subject_id, version, recorded_at) SELECT * FROM recorded; \
         INSERT INTO contribution_obligations (person_id, programme, month, regency_id, coverage_id, worker_id, \
           funding_source_id, rate_id, relief, wage_base_idr, amount_idr, status, version, created_at, updated_at) \
         SELECT c.person_id, r.programme, '2027-01-01', c.regency_id, c.id, c.worker_id, c.funding_source_id, r.id, \
           false, c.wage_base_idr, CASE r.programme WHEN 'jkk' THEN 10000 ELSE 6800 END, 'due', 1, now(), now() \
         FROM coverages c JOIN workers w ON w.id = c.worker_id AND w.regency_id = c.regency_id \
         JOIN contribution_rates r ON r.programme = ANY (c.programmes) AND r.segment = w.segment AND NOT r.relief \
           AND r.status = 'approved' AND r.superseded_at IS NULL AND r.from_month <= '2027-01-01' \
           AND (r.until_month IS NULL OR r.until_month >= '2027-01-01') \
         WHERE c.funding_source_id = '{SOURCE}'; \
         UPDATE enrolment_candidates AS k SET coverage_id = c.id FROM coverages c \
         WHERE k.plan_id = '{plan}' AND c.funding_source_id = '{SOURCE}' AND c.worker_id = k.worker_id \
           AND c.regency_id = k.regency_id; COMMIT"
    )
}

/// Takes a decree back as if it had never been, while no process stamps its changes.
pub fn undo_periods(plan: &str) -> String {
    let changes = format!(
        "SELECT h.id FROM changes h JOIN coverages c ON c.id = h.subject_id WHERE h.subject = 'coverage' \
         AND c.funding_source_id = '{SOURCE}'"
    );
    format!(
        "SELECT pg_advisory_xact_lock({}); {}; DELETE FROM unsequenced_changes WHERE change_id IN ({changes}); \
         DELETE FROM change_positions WHERE change_id IN ({changes}); DELETE FROM changes WHERE id IN ({changes}); \
         DELETE FROM contribution_obligations WHERE funding_source_id = '{SOURCE}'; \
         UPDATE enrolment_candidates SET coverage_id = NULL WHERE plan_id = '{plan}' AND coverage_id IS NOT NULL; \
         DELETE FROM coverages WHERE funding_source_id = '{SOURCE}'; \
         UPDATE enrolment_plans SET status = 'submitted', approved_at = NULL, approved_by = NULL, decree_number = NULL, \
           decree_on = NULL WHERE id = '{plan}' AND status = 'approved'; \
         UPDATE funding_sources SET committed_idr = 0 WHERE id = '{SOURCE}'",
        sequencer::LOCK,
        undo_lines()
    )
}

/// Takes up what is due of the first so many people.
pub fn lines(regency: i32, people: usize) -> String {
    format!(
        "BEGIN; INSERT INTO contribution_batches (id, regency_id, funding_source_id, number, months, status, lines_total, \
           people_total, amount_idr, accepted_lines, accepted_idr, refused_lines, refused_idr, version, created_at, \
           updated_at) \
         VALUES (gen_random_uuid(), {regency}, '{SOURCE}', 1, '{{2027-01-01}}', 'draft', 0, 0, 0, 0, 0, 0, 0, 1, now(), now()); \
         WITH due AS (SELECT o.*, dense_rank() OVER (ORDER BY o.worker_id) AS place FROM contribution_obligations o \
           JOIN workers w ON w.id = o.worker_id AND w.regency_id = {regency} \
           WHERE o.funding_source_id = '{SOURCE}' AND o.regency_id = {regency} AND o.status = 'due' \
             AND o.month = '2027-01-01' \
             AND NOT EXISTS (SELECT FROM contribution_batch_lines l WHERE l.person_id = o.person_id \
               AND l.programme = o.programme AND l.month = o.month AND l.regency_id = {regency} AND l.is_open) \
             AND NOT EXISTS (SELECT FROM workers d WHERE d.person_id = o.person_id AND d.status = 'inactive' \
               AND d.status_reason = 'deceased' AND o.month > d.status_on) \
             AND NOT EXISTS (SELECT FROM claims k WHERE k.person_id = o.person_id \
               AND (k.kind = 'death' OR k.died_on IS NOT NULL) AND k.status NOT IN ('draft', 'withdrawn') \
               AND o.month > coalesce(k.died_on, k.event_on)) \
             AND NOT EXISTS (SELECT FROM contribution_obligations x WHERE x.person_id = o.person_id \
               AND x.programme = o.programme AND x.month = o.month AND x.regency_id <> {regency})), \
         made AS (INSERT INTO contribution_batch_lines (batch_id, regency_id, line_number, person_id, programme, month, \
             worker_id, amount_idr, status, is_open) \
           SELECT b.id, {regency}, row_number() OVER (ORDER BY due.place, due.programme), due.person_id, due.programme, \
             due.month, due.worker_id, due.amount_idr, 'sent', true \
           FROM due, contribution_batches b WHERE b.funding_source_id = '{SOURCE}' AND due.place <= {people} \
           RETURNING batch_id, person_id, amount_idr) \
         UPDATE contribution_batches b SET lines_total = m.lines, people_total = m.people, amount_idr = m.amount \
         FROM (SELECT count(*) AS lines, count(DISTINCT person_id) AS people, sum(amount_idr) AS amount FROM made) AS m \
         WHERE b.funding_source_id = '{SOURCE}'; COMMIT"
    )
}

/// Takes the batches of the source away.
pub fn undo_lines() -> String {
    format!(
        "DELETE FROM contribution_batch_lines WHERE batch_id IN (SELECT id FROM contribution_batches \
           WHERE funding_source_id = '{SOURCE}'); \
         DELETE FROM contribution_batches WHERE funding_source_id = '{SOURCE}'"
    )
}
