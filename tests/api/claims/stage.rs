//! A village, its people, and a claim at any point of its life.

mod refusals;
mod steps;

use payung::access::caller::Role;
use payung::domain::new_id;
use serde_json::{Value, json};
use tokio_postgres::Client;
use uuid::Uuid;

use crate::support::app::Account;
use crate::support::{TestApp, catalogue};

pub use refusals::Call;

/// A village of Sumenep, and another one in another district.
pub const VILLAGE: &str = "35.29.01.2005";
pub const OTHER_VILLAGE: &str = "35.29.02.2001";
/// A village of the neighbouring regency.
pub const FOREIGN_VILLAGE: &str = "35.28.01.2001";

pub struct Stage {
    pub app: TestApp,
    /// Works in [`VILLAGE`].
    pub operator: Account,
    pub officer: Account,
    pub approver: Account,
    pub insurer: Account,
    pub today: String,
    pub database: Client,
}

/// A claim as somebody last read it.
#[derive(Clone, Debug)]
pub struct Held {
    pub id: String,
    pub etag: String,
    pub json: Value,
}

impl Held {
    pub fn path(&self) -> String {
        format!("/v1/claims/{}", self.id)
    }

    pub fn action(&self, action: &str) -> String {
        format!("/v1/claims/{}/{action}", self.id)
    }

    /// The path of the beneficiary at a place.
    pub fn beneficiary(&self, place: usize) -> String {
        format!("{}/beneficiaries/{}", self.path(), self.beneficiary_id(place))
    }

    pub fn beneficiary_id(&self, place: usize) -> String {
        self.json["beneficiaries"][place]["id"].as_str().unwrap().to_owned()
    }
}

impl Stage {
    pub async fn set() -> Self {
        Self::on(TestApp::start().await).await
    }

    /// With a service of other settings.
    pub async fn on(app: TestApp) -> Self {
        let database = app.database().owner().client().await.unwrap();
        Self {
            operator: app.account(Role::VillageOperator, &[VILLAGE]),
            officer: app.officer(),
            approver: app.account(Role::Approver, &["35.29"]),
            insurer: app.account(Role::Insurer, &["35.29"]),
            today: app.state.clock.today().to_string(),
            database,
            app,
        }
    }

    /// A verified worker of a village.
    pub async fn worker(&self, village: &str) -> Uuid {
        self.worker_of(Uuid::now_v7(), village, "verified").await
    }

    /// A registration of a person; the person is made where there is none yet.
    pub async fn worker_of(&self, person: Uuid, village: &str, status: &str) -> Uuid {
        let worker = new_id(self.app.state.clock.now());
        let insert_person = "INSERT INTO persons (id, created_at) VALUES ($1, now()) ON CONFLICT DO NOTHING";
        self.database.execute(insert_person, &[&person]).await.unwrap();
        self.database
            .execute(
                "INSERT INTO workers (id, regency_id, person_id, village_code, name, status, status_on, version, \
                 created_at, updated_at, merged_into_id) \
                 SELECT $1, r.id, $2, $3, 'Moh. Hasan', $4, current_date, 1, now(), now(), \
                   (SELECT w.id FROM workers w WHERE $4 = 'merged' AND w.regency_id = r.id LIMIT 1) \
                 FROM regencies r WHERE r.region_code = left($3, 5)",
                &[&worker, &person, &village, &status],
            )
            .await
            .unwrap();
        worker
    }

    /// A day so many days before today.
    pub fn days_ago(&self, days: u64) -> String {
        let today = self.app.state.clock.today();
        today.checked_sub_days(chrono::Days::new(days)).unwrap().to_string()
    }

    /// A draft of a death ten days ago that was reported the day after, filed by the village.
    pub async fn draft(&self) -> Held {
        let worker = self.worker(VILLAGE).await;
        let (event_on, reported_on) = (self.days_ago(10), self.days_ago(9));
        self.file(
            json!({"kind": "death", "worker_id": worker, "event_on": event_on, "reported_on": reported_on}),
        )
        .await
    }

