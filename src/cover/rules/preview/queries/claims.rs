//! The open claims that rows of the rules are about. Only read here: claims have a wing of their own.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::cover::rules::benefits::codes::EducationLevel;
use crate::cover::rules::checklists::codes::ChecklistKind;
use crate::domain::Day;
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{claim_children, regencies};

/// The states of claims whose papers are complete and on which the insurer has not decided.
pub(super) const CLOCK_RUNS: [&str; 2] = ["verified", "sent_to_insurer"];
/// The states of claims that still need papers or may be given back for them.
pub(super) const NEEDS_PAPERS: [&str; 5] = ["draft", "submitted", "returned", "verified", "sent_to_insurer"];
/// The states of claims on which there is no last word.
const OPEN: [&str; 6] = ["draft", "submitted", "returned", "verified", "sent_to_insurer", "appealed"];

/// The days of events that a row is about, together with those of the row in whose place it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Day,
    /// The last; none while no end is known.
    pub until: Option<Day>,
}

impl Days {
    /// These days and those of another row, with what lies between.
    pub fn with(self, from: Day, until: Option<Day>) -> Self {
        Self { from: self.from.min(from), until: self.until.zip(until).map(|(own, other)| own.max(other)) }
    }
}

/// Claims of a kind whose papers were complete on the same day, and on which the insurer has not decided: they are due on the
/// same day as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Running {
    /// What is claimed.
    #[diesel(sql_type = Text)]
    pub kind: AsText<ChecklistKind>,
    /// The day on which their papers were complete.
    #[diesel(sql_type = Date)]
    pub complete_on: Day,
    /// How many they are.
    #[diesel(sql_type = BigInt)]
    pub claims: i64,
}

/// The claims for which the insurer's clock runs, counted by kind and day: however many they are, the days are few.
pub async fn running(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Running>> {
    let timed = [ChecklistKind::Death, ChecklistKind::WorkAccident].map(ChecklistKind::as_str);
    diesel::sql_query(
        "SELECT kind, (documents_complete_at AT TIME ZONE 'Asia/Jakarta')::date AS complete_on, count(*) AS claims \
         FROM claims WHERE status = ANY ($1) AND kind = ANY ($2) AND documents_complete_at IS NOT NULL \
         GROUP BY 1, 2 ORDER BY 1, 2",
    )
    .bind::<Array<Text>, _>(CLOCK_RUNS.as_slice())
    .bind::<Array<Text>, _>(timed.as_slice())
    .load(conn)
    .await
}

/// Which claims need papers: those of a kind with events on these days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needing {
    /// What is claimed.
    pub kind: ChecklistKind,
    /// The days of the events.
    pub days: Days,
    /// Who was born after it is under age; none where no rule says so.
    pub of_age: Option<Day>,
}

/// Claims with events on the same day, of which the same is known that their lists of papers depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Papers {
    /// The day of the event.
    #[diesel(sql_type = Date)]
    pub event_on: Day,
    /// Whether they have been handed in, so that their papers are thought to be there.
    #[diesel(sql_type = Bool)]
    pub is_handed_in: bool,
    /// Whether a widow or widower is paid.
    #[diesel(sql_type = Bool)]
    pub has_spouse: bool,
    /// Whether a child is paid.
    #[diesel(sql_type = Bool)]
    pub has_child: bool,
    /// Whether somebody under age is paid.
    #[diesel(sql_type = Bool)]
    pub has_minor: bool,
    /// How many they are.
    #[diesel(sql_type = BigInt)]
    pub claims: i64,
}

/// The claims of [`Needing`], as `needing`. $1 the kind, $2 and $3 the days, $4 of age, $5 the states.
pub(super) const NEEDING: &str = "needing AS (\
       SELECT c.id, c.regency_id, c.event_on, c.status IN ('submitted', 'verified', 'sent_to_insurer') AS is_handed_in, \
         coalesce(b.has_spouse, false) AS has_spouse, coalesce(b.has_child, false) AS has_child, \
         coalesce(b.has_minor, false) AS has_minor \
       FROM claims AS c \
       LEFT JOIN LATERAL (SELECT bool_or(b.relation = 'spouse') AS has_spouse, \
           bool_or(b.relation = 'child') AS has_child, \
           bool_or(b.guardian_name IS NOT NULL OR coalesce(b.birth_on > $4, false)) AS has_minor \
         FROM claim_beneficiaries AS b WHERE b.claim_id = c.id AND b.regency_id = c.regency_id) AS b ON true \
       WHERE c.kind = $1 AND c.event_on >= $2 AND ($3 IS NULL OR c.event_on <= $3) AND c.status = ANY ($5))";

