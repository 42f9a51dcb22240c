//! `POST /v1/claims/{id}/submit`.

use payung::access::caller::Role;
use payung::domain::Nik;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, Held, READERS_ONLY, Stage, VILLAGE, field_errors, pairs};

async fn problems(stage: &Stage, held: &Held) -> Vec<(String, String)> {
    let answer = stage.try_step(held, &stage.operator, "submit", &json!({})).await;
    field_errors(&answer.expect_problem(422, "validation_failed"))
}

fn heir(relation: &str, share: i32) -> Value {
    json!({"name": "Siti", "relation": relation, "birth_on": "1970-01-01", "share_basis_points": share})
}

#[tokio::test]
async fn a_claim_that_stands_is_submitted() {
    let stage = Stage::set().await;
    let held = stage.with_family().await;
    let submitted = stage.step(&held, &stage.operator, "submit", json!({"note": "Lengkap."})).await;
    assert_eq!(submitted.json["status"], "submitted");
    assert_eq!(submitted.json["submitted_by"], json!(stage.operator.id));
    assert_eq!(submitted.json["submitted_at"], submitted.json["updated_at"]);
    assert_eq!(stage.column("SELECT status FROM claims").await, ["submitted"]);
    let reason = "SELECT reason FROM changes WHERE action = 'submitted'";
    assert_eq!(stage.column(reason).await, ["Lengkap."]);
}

#[tokio::test]
async fn beneficiaries_must_stand_in_the_order_of_the_law() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    assert_eq!(problems(&stage, &held).await, pairs(&[("/beneficiaries", "beneficiary_missing")]));

    let held = stage.add(&held, heir("sibling", 5000)).await;
    let held = stage.add(&held, heir("spouse", 4000)).await;
    let child = json!({"name": "Ali", "relation": "child", "birth_on": stage.days_ago(3000), "share_basis_points": 500});
    let held = stage.add(&held, child).await;
    let unknown_age = json!({"name": "Nur", "relation": "child", "share_basis_points": 400});
    let held = stage.add(&held, unknown_age).await;
    let held = stage.add(&held, heir("self", 100)).await;
    assert_eq!(
        problems(&stage, &held).await,
        pairs(&[
            ("/beneficiaries/0/relation", "excluded_by_nearer_heir"),
            ("/beneficiaries/2/guardian_name", "guardian_missing"),
            ("/beneficiaries/3/birth_on", "birth_date_missing"),
            ("/beneficiaries/4/relation", "worker_died"),
        ])
    );
    assert_eq!(stage.read(&held).await.json["status"], "draft");
}

#[tokio::test]
async fn the_dead_do_not_inherit_under_another_name() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let nik = Nik::parse("3529015708850001").unwrap();
    let vault = &stage.app.state.vault;
    let (sealed, hash) = (vault.seal(&nik).unwrap(), vault.lookup_hash(&nik).unwrap());
    let known = "UPDATE workers SET nik_sealed = $1, nik_mask = '3529************', nik_hash = $2";
    stage.database.execute(known, &[&sealed.as_bytes(), &hash.as_bytes()]).await.unwrap();
    let mut widow = heir("spouse", 10_000);
    widow["nik"] = json!("3529015708850001");
    let held = stage.add(&held, widow).await;
    assert_eq!(problems(&stage, &held).await, pairs(&[("/beneficiaries/0/nik", "nik_of_the_worker")]));
    let own = json!({"nik": "3529015708850002"});
    stage
        .send(Method::PATCH, &held.beneficiary(0), &stage.operator, Some(&held.etag), &own)
        .await
        .expect(200);
    stage.step(&stage.read(&held).await, &stage.operator, "submit", json!({})).await;
}

#[tokio::test]
async fn shares_must_add_up() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let held = stage.add(&held, heir("spouse", 9_999)).await;
    assert_eq!(problems(&stage, &held).await, pairs(&[("/beneficiaries", "shares_do_not_add_up")]));
    let held = stage.add(&held, heir("child", 1)).await;
    stage.step(&held, &stage.operator, "submit", json!({})).await;
}

