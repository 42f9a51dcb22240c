//! The statement behind `super::known`. For one person it is another one than for many: with plain values instead of
//! arrays, Postgres keeps its plan instead of making it anew for each call.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use uuid::Uuid;

use super::{Asked, Whose};
use crate::cover::deaths::{ENDED_BY_NO_DEATH, TELLS_DEATH};
use crate::cover::merged::INSURER_KNEW;
use crate::domain::Day;
use crate::platform::db::columns::AsCodes;
use crate::register::workers::queries::{STANDS_FOR_ANOTHER, SURVIVOR};

/// One fact. What the columns mean depends on the kind.
#[derive(Debug, Clone, Queryable)]
pub(super) struct KnownRow {
    /// The place in the list of those asked for.
    pub place: i32,
    /// `word` of the insurer, funded `period`, `paid` months of a programme, `death`, or a `limit`.
    pub kind: String,
    /// The word's state; the reason of a period's end; the programme of paid months; the key of a limit.
    pub code: Option<String>,
    /// The programmes.
    pub programmes: Option<AsCodes>,
    /// The days.
    pub days: Days,
    /// When it was recorded.
    pub recorded_at: Option<DateTime<Utc>>,
    /// The limit.
    pub value: Option<i64>,
    /// The paid months, and for each the day from which it counts as paid.
    pub paid: (Option<Vec<Day>>, Option<Vec<Day>>),
}

/// Word: since, paid until, as of. Period: first month, last month, effective, activated, ended. Death: the day.
/// Limit: its first and last day.
#[derive(Debug, Clone, Copy, Queryable)]
pub(super) struct Days {
    pub first: Option<Day>,
    pub second: Option<Day>,
    pub third: Option<Day>,
    pub fourth: Option<Day>,
    pub fifth: Option<Day>,
}

pub(super) struct Known {
    regencies: Vec<i32>,
    nik_places: Vec<i32>,
    niks: Vec<Vec<u8>>,
    number_places: Vec<i32>,
    numbers: Vec<Vec<u8>>,
    person_places: Vec<i32>,
    persons: Vec<Uuid>,
}

impl Known {
    pub fn new(regencies: &[i32], asked: &[Asked<'_>]) -> Self {
        let mut known = Self {
            regencies: regencies.to_vec(),
            nik_places: Vec::new(),
            niks: Vec::new(),
            number_places: Vec::new(),
            numbers: Vec::new(),
            person_places: Vec::new(),
            persons: Vec::new(),
        };
        for (place, one) in (0..).zip(asked) {
            match one.whose {
                Whose::Nik(hash) => {
                    known.nik_places.push(place);
                    known.niks.push(hash.as_bytes().to_vec());
                }
                Whose::MemberNumber(hash) => {
                    known.number_places.push(place);
                    known.numbers.push(hash.as_bytes().to_vec());
                }
                Whose::Person(id) => {
                    known.person_places.push(place);
                    known.persons.push(id);
                }
            }
        }
        known
    }
}

/// There are several statements, found by their texts.
impl QueryId for Known {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Known {
    type SqlType = (
        Integer,
        Text,
        Nullable<Text>,
        Nullable<Array<Text>>,
        (Nullable<Date>, Nullable<Date>, Nullable<Date>, Nullable<Date>, Nullable<Date>),
        Nullable<Timestamptz>,
        Nullable<BigInt>,
        (Nullable<Array<Date>>, Nullable<Array<Date>>),
    );
}

impl QueryFragment<Pg> for Known {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH asked AS (");
        self.push_asked(&mut out)?;
        out.push_sql(
            ") SELECT a.place, 'word', m.state, m.programmes, m.since_on, m.paid_until, m.as_of, NULL::date, \
             NULL::date, m.created_at, NULL::bigint, NULL::date[], NULL::date[] \
             FROM asked a JOIN memberships m ON m.person_id = a.person_id AND m.regency_id",
        );
        self.push_regencies(&mut out)?;
        // What stays ended by a death that was revoked ended the funding alone, as the quota does.
        out.push_sql(" UNION ALL SELECT a.place, 'period', CASE WHEN c.end_reason = 'death' AND ");
        out.push_sql(ENDED_BY_NO_DEATH);
        out.push_sql(
            " THEN 'quota_cut' ELSE c.end_reason END, c.programmes, c.from_month, c.last_month, c.effective_on, \
             c.activated_on, c.ended_on, NULL, NULL, NULL, NULL \
             FROM asked a JOIN coverages c ON c.person_id = a.person_id AND c.effective_on IS NOT NULL \
             AND c.regency_id",
        );
        self.push_regencies(&mut out)?;
        // A month that the insurer has corrected counts from its first day.
        out.push_sql(
            " UNION ALL \
             SELECT a.place, 'paid', o.programme, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
             array_agg(o.month), array_agg(CASE WHEN o.correction_id IS NULL THEN o.paid_on ELSE o.month END) \
             FROM asked a JOIN contribution_obligations o ON o.person_id = a.person_id AND o.status = 'paid' \
             AND o.regency_id",
        );
        self.push_regencies(&mut out)?;
        out.push_sql(
            " GROUP BY a.place, o.programme UNION ALL \
             SELECT a.place, 'death', NULL, NULL, w.status_on, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL \
             FROM asked a JOIN workers w ON w.person_id = a.person_id AND w.status = 'inactive' \
             AND w.status_reason = 'deceased' AND w.regency_id",
        );
        self.push_regencies(&mut out)?;
        // A claim that got past its draft says it as well, before anybody has taken the dead out of the register.
        out.push_sql(
            " UNION ALL \
             SELECT a.place, 'death', NULL, NULL, coalesce(k.died_on, k.event_on), NULL, NULL, NULL, NULL, NULL, \
             NULL, NULL, NULL \
             FROM asked a JOIN claims k ON k.person_id = a.person_id AND ",
        );
        out.push_sql(TELLS_DEATH);
        out.push_sql(" AND k.regency_id");
        self.push_regencies(&mut out)?;
        out.push_sql(
            " UNION ALL \
             SELECT 0, 'limit', r.key, NULL, r.valid_from, r.valid_until, NULL, NULL, NULL, NULL, r.value, NULL, NULL \
             FROM rule_parameters r WHERE r.key IN ('lapse_after_unpaid_months', 'arrears_months_payable') \
             AND r.status = 'approved' AND r.superseded_at IS NULL",
        );
        Ok(())
    }
}

impl Known {
    /// The persons asked for, with their places: one by a plain value, many by arrays.
    fn push_asked<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match (self.niks.as_slice(), self.numbers.as_slice(), self.persons.as_slice()) {
            ([nik], [], []) => {
                out.push_sql("SELECT 0 AS place, ");
                self.push_person_of_nik(out)?;
                out.push_sql(" AS person_id FROM persons p WHERE p.nik_hash = ");
                out.push_bind_param::<Binary, _>(nik)
            }
            ([], [number], []) => {
                out.push_sql("SELECT 0 AS place, n.person_id FROM (SELECT ");
                out.push_bind_param::<Binary, _>(number)?;
                out.push_sql(" AS hash) AS q CROSS JOIN LATERAL (");
                self.push_persons_of_number(out)?;
                out.push_sql(") AS n");
                Ok(())
            }
            ([], [], [person]) => {
                out.push_sql("SELECT 0 AS place, ");
                out.push_bind_param::<SqlUuid, _>(person)?;
                out.push_sql(" AS person_id");
                Ok(())
            }
            _ => self.push_asked_arrays(out),
        }
    }

