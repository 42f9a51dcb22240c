//! `PATCH /v1/workers/{id}`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{
    ABROAD, NEXT_DOOR, Registered, act, found, nameless, nik, one, operator, register, siti, stranger, with,
};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::request::Answer;

async fn patch(app: &TestApp, account: &Account, worker: &Registered, etag: &str, body: Value) -> Answer {
    app.patch(&worker.path()).as_(account).header("If-Match", etag).json(&body).send().await
}

#[tokio::test]
async fn named_fields_change_and_the_others_stay() {
    let app = TestApp::start().await;
    let account = operator(&app);
    let worker = register(&app, &account, &siti()).await;
    let body =
        json!({ "name": "Siti Aminatus", "phone": null, "poverty_decile": 3, "address": "Dusun Temor" });
    let answer = patch(&app, &account, &worker, &worker.etag, body).await;
    let changed = answer.expect(200);
    let expected = with(
        worker.shown.clone(),
        json!({
            "name": "Siti Aminatus", "phone": null, "poverty_decile": 3, "address": "Dusun Temor",
            "updated_at": changed["updated_at"],
        }),
    );
    assert_eq!(changed, expected);
    assert_eq!(answer.header("etag"), Some("\"2.masked-w\""));
    assert_eq!(app.get(&worker.path()).as_(&account).send().await.expect(200), changed);
    let history = app.get(&format!("{}/history", worker.path())).as_(&account).send().await.expect(200);
    let before = &history["data"][1]["before"];
    assert_eq!(
        [&before["name"], &before["poverty_decile"], &before["phone_mask"]],
        [&json!("Siti Aminah"), &json!(2), &json!("+62*******90")]
    );
    assert_eq!(before.get("nik_mask"), None, "what stayed is not in it");
}

#[tokio::test]
async fn a_correction_that_changes_nothing_leaves_no_trace() {
    let app = TestApp::start().await;
    let account = operator(&app);
    let worker = register(&app, &account, &siti()).await;
    for body in [json!({}), siti()] {
        let answer = patch(&app, &account, &worker, &worker.etag, body).await;
        assert_eq!(
            (answer.expect(200), answer.header("etag")),
            (worker.shown.clone(), Some(worker.etag.as_str()))
        );
    }
    assert_eq!(one::<i64>(&app, "select count(*) from changes where subject = 'worker'").await, 1);
}

#[tokio::test]
async fn a_first_nik_makes_a_temporary_identity_permanent() {
    let app = TestApp::start().await;
    let account = operator(&app);
    let worker = register(&app, &account, &nameless("Siti Aminah")).await;
    let person: String = one(&app, "select id::text from persons").await;
    let changed = patch(&app, &account, &worker, &worker.etag, json!({ "nik": nik(3) })).await.expect(200);
    assert_eq!(
        [&changed["nik"], &changed["birth_on"], &changed["sex"]],
        ["3529************", "1982-06-15", "female"]
    );
    let now: String = one(&app, "select id::text from persons where nik_hash is not null").await;
    assert_eq!(now, person, "the person stays the same");
    let again = app.post("/v1/workers").as_(&account).json(&siti()).send().await;
    assert_eq!(again.expect_problem(409, "already_registered")["existing_id"], worker.id.as_str());
}

#[tokio::test]
async fn a_first_nik_of_somebody_known_gives_the_registration_to_that_person() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let earlier = register(&app, &officer, &siti()).await;
    let reason = json!({ "reason": "data_invalid" });
    act(&app, &officer, &format!("{}/reject", earlier.path()), &earlier.etag, &reason).await;
    let worker = register(&app, &officer, &nameless("Siti Aminah")).await;
    patch(&app, &officer, &worker, &worker.etag, json!({ "nik": nik(3) })).await.expect(200);
    let persons: String = one(&app, "select string_agg(open_worker_id::text, ',') from persons").await;
    assert_eq!(persons, worker.id, "one person is left, and this is the open registration");
}

