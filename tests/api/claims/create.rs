//! `POST /v1/claims`.

use payung::access::caller::Role;
use serde_json::json;
use uuid::Uuid;

use super::stage::{
    FOREIGN_VILLAGE, OTHER_VILLAGE, READERS_ONLY, Stage, VILLAGE, field_errors, pairs, strings,
};

#[tokio::test]
async fn a_village_files_a_draft() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let id = Uuid::now_v7();
    let body = json!({
        "id": id, "kind": "death", "worker_id": worker, "event_on": stage.days_ago(3),
        "circumstances": " Meninggal di rumah. ",
    });
    let answer = stage.app.post("/v1/claims").as_(&stage.operator).json(&body).send().await;
    let claim = answer.expect(201);
    assert_eq!(answer.header("location"), Some(format!("/v1/claims/{id}").as_str()));
    assert_eq!(answer.header("etag"), Some("\"1.masked-w1\""));
    assert_eq!(claim["id"], json!(id));
    assert_eq!(claim["worker"], json!({"id": worker, "name": "Moh. Hasan", "village_code": VILLAGE}));
    assert_eq!((&claim["status"], &claim["version"]), (&json!("draft"), &json!(1)));
    assert_eq!(claim["circumstances"], "Meninggal di rumah.");
    assert_eq!(claim["reported_on"], json!(stage.today));
    assert_eq!(claim["beneficiaries"], json!([]));
    let allowed = [
        "edit",
        "edit_beneficiaries",
        "set_payout_account",
        "edit_documents",
        "submit",
        "withdraw",
        "reclassify",
    ];
    assert_eq!(strings(&claim["allowed_actions"]), allowed);

    let stored = "SELECT format('%s %s %s %s', status, kind, version, entered_by) FROM claims";
    assert_eq!(stage.column(stored).await, [format!("draft death 1 {}", stage.operator.id)]);
    let recorded = "SELECT format('%s %s %s %s', subject, action, version, region_code) FROM changes \
        WHERE subject = 'claim'";
    assert_eq!(stage.column(recorded).await, [format!("claim created 1 {VILLAGE}")]);
}

#[tokio::test]
async fn the_same_key_files_one_claim() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let body = json!({"kind": "death", "worker_id": worker, "event_on": stage.days_ago(3)});
    let request =
        || stage.app.post("/v1/claims").as_(&stage.operator).header("idempotency-key", "claim-1").json(&body);
    let first = request().send().await;
    let again = request().send().await;
    assert_eq!(first.expect(201), again.expect(201));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(stage.column("SELECT id::text FROM claims").await.len(), 1);
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let post = async |body| {
        let answer = stage.app.post("/v1/claims").as_(&stage.operator).json(&body).send().await;
        field_errors(&answer.expect_problem(422, "validation_failed"))
    };
    let unreadable = json!({
        "kind": "death", "worker_id": worker, "event_on": "1-1-2026", "died_on": "2026-02-30",
        "circumstances": " ", "reported_on": "2026-1-1",
    });
    assert_eq!(
        post(unreadable).await,
        pairs(&[
            ("/event_on", "day_format"),
            ("/died_on", "day_impossible"),
            ("/reported_on", "day_format"),
            ("/circumstances", "text_empty"),
        ])
    );
    let unfitting = json!({
        "kind": "death", "worker_id": worker, "event_on": "2199-01-01", "died_on": "2199-01-01",
    });
    assert_eq!(
        post(unfitting).await,
        pairs(&[
            ("/event_on", "event_in_future"),
            ("/reported_on", "report_before_event"),
            ("/died_on", "death_only_with_work_accident"),
            ("/died_on", "death_in_future"),
        ])
    );
    let unknown = json!({"kind": "birth", "worker_id": worker, "event_on": stage.today});
    let answer = stage.app.post("/v1/claims").as_(&stage.operator).json(&unknown).send().await;
    answer.expect_problem(422, "invalid_shape");
    let extra = json!({"kind": "death", "worker_id": worker, "event_on": stage.today, "status": "paid"});
    let answer = stage.app.post("/v1/claims").as_(&stage.operator).json(&extra).send().await;
    answer.expect_problem(422, "unknown_field");
    assert!(stage.column("SELECT id::text FROM claims").await.is_empty());
}

#[tokio::test]
async fn a_worker_out_of_reach_is_not_found() {
    let stage = Stage::set().await;
    let elsewhere = stage.worker(OTHER_VILLAGE).await;
    let merged = stage.worker_of(Uuid::now_v7(), VILLAGE, "merged").await;
    let foreign = stage.worker(FOREIGN_VILLAGE).await;
    for worker in [elsewhere, foreign, Uuid::now_v7()] {
        let body = json!({"kind": "death", "worker_id": worker, "event_on": stage.today});
        let answer = stage.app.post("/v1/claims").as_(&stage.operator).json(&body).send().await;
        let problem = answer.expect_problem(422, "unknown_reference");
        assert_eq!(field_errors(&problem), pairs(&[("/worker_id", "unknown_worker")]));
    }
    // One that was merged is there; the one that stays is told to whoever sees it.
    let body = json!({"kind": "death", "worker_id": merged, "event_on": stage.today});
    for (account, survivor) in [(&stage.operator, json!(null)), (&stage.officer, json!(elsewhere))] {
        let answer = stage.app.post("/v1/claims").as_(account).json(&body).send().await;
        let problem = answer.expect_problem(422, "unknown_reference");
        assert_eq!(field_errors(&problem), pairs(&[("/worker_id", "worker_merged")]));
        assert_eq!(problem["existing_id"], survivor);
    }
    let body = json!({"kind": "death", "worker_id": elsewhere, "event_on": stage.today});
    stage.app.post("/v1/claims").as_(&stage.officer).json(&body).send().await.expect(201);
}

