//! The measured operations: the request over HTTP, and the same statements for pgbench.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use clap::ValueEnum;
use http_body_util::Full;
use hyper::{Method, Request, StatusCode};
use serde_json::json;

use super::Outcome;
use super::fixture::Fixture;
use super::people::{self, Dice, WORKER_ID_SQL};

/// So many villages are asked for; pgbench takes a script for each, at most 128.
const VILLAGES: usize = 64;

/// So many workers of the fixture lend their values to those that pgbench enters.
const TEMPLATES: usize = 64;

/// Tables that only pgbench needs, besides `bench_niks`.
pub fn templates() -> String {
    format!(
        "CREATE TABLE bench_workers AS SELECT row_number() OVER ()::int AS t, w.*, c.region_code, c.after, c.salt, c.digest \
         FROM (SELECT * FROM workers ORDER BY md5(id::text) LIMIT {TEMPLATES}) AS w \
         JOIN changes AS c ON c.subject_id = w.id AND c.regency_id = w.regency_id AND c.subject = 'worker' AND c.version = 1; \
         ALTER TABLE bench_workers ADD PRIMARY KEY (t)"
    )
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OperationKind {
    /// `GET /v1/workers/{id}`
    Get,
    /// `GET /v1/workers?region=<village>&limit=50`
    List,
    /// `POST /v1/coverage-checks` with one NIK
    Check,
    /// `POST /v1/workers`
    Create,
}

impl OperationKind {
    /// All, in the order of the table.
    pub const ALL: [Self; 4] = [Self::Get, Self::List, Self::Check, Self::Create];

    /// How it is called in the table.
    pub fn title(self) -> &'static str {
        match self {
            Self::Get => "GET /v1/workers/{id}",
            Self::List => "GET /v1/workers?region&50",
            Self::Check => "POST /v1/coverage-checks",
            Self::Create => "POST /v1/workers",
        }
    }

    /// The least ratio to the limit that is good enough.
    pub fn bar(self) -> f64 {
        match self {
            Self::Get | Self::List | Self::Check => 0.45,
            Self::Create => 0.60,
        }
    }

    /// Whether the database is another one afterwards.
    pub fn writes(self) -> bool {
        self == Self::Create
    }
}

/// An operation on a fixture.
pub struct Operation {
    /// Which.
    pub kind: OperationKind,
    /// The same for pgbench: scripts of one statement, taken in equal shares.
    pub scripts: Vec<String>,
    requests: Requests,
}

/// Makes the requests of one operation; a copy is cheap.
#[derive(Clone)]
pub struct Requests {
    kind: OperationKind,
    workers: u32,
    villages: Arc<Vec<String>>,
    authorization: Arc<str>,
    newcomers: Arc<AtomicU32>,
    /// What every answer must be.
    pub expected: StatusCode,
}

impl Operation {
    /// Prepares both sides.
    pub fn new(kind: OperationKind, fixture: &Fixture, token: String) -> Outcome<Self> {
        let step = (fixture.villages.len() / VILLAGES).max(1);
        let villages: Vec<String> = fixture.villages.iter().step_by(step).take(VILLAGES).cloned().collect();
        let scripts = match kind {
            OperationKind::Get => vec![get(fixture)],
            OperationKind::List => villages.iter().map(|village| list(fixture, village)).collect(),
            OperationKind::Check => vec![check(fixture)],
            OperationKind::Create => vec![create(fixture)],
        };
        let expected = if kind == OperationKind::Create { StatusCode::CREATED } else { StatusCode::OK };
        let requests = Requests {
            kind,
            workers: fixture.workers,
            villages: Arc::new(villages),
            authorization: format!("Bearer {token}").into(),
            newcomers: Arc::new(AtomicU32::new(fixture.workers)),
            expected,
        };
        Ok(Self { kind, scripts, requests })
    }

    /// The requests, for one connection.
    pub fn requests(&self) -> Requests {
        self.requests.clone()
    }
}

impl Requests {
    /// The next request.
    pub fn next(&self, dice: &mut Dice) -> Outcome<Request<Full<Bytes>>> {
        let number = dice.below(self.workers);
        match self.kind {
            OperationKind::Get => self.get(&format!("/v1/workers/{}", people::worker_id(number))),
            OperationKind::List => {
                let place = usize::try_from(number)? % self.villages.len();
                let village = self.villages.get(place).ok_or("there is no village")?;
                self.get(&format!("/v1/workers?region={village}&limit=50"))
            }
            OperationKind::Check => {
                let check = json!({"checks": [{"type": "nik", "value": people::nik(number)}]});
                self.post("/v1/coverage-checks", check.to_string())
            }
            OperationKind::Create => {
                let newcomer = self.newcomers.fetch_add(1, Ordering::Relaxed);
                let village = self.villages.get(usize::try_from(number)? % self.villages.len());
                let worker = json!({
                    "nik": people::nik(newcomer),
                    "name": people::name(newcomer),
                    "village_code": village,
                    "phone": format!("0812{newcomer:08}"),
                    "occupation": "warung_keeper",
                    "occupation_source": "village_enumeration",
                });
                self.post("/v1/workers", worker.to_string())
            }
        }
    }

    fn get(&self, path: &str) -> Outcome<Request<Full<Bytes>>> {
        self.request(Method::GET, path, Bytes::new())
    }

    fn post(&self, path: &str, body: String) -> Outcome<Request<Full<Bytes>>> {
        self.request(Method::POST, path, body.into())
    }

