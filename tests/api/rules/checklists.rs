//! `/v1/rules/checklists`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{approved, decide, keeper};
use crate::support::cover::{found, one, start, statuses_by_role, with};

const LIST: &str = "/v1/rules/checklists";
/// The death certificate.
const CERTIFICATE: &str = "/v1/rules/checklists/01935000-0485-7000-8000-000000000004";
const NOWHERE: &str = "/v1/rules/checklists/01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10";

fn ruling() -> Value {
    json!({
        "kind": "death",
        "document": "court_ruling",
        "requirement": "conditional",
        "valid_from": "2028-01-01",
        "legal_reference": "PP 44/2015",
        "note": "Bila penerima tidak tercantum sebagai ahli waris.",
        "confidence": "medium",
    })
}

#[tokio::test]
async fn the_documents_of_a_claim_are_listed_by_kind_and_circumstance() {
    let app = start().await;
    let officer = app.officer();
    let documents = async |query: &str| {
        let page = app.get(&format!("{LIST}?{query}&limit=500")).as_(&officer).send().await.expect(200);
        let rows = page["data"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| {
                (
                    row["circumstance"].clone(),
                    row["document"].as_str().unwrap().to_owned(),
                    row["requirement"].clone(),
                )
            })
            .collect::<Vec<_>>()
    };
    let death = documents("kind=death&on=2026-11-23").await;
    let always: Vec<&str> = death.iter().filter(|row| row.0.is_null()).map(|row| row.1.as_str()).collect();
    let expected = [
        "member_card",
        "worker_id_card",
        "heir_id_card",
        "death_certificate",
        "family_card",
        "heir_letter",
        "bank_book",
    ];
    assert_eq!(always, expected);
    let spouse = documents("kind=death&circumstance=spouse").await;
    assert_eq!(spouse, [(json!("spouse"), "marriage_certificate".to_owned(), json!("required"))]);
    let receipts = documents("kind=work_accident").await.into_iter().find(|row| row.1 == "receipts");
    assert_eq!(receipts.unwrap().2, "conditional");
    assert!(documents("on=2021-03-31").await.is_empty());
    let certificate = app.get(CERTIFICATE).as_(&officer).send().await.expect(200);
    assert_eq!(certificate["alternatives"], json!(["village_letter"]));
}

#[tokio::test]
async fn everybody_reads_checklists_and_only_keepers_propose_them() {
    let app = start().await;
    for path in [LIST.to_owned(), CERTIFICATE.to_owned(), format!("{CERTIFICATE}/history")] {
        let read = statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(&path).as_(account).send().await,
            None => app.get(&path).send().await,
        })
        .await;
        assert_eq!(read, Role::ALL.iter().map(|role| (*role, 200)).collect::<Vec<_>>(), "{path}");
    }
    let written = statuses_by_role(&app, async |account| match account {
        Some(account) => app.post(LIST).as_(account).json(&ruling()).send().await,
        None => app.post(LIST).json(&ruling()).send().await,
    })
    .await;
    assert_eq!(written, [(Role::PlatformAdmin, 201)]);
}

#[tokio::test]
async fn a_document_is_asked_for_once_and_a_correction_takes_its_place() {
    let app = start().await;
    let (first, second) = (keeper(&app), keeper(&app));
    let propose = async |body: Value| app.post(LIST).as_(&first).json(&body).send().await;
    let (one_row, other) = (propose(ruling()).await, propose(ruling()).await);
    approved(&app, &one_row).await;
    let refused = decide(&app, &second, &other, "approve").await.expect_problem(409, "rule_overlap");
    assert_eq!(found(&refused), [("/valid_from", "rule_overlap")]);
    let of_minors = propose(with(ruling(), json!({ "circumstance": "minor_heir" }))).await;
    approved(&app, &of_minors).await;

    let body = json!({ "alternatives": ["village_letter", "court_ruling"], "reason": "the branch takes a ruling, too" });
    let corrected =
        app.patch(CERTIFICATE).as_(&first).header("If-Match", "\"1.managed\"").json(&body).send().await;
    let corrected = approved(&app, &corrected).await;
    assert_eq!(corrected["alternatives"], body["alternatives"]);
    let alternatives: String = one(
        &app,
        "select string_agg(array_to_string(alternatives, ','), ' ') from checklist_items \
         where document = 'death_certificate' and status = 'approved' and superseded_at is null",
    )
    .await;
    assert_eq!(alternatives, "village_letter,court_ruling");
    let old = app.get(CERTIFICATE).as_(&first).send().await.expect(200);
    assert_eq!((&old["superseded_by"], &old["alternatives"]), (&corrected["id"], &json!(["village_letter"])));
}

#[tokio::test]
async fn what_is_no_document_is_refused() {
    let app = start().await;
    let keeper = keeper(&app);
    let wrong = json!({
        "kind": "birth", "circumstance": "rain", "requirement": "wished",
        "alternatives": ["court_ruling", "receipts", "receipts", "napkin"], "valid_until": "2027-12-31",
    });
    let answer = app.post(LIST).as_(&keeper).json(&with(ruling(), wrong)).send().await;
    let expected = [
        ("/kind", "unknown_code"),
        ("/circumstance", "unknown_code"),
        ("/requirement", "unknown_code"),
        ("/alternatives/0", "duplicate"),
        ("/alternatives/2", "duplicate"),
        ("/alternatives/3", "unknown_code"),
        ("/valid_until", "period_backwards"),
    ];
    assert_eq!(found(&answer.expect_problem(422, "validation_failed")), expected);
    let patch = async |path: &str, etag: &str, body: Value| {
        app.patch(path).as_(&keeper).header("If-Match", etag).json(&body).send().await
    };
    let wrong = json!({ "requirement": null, "alternatives": ["death_certificate"], "reason": "misread" });
    let problem = patch(CERTIFICATE, "\"1.managed\"", wrong).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/requirement", "required"), ("/alternatives/0", "duplicate")]);
    let body = json!({ "note": "x", "reason": "misread" });
    patch(CERTIFICATE, "\"5.managed\"", body.clone()).await.expect_problem(412, "version_mismatch");
    patch(NOWHERE, "\"1.managed\"", body.clone()).await.expect_problem(404, "not_found");
    app.patch(CERTIFICATE).as_(&keeper).json(&body).send().await.expect_problem(428, "precondition_required");
    app.get(NOWHERE).as_(&keeper).send().await.expect_problem(404, "not_found");
    app.get(&format!("{NOWHERE}/history")).as_(&keeper).send().await.expect_problem(404, "not_found");
    for query in ["kind=birth", "circumstance=rain", "on=today", "status=lost"] {
        app.get(&format!("{LIST}?{query}")).as_(&keeper).send().await.expect_problem(400, "invalid_query");
    }
}