    fn push_asked_arrays<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT q.place, ");
        self.push_person_of_nik(out)?;
        out.push_sql(" AS person_id FROM unnest(");
        out.push_bind_param::<Array<Integer>, _>(&self.nik_places)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Binary>, _>(&self.niks)?;
        out.push_sql(
            ") AS q (place, hash) JOIN persons p ON p.nik_hash = q.hash \
             UNION ALL SELECT q.place, n.person_id FROM unnest(",
        );
        out.push_bind_param::<Array<Integer>, _>(&self.number_places)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Binary>, _>(&self.numbers)?;
        out.push_sql(") AS q (place, hash) CROSS JOIN LATERAL (");
        self.push_persons_of_number(out)?;
        out.push_sql(") AS n UNION ALL SELECT q.place, q.person_id FROM unnest(");
        out.push_bind_param::<Array<Integer>, _>(&self.person_places)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.persons)?;
        out.push_sql(") AS q (place, person_id)");
        Ok(())
    }

    /// Whom the NIK of the person `p` means: whose registration was merged since is found under the one that stays, where the
    /// insurer knew it by that NIK. Who has an open registration, as almost everybody, needs no further look.
    fn push_person_of_nik<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "CASE WHEN p.open_worker_id IS NOT NULL THEN p.id ELSE coalesce((SELECT b.person_id FROM workers w \
             JOIN workers b ON b.regency_id = w.regency_id AND b.id = ",
        );
        out.push_sql(SURVIVOR);
        out.push_sql(" WHERE w.person_id = p.id AND ");
        out.push_sql(STANDS_FOR_ANOTHER);
        out.push_sql(" AND ");
        out.push_sql(INSURER_KNEW);
        out.push_sql(" AND w.regency_id");
        self.push_regencies(out)?;
        out.push_sql(" ORDER BY b.id LIMIT 1), p.id) END");
        Ok(())
    }

    /// Who has the member number `q.hash`.
    fn push_persons_of_number<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "SELECT c.person_id FROM coverages c WHERE c.member_number_hash = q.hash AND c.regency_id",
        );
        self.push_regencies(out)?;
        out.push_sql(
            " UNION SELECT m.person_id FROM memberships m WHERE m.member_number_hash = q.hash AND m.regency_id",
        );
        self.push_regencies(out)
    }

    fn push_regencies<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        if let [only] = self.regencies.as_slice() {
            out.push_sql(" = ");
            return out.push_bind_param::<Integer, _>(only);
        }
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<Integer>, _>(&self.regencies)?;
        out.push_sql(")");
        Ok(())
    }
}