#[tokio::test]
async fn a_registration_does_not_take_claims_and_cover_to_another_person() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let earlier = register(&app, &officer, &siti()).await;
    let reason = json!({ "reason": "data_invalid" });
    act(&app, &officer, &format!("{}/reject", earlier.path()), &earlier.etag, &reason).await;
    let today = app.state.clock.today().to_string();

    let claimed = register(&app, &officer, &nameless("Siti Aminah")).await;
    let death = json!({ "kind": "death", "worker_id": claimed.id, "event_on": today });
    app.post("/v1/claims").as_(&officer).json(&death).send().await.expect(201);
    let said = register(&app, &officer, &nameless("Siti Maryam")).await;
    let fact = json!({
        "worker_id": said.id, "state": "active", "programmes": ["jkm"], "as_of": today, "evidence": "BPJS",
    });
    app.post("/v1/memberships").as_(&officer).json(&fact).send().await.expect(201);
    for worker in [&claimed, &said] {
        let refused = patch(&app, &officer, worker, &worker.etag, json!({ "nik": nik(3) })).await;
        refused.expect_problem(409, "conflict");
        assert_eq!(app.get(&worker.path()).as_(&officer).send().await.expect(200), worker.shown);
        // Nobody else has this one, so that the person stays who it is.
        let serial = if worker.id == said.id { 21 } else { 22 };
        patch(&app, &officer, worker, &worker.etag, json!({ "nik": nik(serial) })).await.expect(200);
    }
    let apart =
        "select count(*) from claims c join workers w on w.id = c.worker_id and w.person_id <> c.person_id";
    assert_eq!(one::<i64>(&app, apart).await, 0);
}

#[tokio::test]
async fn a_nik_that_is_open_elsewhere_is_refused_as_a_registration_would_be() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let taken = register(&app, &officer, &siti()).await;
    let there = with(siti(), json!({ "nik": nik(9), "village_code": ABROAD }));
    register(&app, &stranger(&app), &there).await;
    let worker = register(&app, &officer, &nameless("Siti")).await;
    let known = patch(&app, &officer, &worker, &worker.etag, json!({ "nik": nik(3) })).await;
    assert_eq!(known.expect_problem(409, "already_registered")["existing_id"], taken.id.as_str());
    let hidden = patch(&app, &officer, &worker, &worker.etag, json!({ "nik": nik(9) })).await;
    assert_eq!(hidden.expect_problem(409, "transfer_needed").get("existing_id"), None);
    let read = app.get(&worker.path()).as_(&officer).send().await.expect(200);
    assert_eq!(read, worker.shown);
}

#[tokio::test]
async fn a_slip_in_a_nik_is_corrected_and_frees_the_wrong_one() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    patch(&app, &officer, &worker, &worker.etag, json!({ "nik": nik(4) })).await.expect(200);
    assert_eq!(one::<i64>(&app, "select count(*) from persons").await, 1);
    register(&app, &officer, &with(siti(), json!({ "name": "Sri" }))).await;
}

#[tokio::test]
async fn warnings_follow_the_data() {
    let app = TestApp::start().await;
    let account = operator(&app);
    let worker = register(&app, &account, &siti()).await;
    let answer = patch(&app, &account, &worker, &worker.etag, json!({ "birth_on": "1982-06-16" })).await;
    assert_eq!(answer.expect(200)["nik_warnings"], json!(["nik_birth_date_differs"]));
    let etag = answer.header("etag").unwrap();
    let answer = patch(&app, &account, &worker, etag, json!({ "birth_on": "1982-06-15" })).await;
    assert_eq!(answer.expect(200)["nik_warnings"], json!([]));
}

#[tokio::test]
async fn the_identity_of_a_verified_worker_is_the_office_s() {
    let app = TestApp::start().await;
    let (officer, operator) = (app.officer(), operator(&app));
    let worker = register(&app, &operator, &siti()).await;
    let etag = act(&app, &officer, &format!("{}/verify", worker.path()), &worker.etag, &json!({})).await;
    let identity = json!({ "name": "Sri", "nik": nik(4), "birth_on": "1982-06-14", "sex": "male" });
    let refused = patch(&app, &operator, &worker, &etag, identity).await;
    let problem = refused.expect_problem(422, "validation_failed");
    for pointer in ["/name", "/nik", "/birth_on", "/sex"] {
        assert!(found(&problem).contains(&(pointer, "verified_identity")), "{problem}");
    }
    let contact = patch(&app, &operator, &worker, &etag, json!({ "address": "Dusun Daja" })).await;
    let etag = contact.header("etag").unwrap().to_owned();
    contact.expect(200);

    let doubtful = json!({ "birth_on": "1982-06-14" });
    let refused = patch(&app, &officer, &worker, &etag, doubtful.clone()).await;
    let problem = refused.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/confirm_warnings", "nik_birth_date_differs")]);
    let confirmed = with(doubtful, json!({ "confirm_warnings": true }));
    let changed = patch(&app, &officer, &worker, &etag, confirmed).await.expect(200);
    assert_eq!(
        (&changed["status"], &changed["nik_warnings"]),
        (&json!("verified"), &json!(["nik_birth_date_differs"]))
    );
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    for (body, status, code, pointers) in [
        (
            json!({ "name": null, "nik": null, "village_code": null, "segment": null }),
            422,
            "validation_failed",
            vec!["/village_code", "/name", "/nik", "/segment"],
        ),
        (json!({ "occupation": null }), 422, "validation_failed", vec!["/occupation"]),
        (json!({ "village_code": ABROAD }), 422, "validation_failed", vec!["/village_code", "/village_code"]),
        (json!({ "village_code": "35.29.99.2999" }), 422, "unknown_reference", vec!["/village_code"]),
        (json!({ "status": "verified" }), 422, "unknown_field", vec!["/status"]),
        (json!({ "name": 7 }), 422, "invalid_shape", vec!["/name"]),
    ] {
        let problem =
            patch(&app, &officer, &worker, &worker.etag, body.clone()).await.expect_problem(status, code);
        let found: Vec<&str> = found(&problem).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(found, pointers, "{body}");
    }
}

