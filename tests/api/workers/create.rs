//! `POST /v1/workers`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{ABROAD, HOME, NEXT_DOOR, found, nameless, nik, one, operator, register, siti, stranger, with};
use crate::support::TestApp;

#[tokio::test]
async fn a_worker_is_registered_and_shown_masked() {
    let app = TestApp::start().await;
    let account = operator(&app);
    let answer = app.post("/v1/workers").as_(&account).json(&siti()).send().await;
    let worker = answer.expect(201);
    let id = worker["id"].as_str().unwrap();
    assert_eq!(answer.header("location"), Some(format!("/v1/workers/{id}").as_str()));
    assert_eq!(answer.header("etag"), Some("\"1.masked-w\""));
    let expected = with(
        siti(),
        json!({
            "nik": "3529************",
            "family_card_number": "3529************",
            "phone": "+62*******90",
            "next_of_kin_phone": "+62*******91",
            "nik_warnings": [],
            "status": "registered",
            "status_reason": null,
            "status_on": app.state.clock.today().to_string(),
            "merged_into": null,
            "entered_by": account.id,
            "allowed_actions": ["update"],
            "id": id,
            "created_at": worker["created_at"],
            "updated_at": worker["created_at"],
        }),
    );
    assert_eq!(worker, expected);
    let read = app.get(&format!("/v1/workers/{id}")).as_(&account).send().await;
    assert_eq!(read.expect(200), worker);
}

#[tokio::test]
async fn the_database_holds_no_number_in_clear_and_one_person() {
    let app = TestApp::start().await;
    let worker = register(&app, &operator(&app), &siti()).await;
    let everything: String = one(
        &app,
        "select (select string_agg(w::text, '') from workers w) || (select string_agg(p::text, '') from persons p) \
         || (select string_agg(c::text, '') from changes c)",
    )
    .await;
    for number in [nik(3).as_str(), "3529011203140007", "81234567890", "81234567891"] {
        assert!(!everything.contains(number), "{number}");
    }
    let open: String = one(&app, "select open_worker_id::text from persons where nik_hash is not null").await;
    assert_eq!(open, worker.id);
    let recorded: String = one(
        &app,
        "select action || ' ' || version || ' ' || region_code from changes where subject = 'worker'",
    )
    .await;
    assert_eq!(recorded, format!("created 1 {HOME}"));
}

#[tokio::test]
async fn a_client_may_bring_the_id() {
    let app = TestApp::start().await;
    let body = with(nameless("Sahrawi"), json!({ "id": "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10" }));
    let worker = register(&app, &operator(&app), &body).await;
    assert_eq!(worker.id, "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10");
    let again = app.post("/v1/workers").as_(&operator(&app)).json(&body).send().await;
    let problem = again.expect_problem(409, "already_exists");
    assert_eq!(found(&problem), [("/id", "already_exists")]);
    assert_eq!(one::<i64>(&app, "select count(*) from persons").await, 1);
}

#[tokio::test]
async fn birth_and_sex_come_from_the_nik_where_nobody_states_them() {
    let app = TestApp::start().await;
    let body = with(nameless("Siti Aminah"), json!({ "nik": nik(3) }));
    let worker = register(&app, &operator(&app), &body).await.shown;
    assert_eq!((&worker["birth_on"], &worker["sex"]), (&json!("1982-06-15"), &json!("female")));
    assert_eq!(worker["nik_warnings"], json!([]));
}

#[tokio::test]
async fn disagreements_are_stored_as_warnings() {
    let app = TestApp::start().await;
    let body = with(siti(), json!({ "nik": "3201015506820003", "sex": "male", "birth_on": "1982-06-16" }));
    let worker = register(&app, &operator(&app), &body).await.shown;
    assert_eq!(
        worker["nik_warnings"],
        json!(["nik_foreign_prefix", "nik_birth_date_differs", "nik_sex_differs"])
    );
    assert_eq!((&worker["birth_on"], &worker["sex"]), (&json!("1982-06-16"), &json!("male")));
}

#[tokio::test]
async fn temporary_identities_do_not_meet() {
    let app = TestApp::start().await;
    let first = register(&app, &operator(&app), &nameless("Sri")).await;
    let second = register(&app, &operator(&app), &nameless("Sri")).await;
    assert_ne!(first.id, second.id);
    assert_eq!(first.shown["nik"], Value::Null);
    assert_eq!(one::<i64>(&app, "select count(*) from persons where nik_hash is null").await, 2);
}

#[tokio::test]
async fn the_same_nik_in_the_own_regions_is_told_with_its_registration() {
    let app = TestApp::start().await;
    let first = register(&app, &operator(&app), &siti()).await;
    for account in [operator(&app), app.officer()] {
        let again = app.post("/v1/workers").as_(&account).json(&with(siti(), json!({ "name": "Siti A." })));
        let problem = again.send().await.expect_problem(409, "already_registered");
        assert_eq!(problem["existing_id"], first.id.as_str());
    }
    assert_eq!(one::<i64>(&app, "select count(*) from workers").await, 1);
}

