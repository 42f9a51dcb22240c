//! The items of scholarships, in the columns of [`super::items`].

/// The school year of today of a child that may get a scholarship and has not claimed it: of an approved claim, not lapsed,
/// below the age of the rule when the year began, or on the day of the event in its year, with years left, and with something left of
/// what the insurer granted where it did. Three months, or a month where the child was stated late.
pub const DUE: &str = "\
    SELECT 'scholarship_due.' || h.id || '.' || y.first_year, 'scholarship_due', c.regency_id, w.village_code, \
      c.id || '/children/' || h.id, greatest(y.begins_on::timestamp AT TIME ZONE 'Asia/Jakarta', h.created_at), \
      greatest((y.begins_on + interval '3 months')::date, (h.created_at AT TIME ZONE 'Asia/Jakarta')::date + 30), 1::bigint, \
      NULL::bigint, y.first_year || '/' || (y.first_year + 1) \
    FROM claim_children AS h JOIN claims AS c ON c.id = h.claim_id AND c.regency_id = h.regency_id \
    JOIN workers AS w ON w.id = c.worker_id AND w.regency_id = c.regency_id \
    JOIN LATERAL (SELECT f.first_year, make_date(f.first_year, f.start_month, 1) AS begins_on \
      FROM (SELECT p.value::integer AS start_month, extract(year FROM $9)::integer \
          - (extract(month FROM $9) < p.value)::integer AS first_year \
        FROM rule_parameters AS p WHERE p.key = 'school_year_start_month' AND p.status = 'approved' \
          AND p.superseded_at IS NULL AND p.valid_from <= $9 AND (p.valid_until IS NULL OR p.valid_until >= $9)) AS f) AS y ON true \
    JOIN LATERAL (SELECT max(b.child_age_below) AS age_below, sum(b.factor \
          - CASE WHEN b.education_level = h.level THEN h.level_year - 1 ELSE 0 END) AS years \
      FROM benefit_rules AS b WHERE b.kind = c.kind AND b.item = 'scholarship' AND b.status = 'approved' \
        AND b.superseded_at IS NULL AND b.valid_from <= c.event_on AND (b.valid_until IS NULL OR b.valid_until >= c.event_on) \
        AND b.circumstance = CASE WHEN c.kind = 'death' OR c.died_on IS NOT NULL THEN 'death' ELSE 'total_disability' END \
        AND array_position(ARRAY['kindergarten', 'primary', 'junior', 'senior', 'higher'], b.education_level) \
          >= array_position(ARRAY['kindergarten', 'primary', 'junior', 'senior', 'higher'], h.level)) AS r ON true \
    WHERE 'scholarship_due' = ANY ($10) AND h.regency_id = ANY ($1) AND w.village_code LIKE ANY ($2) \
      AND c.status IN ('approved', 'paid') AND h.lapsed_on IS NULL \
      AND CASE WHEN c.approved_lines @> '[{\"benefit\": \"scholarship\"}]' \
        THEN (SELECT sum((l.line ->> 'amount_idr')::bigint) FROM jsonb_array_elements(c.approved_lines) AS l (line) \
            WHERE l.line ->> 'benefit' = 'scholarship') \
          > (SELECT coalesce(sum(g.approved_amount_idr), 0) FROM claim_scholarships AS g WHERE g.claim_id = c.id \
            AND g.regency_id = c.regency_id) \
        ELSE h.may_be_due END \
      AND h.birth_on > greatest(y.begins_on, coalesce(c.died_on, c.event_on)) - make_interval(years => r.age_below) \
      AND r.years > (SELECT count(*) FROM claim_scholarships AS u WHERE u.child_id = h.id AND u.claim_id = h.claim_id \
        AND u.regency_id = h.regency_id AND u.status NOT IN ('rejected', 'withdrawn')) \
      AND NOT EXISTS (SELECT FROM claim_scholarships AS s WHERE s.child_id = h.id AND s.claim_id = h.claim_id \
        AND s.regency_id = h.regency_id AND s.school_year = y.first_year AND s.status <> 'withdrawn')";

/// What a scholarship waits for, by its state; three days, or a week for the insurer. Nothing while the claim itself is decided
/// anew.
pub const STEPS: &str = "\
    SELECT k.kind || '.' || s.id, k.kind, s.regency_id, w.village_code, c.id || '/scholarships/' || s.id, s.updated_at, \
      (s.updated_at AT TIME ZONE 'Asia/Jakarta')::date + CASE s.status WHEN 'verified' THEN 7 ELSE 3 END, 1::bigint, \
      coalesce(s.approved_amount_idr, s.amount_idr), s.school_year || '/' || (s.school_year + 1) \
    FROM claim_scholarships AS s JOIN claims AS c ON c.id = s.claim_id AND c.regency_id = s.regency_id \
    JOIN workers AS w ON w.id = c.worker_id AND w.regency_id = c.regency_id \
    JOIN LATERAL (SELECT CASE s.status WHEN 'claimed' THEN 'scholarship_to_verify' WHEN 'verified' THEN \
      'scholarship_to_decide' WHEN 'approved' THEN 'scholarship_to_pay' END AS kind) AS k ON true \
    WHERE k.kind = ANY ($10) AND s.regency_id = ANY ($1) AND w.village_code LIKE ANY ($2) \
      AND s.status IN ('claimed', 'verified', 'approved') AND c.status IN ('approved', 'paid')";