#[tokio::test]
async fn a_deceased_or_unverified_worker_can_be_claimed_for() {
    let stage = Stage::set().await;
    for status in ["registered", "rejected", "inactive"] {
        let worker = stage.worker_of(Uuid::now_v7(), VILLAGE, status).await;
        let body = json!({"kind": "death", "worker_id": worker, "event_on": stage.today});
        stage.file(body).await;
    }
}

#[tokio::test]
async fn a_person_dies_once_in_all_regencies() {
    let stage = Stage::set().await;
    let person = Uuid::now_v7();
    let here = stage.worker_of(person, VILLAGE, "inactive").await;
    let there = stage.worker_of(person, FOREIGN_VILLAGE, "verified").await;
    let first = stage.file(json!({"kind": "death", "worker_id": here, "event_on": stage.days_ago(3)})).await;

    let again = json!({"kind": "death", "worker_id": here, "event_on": stage.days_ago(2)});
    let answer = stage.app.post("/v1/claims").as_(&stage.operator).json(&again).send().await;
    // Whoever may see the claim that is there is told which it is; nobody else.
    assert_eq!(answer.expect_problem(409, "already_exists")["existing_id"], json!(first.id));
    let neighbour = stage.app.account(Role::Officer, &["35.28"]);
    let elsewhere = json!({"kind": "death", "worker_id": there, "event_on": stage.days_ago(3)});
    let answer = stage.app.post("/v1/claims").as_(&neighbour).json(&elsewhere).send().await;
    assert_eq!(answer.expect_problem(409, "already_exists").get("existing_id"), None);

    stage.step(&first, &stage.operator, "withdraw", json!({"reason": "Salah orang."})).await;
    stage.app.post("/v1/claims").as_(&neighbour).json(&elsewhere).send().await.expect(201);
}

#[tokio::test]
async fn a_death_is_claimed_as_a_death_or_as_an_accident_that_ended_in_it() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let death = json!({"kind": "death", "worker_id": worker, "event_on": stage.days_ago(4)});
    let accident = json!({
        "kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(5), "died_on": stage.days_ago(4),
    });
    for (first, second) in [(&death, &accident), (&accident, &death)] {
        let held = stage.file(first.clone()).await;
        let answer = stage.app.post("/v1/claims").as_(&stage.operator).json(second).send().await;
        answer.expect_problem(409, "already_exists");
        stage.step(&held, &stage.operator, "withdraw", json!({"reason": "Salah."})).await;
    }
    // The index holds it also where nobody asked before.
    stage.file(death).await;
    let revived = "UPDATE claims SET status = 'draft' WHERE kind = 'work_accident'";
    let refused = stage.database.execute(revived, &[]).await.unwrap_err();
    assert_eq!(refused.as_db_error().and_then(|error| error.constraint()), Some("claims_person_death_key"));
}

#[tokio::test]
async fn nothing_happens_to_somebody_who_is_not_born() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let born = "UPDATE workers SET birth_on = current_date - 20 WHERE id = $1";
    stage.database.execute(born, &[&worker]).await.unwrap();
    let body = json!({"kind": "death", "worker_id": worker, "event_on": stage.days_ago(30)});
    let answer = stage.app.post("/v1/claims").as_(&stage.operator).json(&body).send().await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/event_on", "event_before_birth")]));
}

#[tokio::test]
async fn an_accident_is_claimed_once_and_another_one_apart() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let accident =
        |days| json!({"kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(days)});
    stage.file(accident(30)).await;
    let answer = stage.app.post("/v1/claims").as_(&stage.operator).json(&accident(30)).send().await;
    let problem = answer.expect_problem(409, "already_exists");
    assert_eq!(field_errors(&problem), pairs(&[("/event_on", "already_exists")]));
    stage.file(accident(20)).await;
}

#[tokio::test]
async fn an_id_that_is_taken_is_refused() {
    let stage = Stage::set().await;
    let first = stage.draft().await;
    let worker = stage.worker(VILLAGE).await;
    let body = json!({"id": first.id, "kind": "death", "worker_id": worker, "event_on": stage.today});
    let answer = stage.app.post("/v1/claims").as_(&stage.operator).json(&body).send().await;
    let problem = answer.expect_problem(409, "already_exists");
    assert_eq!(field_errors(&problem), pairs(&[("/id", "already_exists")]));
}

#[tokio::test]
async fn a_late_work_accident_is_warned_of_and_a_late_death_is_not() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let body = json!({"kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(6 * 366)});
    assert_eq!(strings(&stage.file(body).await.json["warnings"]), ["work_accident_lapsed"]);
    let body = json!({"kind": "death", "worker_id": worker, "event_on": stage.days_ago(6 * 366)});
    assert_eq!(stage.file(body).await.json["warnings"], json!([]));
}

#[tokio::test]
async fn only_those_who_file_may_file() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let body = json!({"kind": "death", "worker_id": worker, "event_on": stage.today});
    stage.app.post("/v1/claims").json(&body).send().await.expect_problem(401, "unauthenticated");
    for role in READERS_ONLY {
        let regions: &[&str] = match role {
            Role::PlatformAdmin => &[],
            Role::DistrictViewer => &["35.29.01"],
            _ => &["35.29"],
        };
        let reader = stage.app.account(*role, regions);
        let answer = stage.app.post("/v1/claims").as_(&reader).json(&body).send().await;
        answer.expect_problem(403, "forbidden");
    }
}
