//! A document of a checklist: from which open claims it is asked

use serde_json::{Value, json};

use super::super::keeper;
use super::{DEATH, Filed, beneficiary, filed, preview};
use crate::support::cover::{found, start, with, worker};

fn document(changes: Value) -> Value {
    let row = json!({
        "kind": "death", "circumstance": null, "document": "court_ruling", "requirement": "required",
        "valid_from": "2026-01-01", "legal_reference": "a draft", "confidence": "low",
    });
    with(row, changes)
}

#[tokio::test]
async fn a_document_shows_from_which_open_claims_it_is_asked() {
    let app = start().await;
    let mut claims = Vec::new();
    for serial in 1..=4 {
        let worker = worker(&app, serial).await;
        let status = if serial == 1 { "submitted" } else { "draft" };
        claims.push(filed(&app, &worker, Filed { status, ..DEATH }).await);
    }
    beneficiary(&app, claims[0], "spouse", None).await;
    beneficiary(&app, claims[1], "child", Some("Moh. Hasan")).await;
    beneficiary(&app, claims[2], "sibling", None).await;
    let old = worker(&app, 5).await;
    filed(&app, &old, Filed { event_on: "2025-12-31", ..DEATH }).await;
    let decided = worker(&app, 6).await;
    filed(&app, &decided, Filed { kind: "work_accident", ..DEATH }).await;

    let lists = async |row: Value, supersedes: Value| {
        preview(&app, json!({ "checklist_item": row, "supersedes": supersedes })).await["checklists"].clone()
    };
    let figures = |lists: &Value| {
        let names = ["open", "changed", "asked_more", "asked_more_handed_in", "asked_less"];
        names.map(|name| lists[name].as_i64().unwrap())
    };
    let everywhere = lists(document(json!({})), Value::Null).await;
    assert_eq!(figures(&everywhere), [4, 4, 4, 1, 0]);
    assert_eq!(
        everywhere["regencies"],
        json!([{ "region_code": "35.29", "name": "Kabupaten Sumenep", "claims": 4 }])
    );
    let first =
        everywhere["claims"].as_array().unwrap().iter().find(|one| one["claim_id"] == json!(claims[0]));
    assert_eq!(
        first.unwrap(),
        &json!({
            "claim_id": claims[0], "region_code": "35.29", "event_on": "2026-11-02", "handed_in": true, "before": null,
            "after": "required",
        })
    );
    for (circumstance, changed, certain) in
        [("spouse", 1, true), ("minor_heir", 1, true), ("scholarship", 1, false), ("traffic", 4, false)]
    {
        let shown = lists(document(json!({ "circumstance": circumstance })), Value::Null).await;
        assert_eq!(
            (&shown["changed"], &shown["certain"]),
            (&json!(changed), &json!(certain)),
            "{circumstance}"
        );
    }
    // What every claim has to bring already, none has to bring because of a circumstance.
    let twice = document(json!({ "circumstance": "spouse", "document": "family_card" }));
    assert_eq!(figures(&lists(twice, Value::Null).await), [4, 0, 0, 0, 0]);
    // The seeded certificate of death would be asked for only where it applies, and only until the end of 2025.
    let certificate = "01935000-0485-7000-8000-000000000004";
    let row = document(json!({
        "document": "death_certificate", "requirement": "conditional", "alternatives": ["village_letter"],
        "valid_from": "2021-04-01",
    }));
    assert_eq!(figures(&lists(row.clone(), json!(certificate)).await), [5, 5, 0, 0, 5]);
    let ended = with(row.clone(), json!({ "requirement": "required", "valid_until": "2025-12-31" }));
    assert_eq!(figures(&lists(ended, json!(certificate)).await), [5, 4, 0, 0, 4]);
    let other = json!({
        "checklist_item": with(row, json!({ "document": "court_ruling" })), "supersedes": certificate,
    });
    let answer = app.post("/v1/rules/preview").as_(&keeper(&app)).json(&other).send().await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/supersedes", "no_correction")]);
    let wrong = json!({ "checklist_item": document(json!({ "document": "passport" })) });
    let answer = app.post("/v1/rules/preview").as_(&keeper(&app)).json(&wrong).send().await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/checklist_item/document", "unknown_code")]);
}
