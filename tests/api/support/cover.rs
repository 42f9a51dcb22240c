//! Workers, money and funded periods for the tests of the cover wing.

use chrono::NaiveDate;
use payung::access::caller::Role;
use payung::domain::{Nik, new_id};
use payung::platform::vault::Identifier as _;
use serde_json::{Value, json};
use uuid::Uuid;

use super::TestApp;
use super::app::Account;
use super::regions::{PAMEKASAN, SUMENEP};
use super::request::Answer;

/// The day on which these tests play.
pub const TODAY: &str = "2026-11-23";
/// A kelurahan of Sumenep's first district, and another one in it.
pub const HOME: &str = "35.29.01.1015";
pub const NEXT_DOOR: &str = "35.29.01.1016";
/// A village of the neighbour.
pub const ABROAD: &str = "35.28.01.2001";

/// A verified registration.
pub struct Worker {
    pub id: Uuid,
    pub person_id: Uuid,
    pub nik: Nik,
}

impl Worker {
    pub fn path(&self, rest: &str) -> String {
        format!("/v1/workers/{}{rest}", self.id)
    }
}

/// The service on the day of these tests.
pub async fn start() -> TestApp {
    let app = TestApp::start().await;
    app.state.clock.set_today(day(TODAY));
    app
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The keeper of Sumenep's funding sources.
pub fn admin(app: &TestApp) -> Account {
    app.account(Role::Admin, &["35.29"])
}

pub fn approver(app: &TestApp) -> Account {
    app.account(Role::Approver, &["35.29"])
}

/// An officer of the neighbour, to whom nothing of Sumenep exists.
pub fn stranger(app: &TestApp) -> Account {
    app.account(Role::Officer, &["35.28"])
}

/// A NIK of a woman born on 15 June of a year.
pub fn nik(year: i32, serial: u32) -> Nik {
    Nik::parse(&format!("3529015506{:02}{serial:04}", year % 100)).unwrap()
}

/// A verified worker born in 1982, written straight into the tables: registering has tests of its own.
pub async fn worker(app: &TestApp, serial: u32) -> Worker {
    worker_born(app, 1982, serial).await
}

pub async fn worker_born(app: &TestApp, year: i32, serial: u32) -> Worker {
    let (person_id, nik) = (new_id(app.state.clock.now()), nik(year, serial));
    let hash = app.state.vault.lookup_hash(&nik).unwrap();
    let client = app.database().owner().client().await.unwrap();
    client
        .execute(
            "INSERT INTO persons (id, nik_hash, created_at) VALUES ($1, $2, now())",
            &[&person_id, &hash.as_bytes()],
        )
        .await
        .unwrap();
    register(app, person_id, nik, SUMENEP, HOME).await
}

/// The same person, registered with the neighbour too: no address allows it, which is why a lock must.
pub async fn registered_abroad(app: &TestApp, worker: &Worker) -> Worker {
    register(app, worker.person_id, worker.nik.clone(), PAMEKASAN, ABROAD).await
}

async fn register(app: &TestApp, person_id: Uuid, nik: Nik, regency_id: i32, village: &str) -> Worker {
    let id = new_id(app.state.clock.now());
    let vault = &app.state.vault;
    let birth_on = nik.birth_on(day(TODAY)).unwrap();
    app.database()
        .owner()
        .client()
        .await
        .unwrap()
        .execute(
            "INSERT INTO workers (id, regency_id, person_id, village_code, name, nik_sealed, nik_mask, nik_hash, \
             birth_on, sex, status, status_on, version, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, 'Siti Aminah', $5, $6, $7, $8, 'female', 'verified', '2026-01-02', 1, now(), now())",
            &[
                &id,
                &regency_id,
                &person_id,
                &village,
                &vault.seal(&nik).unwrap().as_bytes(),
                &nik.masked(),
                &vault.lookup_hash(&nik).unwrap().as_bytes(),
                &birth_on,
            ],
        )
        .await
        .unwrap();
    Worker { id, person_id, nik }
}

/// A source of Sumenep's own budget for 2026.
pub fn apbd() -> Value {
    json!({
        "name": "APBD 2026",
        "payer_kind": "apbd",
        "region_code": "35.29",
        "fiscal_year": 2026,
        "from_month": "2026-01",
        "until_month": "2026-12",
        "budget_idr": 1_209_600_000_i64,
        "relief_eligible": false,
    })
}

/// The same body with other members.
pub fn with(mut body: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// Enters a funding source and gives its id.
pub async fn source(app: &TestApp, body: Value) -> Uuid {
    let answer = app.post("/v1/funding-sources").as_(&admin(app)).json(&body).send().await;
    answer.expect(201)["id"].as_str().unwrap().parse().unwrap()
}

/// A source of the neighbour's budget.
pub async fn source_abroad(app: &TestApp) -> Uuid {
    let account = app.account(Role::Admin, &["35.28"]);
    let body = with(apbd(), json!({ "region_code": "35.28" }));
    let answer = app.post("/v1/funding-sources").as_(&account).json(&body).send().await;
    answer.expect(201)["id"].as_str().unwrap().parse().unwrap()
}

/// A proposal for the whole of 2026.
pub fn proposal(worker: &Worker, source: Uuid) -> Value {
    json!({
        "worker_id": worker.id,
        "funding_source_id": source,
        "programmes": ["jkk", "jkm"],
        "wage_base_idr": 1_000_000,
        "from_month": "2026-01",
        "until_month": "2026-12",
    })
}

/// A funded period: its path, its entity tag, what was answered.
pub struct Coverage {
    pub path: String,
    pub etag: String,
    pub shown: Value,
}

impl Coverage {
    /// What an answer says of it.
    pub fn of(answer: &Answer) -> Self {
        let shown = answer.json();
        let path = format!("/v1/coverages/{}", shown["id"].as_str().unwrap());
        Self { path, etag: answer.header("etag").unwrap().to_owned(), shown }
    }

    /// Takes an action on it.
    pub async fn act(&self, app: &TestApp, account: &Account, action: &str, body: &Value) -> Answer {
        let path = format!("{}/{action}", self.path);
        app.post(&path).as_(account).header("If-Match", &self.etag).json(body).send().await
    }
}

pub fn decree() -> Value {
    json!({ "decree_number": "188/245/KEP/435.013/2026", "decree_on": "2026-01-15" })
}

pub fn given(member_number: &str) -> Value {
    json!({ "member_number": member_number, "effective_on": "2026-02-01" })
}

pub async fn proposed(app: &TestApp, body: &Value) -> Coverage {
    let answer = app.post("/v1/coverages").as_(&app.officer()).json(body).send().await;
    answer.expect(201);
    Coverage::of(&answer)
}

pub async fn approved(app: &TestApp, body: &Value) -> Coverage {
    let answer = proposed(app, body).await.act(app, &approver(app), "approve", &decree()).await;
    answer.expect(200);
    Coverage::of(&answer)
}

pub async fn active(app: &TestApp, body: &Value, member_number: &str) -> Coverage {
    let answer = approved(app, body).await.act(app, &app.officer(), "activate", &given(member_number)).await;
    answer.expect(200);
    Coverage::of(&answer)
}

/// Lets the ledger have a worker's months as paid by a transfer of this day, as a reconciled batch leaves them.
pub async fn settle(app: &TestApp, worker: &Worker, from: &str, until: &str, paid_on: &str) {
    let client = app.database().owner().client().await.unwrap();
    let months = [day(&format!("{from}-01")), day(&format!("{until}-01"))];
    let statement = "UPDATE contribution_obligations SET status = 'paid', paid_on = $4 \
                     WHERE person_id = $1 AND month BETWEEN $2 AND $3 AND status = 'due'";
    let values: &[&(dyn tokio_postgres::types::ToSql + Sync)] =
        &[&worker.person_id, &months[0], &months[1], &day(paid_on)];
    assert!(client.execute(statement, values).await.unwrap() > 0);
}

/// The one value of a query on the app's database.
pub async fn one<T: for<'a> tokio_postgres::types::FromSql<'a>>(app: &TestApp, query: &str) -> T {
    app.database().owner().client().await.unwrap().query_one(query, &[]).await.unwrap().get(0)
}

/// Pointer and code of each field error.
pub fn found(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap())).collect()
}

/// Who may call an operation, by status: nobody without a token, and of the roles those named with a status
/// other than 403.
pub async fn statuses_by_role(
    app: &TestApp,
    call: impl AsyncFn(Option<&Account>) -> Answer,
) -> Vec<(Role, u16)> {
    call(None).await.expect_problem(401, "unauthenticated");
    let mut statuses = Vec::new();
    for role in Role::ALL {
        let regions: &[&str] = match role {
            Role::VillageOperator => &[HOME],
            Role::DistrictViewer => &["35.29.01"],
            Role::PlatformAdmin => &[],
            _ => &["35.29"],
        };
        let status = call(Some(&app.account(*role, regions))).await.status.as_u16();
        if status != 403 {
            statuses.push((*role, status));
        }
    }
    statuses
}