#[tokio::test]
async fn whoever_corrects_must_have_read_the_newest_version() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    let without = app.patch(&worker.path()).as_(&officer).json(&json!({ "name": "Sri" })).send().await;
    without.expect_problem(428, "precondition_required");
    patch(&app, &officer, &worker, &worker.etag, json!({ "name": "Sri" })).await.expect(200);
    let stale = patch(&app, &officer, &worker, &worker.etag, json!({ "name": "Tutik" })).await;
    stale.expect_problem(412, "version_mismatch");
}

#[tokio::test]
async fn a_closed_registration_is_not_corrected() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    let reason = json!({ "reason": "not_a_worker" });
    let etag = act(&app, &officer, &format!("{}/reject", worker.path()), &worker.etag, &reason).await;
    let answer = patch(&app, &officer, &worker, &etag, json!({ "name": "Sri" })).await;
    assert_eq!(answer.expect_problem(409, "invalid_state")["allowed_actions"], json!(["reopen"]));
}

#[tokio::test]
async fn only_writers_of_the_region_correct() {
    let app = TestApp::start().await;
    let worker = register(&app, &operator(&app), &siti()).await;
    let body = json!({ "name": "Sri" });
    let anonymous = app.patch(&worker.path()).header("If-Match", &worker.etag).json(&body).send().await;
    anonymous.expect_problem(401, "unauthenticated");
    let auditor = app.account(Role::Auditor, &["35.29"]);
    patch(&app, &auditor, &worker, &worker.etag, body.clone()).await.expect_problem(403, "forbidden");
    for account in [stranger(&app), app.account(Role::VillageOperator, &[NEXT_DOOR])] {
        patch(&app, &account, &worker, &worker.etag, body.clone()).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_worker_who_was_ever_verified_does_not_become_another_known_person() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let known = register(&app, &officer, &with(siti(), json!({ "nik": nik(4) }))).await;
    let reason = json!({ "reason": "not_a_worker" });
    act(&app, &officer, &format!("{}/reject", known.path()), &known.etag, &reason).await;
    let worker = register(&app, &officer, &siti()).await;
    let etag = act(&app, &officer, &format!("{}/verify", worker.path()), &worker.etag, &json!({})).await;
    patch(&app, &officer, &worker, &etag, json!({ "nik": nik(4) })).await.expect_problem(409, "conflict");
    patch(&app, &officer, &worker, &etag, json!({ "nik": nik(5) })).await.expect(200);
}

#[tokio::test]
async fn a_temporary_identity_with_a_history_keeps_it_with_its_first_nik_or_is_merged() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &nameless("Siti Aminah")).await;
    let claim =
        json!({ "kind": "work_accident", "worker_id": worker.id, "event_on": app.state.clock.today() });
    app.post("/v1/claims").as_(&officer).json(&claim).send().await.expect(201);
    let person = "select person_id::text from claims";
    let before: String = one(&app, person).await;
    let known = register(&app, &officer, &siti()).await;
    let neighbour = stranger(&app);
    register(&app, &neighbour, &with(siti(), json!({ "village_code": ABROAD, "nik": nik(4) }))).await;
    let taken = patch(&app, &officer, &worker, &worker.etag, json!({ "nik": nik(3) })).await;
    let taken = taken.expect_problem(409, "already_registered");
    assert_eq!(taken["existing_id"], known.id.as_str());
    assert!(taken["detail"].as_str().unwrap().contains("/merge"), "{taken}");
    let hidden = patch(&app, &officer, &worker, &worker.etag, json!({ "nik": nik(4) })).await;
    assert_eq!(hidden.expect_problem(409, "transfer_needed").get("existing_id"), None);
    let promoted = patch(&app, &officer, &worker, &worker.etag, json!({ "nik": nik(5) })).await;
    assert_eq!(promoted.expect(200)["nik"], "3529************");
    assert_eq!(one::<String>(&app, person).await, before);
    assert_eq!(
        one::<i64>(&app, "select count(*) from workers w join claims c on c.person_id = w.person_id").await,
        1
    );
}
