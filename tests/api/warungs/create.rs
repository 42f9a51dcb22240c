//! `POST /v1/warungs`

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{FOREIGN, KEPANJIN, PAMOLOKAN, enter, errors};
use crate::support::TestApp;
use crate::support::regions::SUMENEP;

fn complete() -> Value {
    json!({
        "village_code": "3529011016", "name": "  Warung Kopi Pelabuhan ", "address": "Dusun Pasar",
        "latitude": -7.0123456, "longitude": 113.86, "kbli_edition": "2020", "kbli_code": "56102",
        "nib": "1234567890123",
    })
}

#[tokio::test]
async fn a_warung_is_entered_and_recorded() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let answer = app.post("/v1/warungs").as_(&officer).json(&complete()).send().await;
    let warung = answer.expect(201);
    let id: Uuid = warung["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(id.get_version_num(), 7);
    assert_eq!(answer.header("location"), Some(format!("/v1/warungs/{id}").as_str()));
    assert_eq!(answer.header("etag"), Some("\"1.write\""));
    let shown = json!({
        "id": id, "village_code": PAMOLOKAN, "name": "Warung Kopi Pelabuhan", "address": "Dusun Pasar",
        "latitude": -7.012346, "longitude": 113.86, "kbli_edition": "2020", "kbli_code": "56102",
        "nib": "1234567890123", "status": "open", "status_reason": null,
        "status_on": app.state.clock.today(),
        "allowed_actions": ["update", "add_worker", "update_worker", "close"],
        "created_at": warung["created_at"], "updated_at": warung["created_at"],
    });
    assert_eq!(warung, shown);
    let read = app.get(&format!("/v1/warungs/{id}")).as_(&officer).send().await;
    assert_eq!((read.expect(200), read.header("etag")), (shown, Some("\"1.write\"")));

    let client = app.database().owner().client().await.unwrap();
    let stored = client
        .query_one(
            "SELECT w.latitude_microdegrees, w.longitude_microdegrees, w.entered_by, c.action, c.actor_id, \
             c.region_code, c.after->>'name' FROM warungs w JOIN changes c ON c.subject_id = w.id \
             AND c.subject = 'warung' AND c.version = w.version WHERE w.id = $1 AND w.regency_id = $2",
            &[&id, &SUMENEP],
        )
        .await
        .unwrap();
    assert_eq!((stored.get(0), stored.get(1)), (Some(-7_012_346), Some(113_860_000)));
    assert_eq!((stored.get(2), stored.get(4)), (Some(officer.id), Some(officer.id)));
    assert_eq!((stored.get(3), stored.get(5)), ("created", Some(PAMOLOKAN)));
    assert_eq!(stored.get::<_, String>(6), "Warung Kopi Pelabuhan");
}

#[tokio::test]
async fn a_village_and_a_name_are_enough() {
    let app = TestApp::start().await;
    let operator = app.account(Role::VillageOperator, &[PAMOLOKAN]);
    let warung = enter(&app, &operator, json!({ "village_code": PAMOLOKAN, "name": "Warkop 88" })).await;
    for absent in ["address", "latitude", "longitude", "kbli_edition", "kbli_code", "nib", "status_reason"] {
        assert_eq!(warung[absent], Value::Null, "{absent}");
    }
    assert!(warung.get("expanded").is_none());
}

#[tokio::test]
async fn a_client_brings_its_own_id_once() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let id = Uuid::now_v7();
    let body = json!({ "id": id, "village_code": PAMOLOKAN, "name": "Warung Bu Sri" });
    assert_eq!(enter(&app, &officer, body.clone()).await["id"], json!(id));
    let again = app.post("/v1/warungs").as_(&officer).json(&body).send().await;
    assert_eq!(errors(&again.expect_problem(409, "already_exists")), [("/id", "already_exists")]);
}