/// The claims that still need papers, counted by what their lists depend on: a few groups for each day of an event.
pub async fn papers(conn: &mut AsyncPgConnection, needing: &Needing) -> QueryResult<Vec<Papers>> {
    diesel::sql_query(format!(
        "WITH {NEEDING} SELECT event_on, is_handed_in, has_spouse, has_child, has_minor, count(*) AS claims \
         FROM needing GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
    ))
    .bind::<Text, _>(needing.kind.as_str())
    .bind::<Date, _>(needing.days.from)
    .bind::<Nullable<Date>, _>(needing.days.until)
    .bind::<Nullable<Date>, _>(needing.of_age)
    .bind::<Array<Text>, _>(NEEDS_PAPERS.as_slice())
    .load(conn)
    .await
}

/// An open claim of a death, with what its estimate depends on beside the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct OpenDeath {
    /// The claim.
    #[diesel(sql_type = SqlUuid)]
    pub claim_id: Uuid,
    /// Its regency.
    #[diesel(sql_type = Integer)]
    pub regency_id: i32,
    /// Who died.
    #[diesel(sql_type = SqlUuid)]
    pub person_id: Uuid,
    /// What is claimed.
    #[diesel(sql_type = Text)]
    pub kind: AsText<ChecklistKind>,
    /// The day of the death, or of the accident that ended in it.
    #[diesel(sql_type = Date)]
    pub event_on: Day,
    /// The day of the death.
    #[diesel(sql_type = Date)]
    pub died_on: Day,
    /// Whether it names nobody but who buried the dead, who is paid for the funeral only.
    #[diesel(sql_type = Bool)]
    pub without_heirs: bool,
    /// The wage base of the period that covers the day; none where no period does.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub wage_base_idr: Option<i64>,
    /// How many such claims there are in all.
    #[diesel(sql_type = BigInt)]
    pub all_claims: i64,
}

/// The open claims of deaths with events on these days, the newest events first; only of one kind, if it is given.
pub async fn open_deaths(
    conn: &mut AsyncPgConnection,
    kind: Option<ChecklistKind>,
    days: Days,
    limit: i64,
) -> QueryResult<Vec<OpenDeath>> {
    diesel::sql_query(
        "SELECT c.id AS claim_id, c.regency_id, c.person_id, c.kind, c.event_on, \
           coalesce(c.died_on, c.event_on) AS died_on, coalesce(b.without_heirs, false) AS without_heirs, v.wage_base_idr, \
           count(*) OVER () AS all_claims \
         FROM claims AS c \
         LEFT JOIN LATERAL (SELECT bool_and(b.relation = 'funeral_payer') AS without_heirs \
           FROM claim_beneficiaries AS b \
           WHERE b.claim_id = c.id AND b.regency_id = c.regency_id AND b.relation <> 'self') AS b ON true \
         LEFT JOIN LATERAL (SELECT v.wage_base_idr FROM coverages AS v \
           WHERE v.person_id = c.person_id AND v.regency_id = c.regency_id AND v.effective_on <= c.event_on \
             AND v.from_month <= c.event_on AND v.last_month >= date_trunc('month', c.event_on)::date \
             AND CASE c.kind WHEN 'death' THEN 'jkm' ELSE 'jkk' END = ANY (v.programmes) \
           ORDER BY v.from_month DESC, v.id DESC LIMIT 1) AS v ON true \
         WHERE c.status = ANY ($1) AND (c.kind = 'death' OR c.died_on IS NOT NULL) AND ($2 IS NULL OR c.kind = $2) \
           AND c.event_on >= $3 AND ($4 IS NULL OR c.event_on <= $4) \
         ORDER BY c.event_on DESC, c.id DESC LIMIT $5",
    )
    .bind::<Array<Text>, _>(OPEN.as_slice())
    .bind::<Nullable<Text>, _>(kind.map(ChecklistKind::as_str))
    .bind::<Date, _>(days.from)
    .bind::<Nullable<Date>, _>(days.until)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await
}

/// A child whom a claim names for a scholarship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = claim_children, check_for_backend(diesel::pg::Pg))]
pub struct OpenChild {
    /// The claim.
    pub claim_id: Uuid,
    /// The level that it was in on the day of the event, or entered next.
    pub level: AsText<EducationLevel>,
    /// The year of that level.
    pub level_year: i16,
    /// When it was born.
    pub birth_on: Day,
    /// Since when it gets nothing more.
    pub lapsed_on: Option<Day>,
}

/// The children of claims of these regencies.
pub async fn children(
    conn: &mut AsyncPgConnection,
    regency_ids: &[i32],
    claim_ids: &[Uuid],
) -> QueryResult<Vec<OpenChild>> {
    claim_children::table
        .filter(claim_children::claim_id.eq_any(claim_ids))
        .filter(claim_children::regency_id.eq_any(regency_ids))
        .order((claim_children::claim_id, claim_children::place))
        .select(OpenChild::as_select())
        .load(conn)
        .await
}

/// Every regency: what the dead have paid anywhere counts, wherever their heirs claim.
pub async fn all_regencies(conn: &mut AsyncPgConnection) -> QueryResult<Vec<i32>> {
    regencies::table.select(regencies::id).order(regencies::id).load(conn).await
}