#[tokio::test]
async fn the_same_nik_anywhere_else_is_always_the_same_answer() {
    let app = TestApp::start().await;
    register(&app, &operator(&app), &siti()).await;
    let next_door = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    let mut answers = Vec::new();
    for (account, village) in [(&next_door, NEXT_DOOR), (&stranger(&app), ABROAD)] {
        let body = with(siti(), json!({ "village_code": village }));
        let answer = app.post("/v1/workers").as_(account).json(&body).send().await;
        let mut problem = answer.expect_problem(409, "transfer_needed");
        assert_eq!(problem.get("existing_id"), None);
        problem["request_id"].take();
        answers.push(problem);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(one::<i64>(&app, "select count(*) from workers").await, 1);
}

#[tokio::test]
async fn everything_wrong_is_told_at_once() {
    let app = TestApp::start().await;
    let body = json!({
        "id": "00000000-0000-0000-0000-000000000000",
        "village_code": ABROAD,
        "name": "12",
        "nik": "3529",
        "birth_on": "2999-01-01",
        "occupation": "fisher",
        "poverty_decile": 0,
    });
    let answer = app.post("/v1/workers").as_(&operator(&app)).json(&body).send().await;
    let problem = answer.expect_problem(422, "validation_failed");
    let mut found = found(&problem);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("/birth_on", "day_year"),
            ("/id", "nil_id"),
            ("/name", "name_without_letter"),
            ("/nik", "nik_length"),
            ("/occupation_source", "required"),
            ("/poverty_as_of", "required"),
            ("/poverty_decile", "decile_range"),
            ("/poverty_source", "required"),
            ("/village_code", "outside_regions"),
        ]
    );
    assert!(!answer.text().contains("3529\""), "the refused value is not repeated");
}

#[tokio::test]
async fn bodies_that_do_not_fit_are_refused() {
    let app = TestApp::start().await;
    let account = app.officer();
    for (body, status, code, pointer) in [
        (json!({ "name": "Sri" }), 422, "invalid_shape", "/village_code"),
        (with(siti(), json!({ "status": "verified" })), 422, "unknown_field", "/status"),
        (with(siti(), json!({ "village_code": "35.29.01" })), 422, "validation_failed", "/village_code"),
        (with(siti(), json!({ "village_code": "35.29.99.2999" })), 422, "unknown_reference", "/village_code"),
    ] {
        let answer = app.post("/v1/workers").as_(&account).json(&body).send().await;
        let problem = answer.expect_problem(status, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}");
    }
    assert_eq!(one::<i64>(&app, "select count(*) from persons").await, 0, "nothing is half done");
}

#[tokio::test]
async fn a_regency_that_is_closed_takes_nobody() {
    let app = TestApp::start().await;
    let client = app.database().owner().client().await.unwrap();
    client.execute("update regencies set active = false where id = 1", &[]).await.unwrap();
    let answer = app.post("/v1/workers").as_(&app.officer()).json(&siti()).send().await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/village_code", "regency_not_served")]);
    assert_eq!(one::<i64>(&app, "select count(*) from persons").await, 0);
}

#[tokio::test]
async fn a_key_makes_a_repetition_safe() {
    let app = TestApp::start().await;
    let account = operator(&app);
    let post = |body: Value| {
        app.post("/v1/workers").as_(&account).header("Idempotency-Key", "k1").json(&body).send()
    };
    let first = post(siti()).await;
    let second = post(siti()).await;
    assert_eq!(first.expect(201), second.expect(201));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    post(nameless("Sri")).await.expect_problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn only_writers_register() {
    let app = TestApp::start().await;
    app.post("/v1/workers").json(&siti()).send().await.expect_problem(401, "unauthenticated");
    for role in [Role::Auditor, Role::Insurer, Role::Approver, Role::Admin] {
        let account = app.account(role, &["35.29"]);
        app.post("/v1/workers").as_(&account).json(&siti()).send().await.expect_problem(403, "forbidden");
    }
}

#[tokio::test]
async fn guessing_numbers_is_slowed() {
    let app = TestApp::configured(|config| config.rate_limits.lookup = std::num::NonZeroU32::new(2)).await;
    let account = operator(&app);
    let post = |serial| {
        app.post("/v1/workers").as_(&account).json(&with(siti(), json!({ "nik": nik(serial) }))).send()
    };
    for serial in [1, 2] {
        post(serial).await.expect(201);
    }
    let refused = post(3).await;
    refused.expect_problem(429, "rate_limited");
    assert!(refused.header("retry-after").is_some());
    register(&app, &account, &nameless("Sri")).await;
}
