//! Deaths: of a registration, and of somebody of whom only a name is told.

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::Sample;
use crate::access_matrix::cast::{Cast, VILLAGE};

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    Some(match operation {
        "create_death" => Sample::plain().json(death(cast, json!({ "worker_id": worker(cast).await }))),
        "list_deaths" => Sample { query: "?limit=500", ..Sample::plain() }.showing(&recorded(cast).await.0),
        "create_death_list" => {
            Sample { query: "?source=civil_registry", ..Sample::plain() }.text("text/csv", &file())
        }
        "list_death_lists" => Sample::plain().showing(&list(cast).await),
        "get_death_list" | "list_death_list_rows" => Sample::about(&list(cast).await),
        "list_unclaimed_deaths" => {
            Sample { query: "?limit=500", ..Sample::plain() }.showing(&recorded(cast).await.0)
        }
        "get_death" => Sample::about(&recorded(cast).await.0).showing("Moh. Hasan"),
        "list_death_history" => Sample::about(&recorded(cast).await.0),
        "update_death" => decided(&recorded(cast).await, json!({ "evidence": "Akta 12" })),
        "decide_death" => {
            let told = json!({ "name": "Bambang Susilo", "village_code": VILLAGE });
            decided(&report(cast, told).await, json!({ "worker_id": null }))
        }
        "revoke_death" => decided(&recorded(cast).await, json!({ "reason": "Salah orang." })),
        _ => return None,
    })
}

/// Id and entity tag.
type Report = (String, String);

fn decided((id, etag): &Report, body: Value) -> Sample {
    Sample::about(id).if_match(etag).json(body)
}

fn death(cast: &Cast, who: Value) -> Value {
    let mut body = json!({ "died_on": cast.app.state.clock.today(), "source": "village_report" });
    for (name, value) in who.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

async fn worker(cast: &Cast) -> String {
    let officer = cast.at_home(Role::Officer);
    let body = json!({ "village_code": VILLAGE, "name": "Moh. Hasan" });
    let worker = cast.app.post("/v1/workers").as_(&officer).json(&body).send().await.expect(201);
    worker["id"].as_str().unwrap().to_owned()
}

async fn report(cast: &Cast, who: Value) -> Report {
    let officer = cast.at_home(Role::Officer);
    let answer = cast.app.post("/v1/deaths").as_(&officer).json(&death(cast, who)).send().await;
    let id = answer.expect(201)["id"].as_str().unwrap().to_owned();
    (id, answer.header("etag").unwrap().to_owned())
}

async fn recorded(cast: &Cast) -> Report {
    report(cast, json!({ "worker_id": worker(cast).await })).await
}

/// A list of somebody whom nobody knows: its verdict is the same whoever sends it.
fn file() -> String {
    "nik;tanggal meninggal\n3529015506759999;2026-11-02\n".to_owned()
}

async fn list(cast: &Cast) -> String {
    let officer = cast.at_home(Role::Officer);
    let mut request = cast.app.post("/v1/death-lists?source=civil_registry&file_name=own.csv").as_(&officer);
    request = request.header("content-type", "text/csv");
    request.0 = request.0.body(file());
    request.send().await.json()["id"].as_str().unwrap().to_owned()
}