#[tokio::test]
async fn a_repeated_key_enters_one_warung() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let send = async |body: &Value| {
        app.post("/v1/warungs").as_(&officer).header("Idempotency-Key", "k-1").json(body).send().await
    };
    let first = send(&complete()).await;
    let second = send(&complete()).await;
    assert_eq!(first.expect(201), second.expect(201));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(second.header("etag"), first.header("etag"));
    let listed = app.get("/v1/warungs?count=exact").as_(&officer).send().await.expect(200);
    assert_eq!(listed["count"], 1);
    let other = json!({ "village_code": PAMOLOKAN, "name": "Another" });
    send(&other).await.expect_problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn everything_wrong_is_told_at_once() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let body = json!({
        "village_code": "35.29.01", "name": " ", "address": "a".repeat(301), "latitude": -7, "kbli_edition": "2025",
        "kbli_code": "56102", "nib": "12345", "id": Uuid::nil(),
    });
    let problem = app.post("/v1/warungs").as_(&officer).json(&body).send().await;
    assert_eq!(
        errors(&problem.expect_problem(422, "validation_failed")),
        [
            ("/id", "nil_id"),
            ("/village_code", "village_level"),
            ("/name", "text_empty"),
            ("/address", "text_too_long"),
            ("/nib", "nib_length"),
            ("/longitude", "required"),
            ("/kbli_code", "unknown_code"),
        ]
    );
}

#[tokio::test]
async fn the_village_must_be_one_of_the_callers() {
    let app = TestApp::start().await;
    let operator = app.account(Role::VillageOperator, &[PAMOLOKAN]);
    let officer = app.officer();
    let verdict = async |account, village: &str| {
        let body = json!({ "village_code": village, "name": "Warung Bu Sri" });
        let problem = app.post("/v1/warungs").as_(account).json(&body).send().await.expect(422);
        assert_eq!(problem["errors"][0]["pointer"], "/village_code");
        (problem["code"].clone(), problem["errors"][0]["code"].clone())
    };
    let outside = (json!("validation_failed"), json!("outside_regions"));
    assert_eq!(verdict(&operator, KEPANJIN).await, outside);
    assert_eq!(verdict(&officer, FOREIGN).await, outside);
    let unknown = (json!("unknown_reference"), json!("unknown_reference"));
    assert_eq!(verdict(&officer, "35.29.99.2001").await, unknown);

    let client = app.database().owner().client().await.unwrap();
    client.execute("UPDATE regencies SET active = false WHERE id = $1", &[&SUMENEP]).await.unwrap();
    let not_served = (json!("validation_failed"), json!("regency_not_served"));
    assert_eq!(verdict(&officer, PAMOLOKAN).await, not_served);
}

#[tokio::test]
async fn shapes_and_fields_are_strict() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for (body, code, pointer) in [
        (json!({ "name": "Warung" }), "invalid_shape", "/village_code"),
        (json!({ "village_code": PAMOLOKAN, "name": 7 }), "invalid_shape", "/name"),
        (json!({ "village_code": PAMOLOKAN, "name": "W", "id": "7" }), "invalid_shape", "/id"),
        (json!({ "village_code": PAMOLOKAN, "name": "W", "latitude": "7" }), "invalid_shape", "/latitude"),
        (json!({ "village_code": PAMOLOKAN, "name": "W", "status": "closed" }), "unknown_field", "/status"),
    ] {
        let problem =
            app.post("/v1/warungs").as_(&officer).json(&body).send().await.expect_problem(422, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}");
    }
}

#[tokio::test]
async fn only_operators_and_officers_enter_warungs() {
    let app = TestApp::start().await;
    let body = json!({ "village_code": PAMOLOKAN, "name": "Warung Bu Sri" });
    app.post("/v1/warungs").json(&body).send().await.expect_problem(401, "unauthenticated");
    for role in [Role::DistrictViewer, Role::Approver, Role::Insurer, Role::Auditor, Role::Admin] {
        let region = if role == Role::DistrictViewer { "35.29.01" } else { "35.29" };
        let account = app.account(role, &[region]);
        app.post("/v1/warungs").as_(&account).json(&body).send().await.expect_problem(403, "forbidden");
    }
}