    /// A claim as the village files it.
    pub async fn file(&self, body: Value) -> Held {
        let answer = self.app.post("/v1/claims").as_(&self.operator).json(&body).send().await;
        let json = answer.expect(201);
        Held {
            id: json["id"].as_str().unwrap().to_owned(),
            etag: answer.header("etag").unwrap().to_owned(),
            json,
        }
    }

    /// A draft with a widow who receives everything, and her account.
    pub async fn with_widow(&self) -> Held {
        let draft = self.draft().await;
        let held = self
            .add(&draft, json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000}))
            .await;
        self.give_account(&held, 0).await
    }

    /// A draft with a widow and two grown children, with accounts.
    pub async fn with_family(&self) -> Held {
        let mut held = self.draft().await;
        for (name, relation, share) in
            [("Siti Aminah", "spouse", 5000), ("Ahmad Hasan", "child", 2500), ("Nur Hasanah", "child", 2500)]
        {
            let body = json!({"name": name, "relation": relation, "birth_on": "1990-01-01", "share_basis_points": share});
            held = self.add(&held, body).await;
        }
        for place in 0..3 {
            held = self.give_account(&held, place).await;
        }
        held
    }

    pub async fn submitted(&self) -> Held {
        self.step(&self.with_widow().await, &self.operator, "submit", json!({})).await
    }

    pub async fn verified(&self) -> Held {
        self.step(&self.submitted().await, &self.officer, "verify", json!({})).await
    }

    pub async fn sent(&self) -> Held {
        self.step(&self.verified().await, &self.officer, "send-to-insurer", json!({})).await
    }

    /// Approved with 42 million for the widow.
    pub async fn approved(&self) -> Held {
        self.step(&self.sent().await, &self.insurer, "record-decision", self.approval(42_000_000)).await
    }

    /// Approved for a widow and two children.
    pub async fn approved_family(&self, amount: i64) -> Held {
        let held = self.step(&self.with_family().await, &self.operator, "submit", json!({})).await;
        let held = self.step(&held, &self.officer, "verify", json!({})).await;
        let held = self.step(&held, &self.officer, "send-to-insurer", json!({})).await;
        self.step(&held, &self.insurer, "record-decision", self.approval(amount)).await
    }

    pub async fn rejected(&self) -> Held {
        self.step(&self.sent().await, &self.insurer, "record-decision", self.rejection()).await
    }

    pub fn approval(&self, amount: i64) -> Value {
        json!({"outcome": "approved", "decided_on": self.today, "approved_amount_idr": amount})
    }

    pub fn rejection(&self) -> Value {
        json!({"outcome": "rejected", "decided_on": self.today, "rejection_reason": "Iuran tidak dibayar."})
    }

    /// A transfer of what the beneficiary at a place is due.
    pub fn transfer(&self, held: &Held, place: usize, reference: &str) -> Value {
        json!({
            "beneficiary_id": held.beneficiary_id(place),
            "amount_idr": held.json["beneficiaries"][place]["due_amount_idr"],
            "paid_on": self.today,
            "transfer_reference": reference,
        })
    }

    /// How many files are in the store.
    pub fn files(&self) -> usize {
        fn below(folder: &std::path::Path) -> usize {
            let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
            let paths = entries.map(|entry| entry.unwrap().path());
            paths.map(|path| if path.is_dir() { below(&path) } else { 1 }).sum()
        }
        below(&self.app.state.config.files_dir)
    }

    /// The first column of every row.
    pub async fn column(&self, query: &str) -> Vec<String> {
        catalogue::column(&self.database, query).await
    }

    /// What was recorded of a claim, oldest first.
    pub async fn recorded(&self, held: &Held) -> Vec<String> {
        let query = "SELECT action FROM changes WHERE subject = 'claim' AND subject_id = $1 ORDER BY version";
        let rows = self.database.query(query, &[&held.id.parse::<Uuid>().unwrap()]).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }
}

/// The pointers and codes of a problem's field errors.
pub fn field_errors(problem: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = problem["errors"].as_array().unwrap_or_else(|| panic!("{problem}"));
    errors.iter().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
}

/// The same from literals.
pub fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect()
}

pub fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

pub const READERS_ONLY: &[Role] =
    &[Role::DistrictViewer, Role::Approver, Role::Insurer, Role::Auditor, Role::Admin, Role::PlatformAdmin];
