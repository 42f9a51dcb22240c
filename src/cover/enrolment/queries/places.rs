//! The places of an approved plan: the periods that its approval made, and those that came in their places.

/// `places`: plan $1 of regency $2. Each place is of the village of the worker who was chosen for it. A period that never
/// began and left its place again is none of them any more.
pub const PLACES: &str = "WITH RECURSIVE places AS (\
      SELECT c.id, c.worker_id, k.village_code, c.from_month, c.until_month, c.last_month, c.status, c.end_reason, \
        c.replaced_by_id \
      FROM enrolment_candidates AS k JOIN coverages AS c ON c.id = k.coverage_id AND c.regency_id = k.regency_id \
      WHERE k.plan_id = $1 AND k.regency_id = $2 AND k.outcome = 'chosen' \
      UNION ALL \
      SELECT c.id, c.worker_id, p.village_code, c.from_month, c.until_month, c.last_month, c.status, c.end_reason, \
        c.replaced_by_id \
      FROM places AS p JOIN coverages AS c ON c.id = p.replaced_by_id AND c.regency_id = $2)";
