//! `/v1/workers`

mod create;
mod deactivate;
mod decide_all;
mod decisions;
mod duplicates;
mod eligibility;
mod get;
mod history;
mod ledger;
mod list;
pub mod merge;
mod merge_races;
mod merge_work;
mod plans;
mod race;
mod reject;
mod reopen;
mod search;
mod standing;
mod timeline;
pub mod unmerge;
mod update;
mod verify;

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::Account;

/// A kelurahan of Sumenep's first district, another in it, and a village of the neighbour.
const HOME: &str = "35.29.01.1015";
const NEXT_DOOR: &str = "35.29.01.1016";
const ABROAD: &str = "35.28.01.2001";

/// A NIK of a woman born on 15 June 1982, first issued in Sumenep.
fn nik(serial: u32) -> String {
    format!("352901550682{serial:04}")
}

/// Somebody with every attribute.
fn siti() -> Value {
    json!({
        "village_code": HOME,
        "name": "Siti Aminah",
        "nik": nik(3),
        "birth_on": "1982-06-15",
        "sex": "female",
        "family_card_number": "3529011203140007",
        "phone": "081234567890",
        "address": "Dusun Laok RT 02 RW 01",
        "segment": "general",
        "occupation": "warung_keeper",
        "occupation_source": "village_enumeration",
        "next_of_kin_name": "Moh. Rasyid",
        "next_of_kin_relation": "spouse",
        "next_of_kin_phone": "+6281234567891",
        "poverty_source": "dtsen",
        "poverty_decile": 2,
        "poverty_as_of": "2026-07-01",
    })
}

/// Somebody without a NIK.
fn nameless(name: &str) -> Value {
    json!({ "village_code": HOME, "name": name })
}

/// The body with other members.
fn with(mut body: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// A worker as registered: its id, its entity tag, what was answered.
struct Registered {
    id: String,
    etag: String,
    shown: Value,
}

impl Registered {
    fn path(&self) -> String {
        format!("/v1/workers/{}", self.id)
    }
}

async fn register(app: &TestApp, account: &Account, body: &Value) -> Registered {
    let answer = app.post("/v1/workers").as_(account).json(body).send().await;
    let shown = answer.expect(201);
    Registered {
        id: shown["id"].as_str().unwrap().to_owned(),
        etag: answer.header("etag").unwrap().to_owned(),
        shown,
    }
}

/// Takes an action and gives the new entity tag.
async fn act(app: &TestApp, account: &Account, path: &str, etag: &str, body: &Value) -> String {
    let answer = app.post(path).as_(account).header("If-Match", etag).json(body).send().await;
    answer.expect(200);
    answer.header("etag").unwrap().to_owned()
}

fn operator(app: &TestApp) -> Account {
    app.account(Role::VillageOperator, &[HOME])
}

/// An officer of the neighbour, to whom Sumenep's workers do not exist.
fn stranger(app: &TestApp) -> Account {
    app.account(Role::Officer, &["35.28"])
}

/// Pointer and code of each field error.
fn found(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap())).collect()
}

/// The one value of a query on the app's database.
async fn one<T: for<'a> tokio_postgres::types::FromSql<'a>>(app: &TestApp, query: &str) -> T {
    app.database().owner().client().await.unwrap().query_one(query, &[]).await.unwrap().get(0)
}