    fn request(&self, method: Method, path: &str, body: Bytes) -> Outcome<Request<Full<Bytes>>> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "payung.bench")
            .header("authorization", &*self.authorization);
        if !body.is_empty() {
            request = request.header("content-type", "application/json");
        }
        Ok(request.body(Full::new(body))?)
    }
}

fn get(fixture: &Fixture) -> String {
    format!(
        "\\set n random(0, {})\nSELECT * FROM workers WHERE id = {WORKER_ID_SQL} AND regency_id = ANY('{{{}}}');\n",
        fixture.workers - 1,
        fixture.regency_id
    )
}

fn list(fixture: &Fixture, village: &str) -> String {
    format!(
        "SELECT * FROM workers WHERE regency_id = ANY('{{{}}}') AND village_code = '{village}' ORDER BY id LIMIT 51;\n",
        fixture.regency_id
    )
}

/// The statement of `cover::standing::queries::known`, for a NIK.
fn check(fixture: &Fixture) -> String {
    let regency = fixture.regency_id;
    format!(
        "\\set n random(0, {last})\n\
         WITH asked AS (SELECT 0 AS place, p.id AS person_id FROM bench_niks q JOIN persons p ON p.nik_hash = q.nik_hash \
         WHERE q.n = :n::int) \
         SELECT a.place, 'word', m.state, m.programmes, m.since_on, m.paid_until, m.as_of, NULL::date, NULL::date, \
         m.created_at, NULL::bigint, NULL::date[], NULL::date[] FROM asked a JOIN memberships m ON m.person_id = a.person_id AND m.regency_id = ANY('{{{regency}}}') \
         UNION ALL SELECT a.place, 'period', c.end_reason, c.programmes, c.from_month, c.last_month, c.effective_on, \
         c.activated_on, c.ended_on, NULL, NULL, NULL, NULL FROM asked a JOIN coverages c ON c.person_id = a.person_id \
         AND c.effective_on IS NOT NULL AND c.regency_id = ANY('{{{regency}}}') \
         UNION ALL SELECT a.place, 'paid', o.programme, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, array_agg(o.month), \
         array_agg(CASE WHEN o.correction_id IS NULL THEN o.paid_on ELSE o.month END) FROM asked a \
         JOIN contribution_obligations o ON o.person_id = a.person_id AND o.status = 'paid' \
         AND o.regency_id = ANY('{{{regency}}}') GROUP BY a.place, o.programme \
         UNION ALL SELECT a.place, 'death', NULL, NULL, w.status_on, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM asked a \
         JOIN workers w ON w.person_id = a.person_id AND w.status = 'inactive' AND w.status_reason = 'deceased' \
         AND w.regency_id = ANY('{{{regency}}}') \
         UNION ALL SELECT 0, 'limit', NULL, NULL, current_date, NULL, NULL, NULL, NULL, NULL, r.value, NULL, NULL \
         FROM rule_parameters r WHERE r.key = 'lapse_after_unpaid_months' AND r.superseded_at IS NULL \
         AND r.valid_from <= current_date AND (r.valid_until IS NULL OR r.valid_until >= current_date);\n",
        last = fixture.workers - 1
    )
}

/// The rows of a registration as one statement: person, registration, change, place in the sequencer's queue. The
/// values are those of a random worker of the fixture, its identity and its NIK are new.
fn create(fixture: &Fixture) -> String {
    let new_id = "(lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7' \
                  || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid";
    let columns = "village_code, name, nik_sealed, nik_mask, nik_warnings, birth_on, sex, phone_sealed, phone_mask, \
                   segment, occupation, occupation_source, status_on, entered_by, import_id";
    format!(
        "\\set t random(1, {TEMPLATES})\n\
         WITH new AS MATERIALIZED (SELECT {new_id} AS worker_id, {new_id} AS person_id, {new_id} AS change_id, \
           uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS hash, now() AS instant), \
         template AS MATERIALIZED (SELECT * FROM bench_workers WHERE t = :t::int), \
         person AS (INSERT INTO persons (open_worker_id, open_regency_id, id, nik_hash, created_at) \
           SELECT worker_id, {regency}, person_id, hash, instant FROM new \
           WHERE EXISTS (SELECT FROM regencies WHERE active AND id = {regency} AND region_code = '35.29') \
           ON CONFLICT (nik_hash) DO UPDATE SET open_worker_id = excluded.open_worker_id, \
             open_regency_id = excluded.open_regency_id WHERE persons.open_worker_id IS NULL RETURNING id), \
         worker AS (INSERT INTO workers (person_id, id, regency_id, nik_hash, status, version, created_at, updated_at, {columns}) \
           SELECT person.id, new.worker_id, {regency}, new.hash, 'registered', 1, instant, instant, {columns} \
           FROM person, new, template RETURNING id), \
         recorded AS (INSERT INTO changes (actor_kind, actor_id, request_id, recorded_at, id, regency_id, subject, \
             subject_id, version, action, region_code, after, salt, digest) \
           SELECT 'user', new.person_id, new.change_id, instant, new.change_id, {regency}, 'worker', worker.id, 1, 'created', \
             template.region_code, template.after, template.salt, template.digest \
           FROM worker, new, template RETURNING id, regency_id, subject_id, version, recorded_at) \
         INSERT INTO unsequenced_changes (change_id, regency_id, subject_id, version, recorded_at) \
         SELECT id, regency_id, subject_id, version, recorded_at FROM recorded;\n",
        regency = fixture.regency_id
    )
}
