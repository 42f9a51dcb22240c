//! `GET /v1/claims/{id}`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, Stage, VILLAGE, strings};
use crate::support::app::Account;

#[tokio::test]
async fn a_claim_shows_its_beneficiaries_and_only_masks() {
    let stage = Stage::set().await;
    let draft = stage.draft().await;
    let body = json!({
        "name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000,
        "nik": "3529015708850001", "birth_on": "1985-08-17",
    });
    let held = stage.add(&draft, body).await;
    let held = stage.give_account(&held, 0).await;
    let widow = &held.json["beneficiaries"][0];
    assert_eq!(widow["nik"], "3529************");
    assert_eq!(widow["heir_class"], "spouse_and_children");
    assert_eq!(widow["payout_state"], "ready");
    assert_eq!(
        widow["payout_account"],
        json!({
            "bank_name": "BPR Bhakti Sumekar", "bank_code": null, "account_number": "*******000",
            "account_holder_name": "Siti Aminah", "explanation": null, "changed_by": null, "approved_by": null,
            "payable_from": null,
        })
    );
    let text = held.json.to_string();
    assert!(!text.contains("3529015708850001") && !text.contains("00123456000"), "{text}");
}

#[tokio::test]
async fn nothing_stored_shows_an_identifier() {
    let stage = Stage::set().await;
    let draft = stage.draft().await;
    let body =
        json!({"name": "Siti", "relation": "spouse", "share_basis_points": 10000, "nik": "3529015708850001"});
    let held = stage.add(&draft, body).await;
    stage.give_account(&held, 0).await;
    for table in ["claims", "claim_beneficiaries", "changes", "idempotency_answers"] {
        for row in stage.column(&format!("SELECT t::text FROM {table} t")).await {
            assert!(!row.contains("5708850001") && !row.contains("00123456000"), "{table}: {row}");
        }
    }
}

#[tokio::test]
async fn a_purpose_opens_identifiers_and_leaves_a_trace() {
    let stage = Stage::set().await;
    let draft = stage.draft().await;
    let body =
        json!({"name": "Siti", "relation": "spouse", "share_basis_points": 10000, "nik": "3529015708850001"});
    let held = stage.add(&draft, body).await;
    let held = stage.give_account(&held, 0).await;
    let read = async |path: &str, by: &Account, purpose: &str| {
        stage
            .app
            .get(path)
            .as_(by)
            .header("x-purpose", purpose)
            .header("if-none-match", &held.etag)
            .send()
            .await
    };
    let answer = read(&held.path(), &stage.insurer, "claim_handling; berkas 12").await;
    let widow = answer.expect(200)["beneficiaries"][0].clone();
    assert_eq!(widow["nik"], "3529015708850001");
    assert_eq!(widow["payout_account"]["account_number"], "00123456000");
    assert_eq!(answer.header("etag").map(|etag| etag.contains("open")), Some(true));
    assert_eq!(read(&held.beneficiary(0), &stage.insurer, "audit").await.expect(200), widow);
    // Whoever filed the claim may look at it again for some days.
    read(&held.path(), &stage.operator, "contact").await.expect(200);
    let trace = "SELECT format('%s %s %s', purpose, note, fields) FROM person_access_log \
                 WHERE purpose IS NOT NULL ORDER BY opened_at";
    let fields = "{beneficiary_nik,beneficiary_account_number}";
    assert_eq!(
        stage.column(trace).await,
        [
            format!("claim_handling berkas 12 {fields}"),
            format!("audit  {fields}"),
            format!("contact  {fields}"),
        ]
    );

    let colleague = stage.app.account(Role::VillageOperator, &[VILLAGE]);
    read(&held.path(), &colleague, "contact").await.expect_problem(403, "forbidden");
    read(&held.path(), &stage.insurer, "curiosity").await.expect_problem(400, "invalid_header");
    assert_eq!(stage.column(trace).await.len(), 3);

    // What the office entered since is not the village's to see.
    let corrected = json!({"nik": "3529015708850002"});
    let path = held.beneficiary(0);
    stage.send(Method::PATCH, &path, &stage.officer, Some(&held.etag), &corrected).await.expect(200);
    read(&held.path(), &stage.operator, "contact").await.expect_problem(403, "forbidden");
    read(&path, &stage.operator, "contact").await.expect_problem(403, "forbidden");
    read(&held.path(), &stage.insurer, "audit").await.expect(200);
}

#[tokio::test]
async fn a_version_that_is_held_is_not_sent_again() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let request = || stage.app.get(&held.path()).as_(&stage.operator).header("if-none-match", &held.etag);
    assert!(request().send().await.expect(304).is_null());

    // The worker's name is shown too, and has a version of its own.
    let rename = "UPDATE workers SET name = 'Mohammad Hasan', version = version + 1";
    stage.database.execute(rename, &[]).await.unwrap();
    assert_eq!(request().send().await.expect(200)["worker"]["name"], "Mohammad Hasan");
}

#[tokio::test]
async fn a_claim_can_be_read_as_it_was_known() {
    let stage = Stage::set().await;
    let draft = stage.draft().await;
    let one =
        stage.add(&draft, json!({"name": "Siti", "relation": "spouse", "share_basis_points": 6000})).await;
    let moment = one.json["updated_at"].as_str().unwrap().to_owned();
    let two = stage.add(&one, json!({"name": "Ali", "relation": "child", "share_basis_points": 4000})).await;
    assert_eq!(two.json["beneficiaries"].as_array().unwrap().len(), 2);

    let known = async |instant: &str| {
        let path = format!("{}?as_known_at={}", draft.path(), instant.replace('+', "%2B"));
        stage.app.get(&path).as_(&stage.officer).send().await
    };
    let then = known(&moment).await.expect(200);
    assert_eq!(then["version"], 2);
    assert_eq!(then["allowed_actions"], json!([]));
    assert_eq!(then["beneficiaries"], one.json["beneficiaries"]);
    known("2020-01-01T00:00:00Z").await.expect_problem(404, "not_found");
    known("yesterday").await.expect_problem(400, "invalid_query");
}

#[tokio::test]
async fn every_reader_sees_the_actions_of_the_own_role() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    let seen = async |role, region: &str| -> Value {
        let reader = stage.app.account(role, &[region]);
        stage.app.get(&held.path()).as_(&reader).send().await.expect(200)["allowed_actions"].clone()
    };
    let filing = ["edit_beneficiaries", "set_payout_account", "edit_documents", "withdraw", "reclassify"];
    assert_eq!(strings(&seen(Role::VillageOperator, VILLAGE).await), filing);
    let office = [
        "edit_beneficiaries",
        "set_payout_account",
        "edit_documents",
        "return",
        "judge_documents",
        "verify",
        "withdraw",
        "reclassify",
    ];
    assert_eq!(strings(&seen(Role::Officer, "35.29").await), office);
    assert_eq!(strings(&seen(Role::Approver, "35.29").await), ["judge_documents", "verify"]);
    for role in [Role::Insurer, Role::Auditor] {
        assert_eq!(seen(role, "35.29").await, json!([]));
    }
    assert_eq!(seen(Role::DistrictViewer, "35.29.01").await, json!([]));
}

#[tokio::test]
async fn only_readers_of_the_region_see_a_claim() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let path = held.path();
    for allowed in [Role::VillageOperator, Role::DistrictViewer, Role::Auditor] {
        let call = Call {
            method: Method::GET,
            path: &path,
            body: Value::Null,
            allowed,
            forbidden: &[Role::Admin, Role::PlatformAdmin],
        };
        stage.refuses_outsiders(&held, &call).await;
    }
}