#[tokio::test]
async fn whoever_buried_the_dead_is_paid_where_nobody_inherits() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let held = stage.add(&held, heir("funeral_payer", 10_000)).await;
    stage.step(&held, &stage.operator, "submit", json!({})).await;
}

#[tokio::test]
async fn the_living_are_the_only_beneficiaries_of_their_claims() {
    let stage = Stage::set().await;
    for kind in ["old_age", "work_accident"] {
        let worker = stage.worker(VILLAGE).await;
        let body = json!({
            "kind": kind, "worker_id": worker, "event_on": stage.days_ago(5), "circumstances": "Jatuh.",
        });
        let held = stage.file(body).await;
        let with_wife = stage.add(&held, heir("spouse", 10_000)).await;
        let found = problems(&stage, &with_wife).await;
        assert_eq!(found, pairs(&[("/beneficiaries/0/relation", "only_the_worker")]));
        let path = with_wife.beneficiary(0);
        let himself = json!({"relation": "self", "name": "Moh. Hasan"});
        stage.send(Method::PATCH, &path, &stage.operator, Some(&with_wife.etag), &himself).await.expect(200);
        let held = stage.read(&held).await;
        assert_eq!(stage.step(&held, &stage.operator, "submit", json!({})).await.json["status"], "submitted");
    }
}

#[tokio::test]
async fn a_work_accident_needs_an_account_of_what_happened() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let body = json!({"kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(5)});
    let held = stage.file(body).await;
    let held = stage.add(&held, heir("self", 10_000)).await;
    assert_eq!(problems(&stage, &held).await, pairs(&[("/circumstances", "required")]));
}

#[tokio::test]
async fn a_claim_says_the_day_of_the_recorded_death() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let died = |held: &Held, days| json!({ "worker_id": held.json["worker"]["id"], "died_on": stage.days_ago(days), "source": "village_report" });
    let record =
        async |body: Value| stage.app.post("/v1/deaths").as_(&stage.officer).json(&body).send().await;
    record(died(&held, 9)).await.expect(201);
    assert_eq!(problems(&stage, &held).await, pairs(&[("/event_on", "death_says_otherwise")]));
    let right = json!({ "event_on": stage.days_ago(9) });
    stage.send(Method::PATCH, &held.path(), &stage.operator, Some(&held.etag), &right).await.expect(200);
    stage.step(&stage.read(&held).await, &stage.operator, "submit", json!({})).await;

    // Whoever survived an accident and died since has heirs; nothing happens to the dead.
    let worker = stage.worker(VILLAGE).await;
    let body = json!({"kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(5),
        "circumstances": "Jatuh."});
    let held = stage.add(&stage.file(body).await, heir("self", 10_000)).await;
    record(died(&held, 6)).await.expect(201);
    assert_eq!(
        problems(&stage, &stage.read(&held).await).await,
        pairs(&[("/beneficiaries/0/relation", "worker_died"), ("/event_on", "event_after_death")])
    );
}

#[tokio::test]
async fn a_claim_is_submitted_once_and_again_after_its_return() {
    let stage = Stage::set().await;
    let submitted = stage.submitted().await;
    let again = stage.try_step(&submitted, &stage.operator, "submit", &json!({})).await;
    again.expect_problem(409, "invalid_state");
    let missing = json!({"missing": ["Akta kematian", "Kartu keluarga"]});
    let returned = stage.step(&submitted, &stage.officer, "return", missing).await;
    let submitted = stage.step(&returned, &stage.operator, "submit", json!({})).await;
    assert_eq!(submitted.json["returned_missing"], json!([]));
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let path = held.action("submit");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: json!({}),
        allowed: Role::VillageOperator,
        forbidden: READERS_ONLY,
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["status"], "draft");
}
