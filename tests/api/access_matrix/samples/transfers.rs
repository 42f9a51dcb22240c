//! Transfers: the neighbour asks for somebody of the village of the own callers.

use payung::access::caller::Role;
use payung::domain::new_id;
use serde_json::json;

use super::Sample;
use crate::access_matrix::cast::{Cast, VILLAGE};

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    Some(match operation {
        "create_transfer" => {
            let nik = registered(cast, "35.28.01.2001").await;
            Sample::plain().json(json!({ "nik": nik, "to_village_code": VILLAGE }))
        }
        "list_transfers" => Sample { query: "?limit=500", ..Sample::plain() }.showing(&asked(cast).await.0),
        "get_transfer" => Sample::about(&asked(cast).await.0),
        "accept_transfer" => decided(cast, Some(json!({}))).await,
        "refuse_transfer" => decided(cast, Some(json!({ "reason": "Masih di sini." }))).await,
        "withdraw_transfer" => decided(cast, None).await,
        _ => return None,
    })
}

async fn decided(cast: &Cast, body: Option<serde_json::Value>) -> Sample {
    let (id, etag) = asked(cast).await;
    let sample = Sample::about(&id).if_match(&etag);
    match body {
        Some(body) => sample.json(body),
        None => sample,
    }
}

/// The NIK of somebody who is registered in a village.
async fn registered(cast: &Cast, village: &str) -> String {
    let officer = cast.app.account(Role::Officer, &[&village[..5]]);
    let serial = new_id(cast.app.state.clock.now()).as_u128() % 9_000 + 1_000;
    let nik = format!("3529011506{:02}{serial:04}", 60 + serial % 40);
    let body = json!({ "village_code": village, "name": "Moh. Hasan", "nik": nik });
    cast.app.post("/v1/workers").as_(&officer).json(&body).send().await.expect(201);
    nik
}

/// A village of the next regency asks for somebody; id and entity tag.
async fn asked(cast: &Cast) -> (String, String) {
    let nik = registered(cast, VILLAGE).await;
    let account = cast.app.account(Role::VillageOperator, &["35.28.01.2001"]);
    let body = json!({ "nik": nik, "to_village_code": "35.28.01.2001" });
    let answer = cast.app.post("/v1/transfers").as_(&account).json(&body).send().await;
    let id = answer.expect(201)["id"].as_str().unwrap().to_owned();
    (id, answer.header("etag").unwrap().to_owned())
}
