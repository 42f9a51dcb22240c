//! `GET /v1/workers/{id}`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{HOME, NEXT_DOOR, nik, one, operator, register, siti, stranger};
use crate::support::TestApp;

#[tokio::test]
async fn a_version_that_is_held_is_not_sent_again() {
    let app = TestApp::start().await;
    let account = operator(&app);
    let worker = register(&app, &account, &siti()).await;
    let held = app.get(&worker.path()).as_(&account).header("If-None-Match", &worker.etag).send().await;
    assert_eq!((held.expect(304), held.header("etag")), (Value::Null, Some(worker.etag.as_str())));
    let officer = app.officer();
    let other = app.get(&worker.path()).as_(&officer).header("If-None-Match", &worker.etag).send().await;
    assert_eq!(
        other.expect(200)["allowed_actions"],
        json!(["update", "verify", "reject", "deactivate", "merge"])
    );
    assert_eq!(other.header("etag"), Some("\"1.masked-wv\""));
}

#[tokio::test]
async fn a_worker_outside_the_regions_does_not_exist() {
    let app = TestApp::start().await;
    let worker = register(&app, &operator(&app), &siti()).await;
    let next_door = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    let other_district = app.account(Role::DistrictViewer, &["35.29.02"]);
    for account in [&stranger(&app), &next_door, &other_district] {
        app.get(&worker.path()).as_(account).send().await.expect_problem(404, "not_found");
    }
    let viewer = app.account(Role::DistrictViewer, &["35.29.01"]);
    assert_eq!(app.get(&worker.path()).as_(&viewer).send().await.expect(200)["village_code"], HOME);
    app.get(&worker.path()).send().await.expect_problem(401, "unauthenticated");
    for role in [Role::Admin, Role::PlatformAdmin] {
        let account = app.account(role, &[]);
        app.get(&worker.path()).as_(&account).send().await.expect_problem(403, "forbidden");
    }
    app.get("/v1/workers/7").as_(&app.officer()).send().await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_purpose_opens_identifiers_and_is_written_down_before() {
    let app = TestApp::start().await;
    let worker = register(&app, &operator(&app), &siti()).await;
    let auditor = app.account(Role::Auditor, &["35.29"]);
    let opened = app
        .get(&worker.path())
        .as_(&auditor)
        .header("X-Purpose", "claim_handling; berkas 12")
        .header("If-None-Match", "\"1.open\"")
        .send()
        .await;
    let shown = opened.expect(200);
    assert_eq!(
        [&shown["nik"], &shown["family_card_number"], &shown["phone"], &shown["next_of_kin_phone"]],
        [&json!(nik(3)), &json!("3529011203140007"), &json!("+6281234567890"), &json!("+6281234567891")]
    );
    assert_eq!(opened.header("cache-control"), Some("no-store"));
    assert_eq!(opened.header("etag"), Some("\"1.open\""));
    let kept: String = one(
        &app,
        "select concat_ws('|', worker_id, actor_kind, actor_id, purpose, note, array_to_string(fields, ',')) \
         from person_access_log where purpose is not null",
    )
    .await;
    let fields = "nik,family_card_number,phone,next_of_kin_phone";
    assert_eq!(kept, format!("{}|user|{}|claim_handling|berkas 12|{fields}", worker.id, auditor.id));
}

#[tokio::test]
async fn a_purpose_alone_is_not_enough() {
    let app = TestApp::start().await;
    let worker = register(&app, &app.officer(), &siti()).await;
    for (role, region) in [(Role::VillageOperator, HOME), (Role::DistrictViewer, "35.29.01")] {
        let account = app.account(role, &[region]);
        let request = app.get(&worker.path()).as_(&account).header("X-Purpose", "contact");
        request.send().await.expect_problem(403, "forbidden");
    }
    let auditor = app.account(Role::Auditor, &["35.29"]);
    for purpose in ["curiosity", "", "contact, audit"] {
        let request = app.get(&worker.path()).as_(&auditor).header("X-Purpose", purpose);
        let problem = request.send().await.expect_problem(400, "invalid_header");
        assert_eq!(problem["errors"][0]["pointer"], "/X-Purpose");
    }
    let opened: i64 = one(&app, "select count(*) from person_access_log where purpose is not null").await;
    assert_eq!(opened, 0);
}

#[tokio::test]
async fn whoever_entered_a_worker_sees_the_entry_for_seven_days() {
    let app = TestApp::start().await;
    let account = operator(&app);
    let worker = register(&app, &account, &siti()).await;
    let open = || app.get(&worker.path()).as_(&account).header("X-Purpose", "verification").send();
    assert_eq!(open().await.expect(200)["nik"], nik(3));
    let client = app.database().owner().client().await.unwrap();
    client.execute("update workers set created_at = created_at - interval '7 days'", &[]).await.unwrap();
    open().await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn an_own_entry_that_somebody_else_changed_is_no_longer_the_own_one() {
    let app = TestApp::start().await;
    let (account, officer) = (operator(&app), app.officer());
    let worker = register(&app, &account, &siti()).await;
    let open =
        async |path: &str| app.get(path).as_(&account).header("X-Purpose", "verification").send().await;
    open(&worker.path()).await.expect(200);
    let body = json!({ "phone": "+6281299999999" });
    let patch = app.patch(&worker.path()).as_(&officer).header("If-Match", &worker.etag).json(&body);
    patch.send().await.expect(200);
    open(&worker.path()).await.expect_problem(403, "forbidden");
    open("/v1/workers").await.expect_problem(403, "forbidden");
    app.get(&worker.path()).as_(&account).send().await.expect(200);
}

#[tokio::test]
async fn what_was_known_at_an_instant_stays_readable() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    let then = worker.shown["updated_at"].as_str().unwrap();
    let body = json!({ "name": "Siti Aminatus", "nik": nik(4) });
    let patch = app.patch(&worker.path()).as_(&officer).header("If-Match", &worker.etag).json(&body);
    patch.send().await.expect(200);
    let path = format!("{}?as_known_at={then}", worker.path());
    let past = app.get(&path).as_(&officer).send().await.expect(200);
    assert_eq!((&past["name"], &past["nik"]), (&json!("Siti Aminah"), &json!("3529************")));
    assert_eq!(past["allowed_actions"], json!([]));
    let opened = app.get(&path).as_(&officer).header("X-Purpose", "audit").send().await.expect(200);
    assert_eq!(opened["nik"], nik(3));
    let before = format!("{}?as_known_at=2020-01-01T00:00:00Z", worker.path());
    app.get(&before).as_(&officer).send().await.expect_problem(404, "not_found");
    app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_masked_opening_is_in_the_access_log_within_moments() {
    let app = TestApp::start().await;
    let account = operator(&app);
    let worker = register(&app, &account, &siti()).await;
    app.get(&worker.path()).as_(&account).send().await.expect(200);
    app.get(&worker.path()).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    app.state.opens.flush(&app.state.db).await.unwrap();
    let client = app.database().owner().client().await.unwrap();
    let query = "select worker_id::text, actor_id, fields, purpose from person_access_log";
    let written = async {
        // The service's own task may have taken it a moment before and be writing it still.
        loop {
            let rows = client.query(query, &[]).await.unwrap();
            if !rows.is_empty() {
                return rows;
            }
        }
    };
    let rows = tokio::time::timeout(std::time::Duration::from_secs(10), written).await.expect("it is kept");
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].get::<_, String>(0), rows[0].get::<_, uuid::Uuid>(1)),
        (worker.id.clone(), account.id)
    );
    assert_eq!((rows[0].get::<_, Vec<String>>(2), rows[0].get::<_, Option<String>>(3)), (vec![], None));
}

#[tokio::test]
async fn an_addition_that_nobody_offers_is_refused() {
    let app = TestApp::start().await;
    let account = operator(&app);
    let worker = register(&app, &account, &siti()).await;
    let path = format!("{}?expand=warungs&as_known_at=2026-01-01T00:00:00Z", worker.path());
    app.get(&path).as_(&account).send().await.expect_problem(400, "invalid_query");
    let path = format!("{}?expand=moon", worker.path());
    let problem = app.get(&path).as_(&account).send().await.expect_problem(400, "invalid_query");
    assert_eq!(problem["errors"][0]["pointer"], "/expand");
}
