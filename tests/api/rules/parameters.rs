//! `/v1/rules/parameters`

use payung::access::caller::Role;
use payung::cover::rules::parameters::ParameterKey;
use serde_json::{Value, json};

use super::{approved, decide, keeper};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{found, one, start, statuses_by_role, with};

const LIST: &str = "/v1/rules/parameters";

fn new_limit() -> Value {
    json!({
        "key": "entry_age_limit_years",
        "value": 66,
        "valid_from": "2027-07-01",
        "legal_reference": "Permenaker 9/2027",
        "confidence": "low",
    })
}

async fn seeded(app: &TestApp, account: &Account, key: &str) -> Value {
    let listed = app.get(&format!("{LIST}?key={key}")).as_(account).send().await.expect(200);
    assert_eq!(listed["data"].as_array().unwrap().len(), 1, "{listed}");
    listed["data"][0].clone()
}

#[tokio::test]
async fn the_rules_in_force_are_there_with_their_sources() {
    let app = start().await;
    let listed =
        app.get(&format!("{LIST}?on=2026-11-23&count=exact")).as_(&app.officer()).send().await.expect(200);
    assert_eq!(listed["count"], 17);
    let values: Vec<(&str, i64)> = listed["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["key"].as_str().unwrap(), row["value"].as_i64().unwrap()))
        .collect();
    for expected in [
        ("entry_age_limit_years", 65),
        ("wage_base_minimum_idr", 1_000_000),
        ("jobs_maximum", 2),
        ("arrears_months_payable", 3),
        ("lapse_after_unpaid_months", 3),
        ("lapse_alert_after_unpaid_months", 2),
        ("waiting_months_full_death_benefit", 3),
        ("death_claim_service_working_days", 3),
        ("work_accident_claim_service_working_days", 7),
        ("age_of_majority_years", 18),
        ("payout_change_cooling_hours", 24),
        ("wage_base_maximum_idr", 20_700_000),
        ("transfer_answer_days", 7),
        ("school_year_start_month", 7),
        ("posthumous_birth_days", 300),
    ] {
        assert!(values.contains(&expected), "{expected:?}");
    }
    let before = app.get(&format!("{LIST}?on=1973-12-31")).as_(&app.officer()).send().await.expect(200);
    assert_eq!(before["data"], json!([]));
}

#[tokio::test]
async fn every_seeded_parameter_can_be_superseded() {
    let app = start().await;
    let client = app.database().owner().client().await.unwrap();
    let rows = client.query("select distinct key from rule_parameters", &[]).await.unwrap();
    for row in rows {
        let key: String = row.get(0);
        assert!(ParameterKey::parse(&key).is_ok(), "{key} is seeded, and nobody could change it");
    }
}

#[tokio::test]
async fn everybody_may_read_the_rules_and_only_their_keeper_may_write_them() {
    let app = start().await;
    let read = statuses_by_role(&app, async |account| match account {
        Some(account) => app.get(LIST).as_(account).send().await,
        None => app.get(LIST).send().await,
    })
    .await;
    assert_eq!(read.len(), Role::ALL.len());
    let written = statuses_by_role(&app, async |account| match account {
        Some(account) => app.post(LIST).as_(account).json(&new_limit()).send().await,
        None => app.post(LIST).json(&new_limit()).send().await,
    })
    .await;
    assert_eq!(written, [(Role::PlatformAdmin, 201)]);
}

#[tokio::test]
async fn a_correction_supersedes_and_the_old_row_stays_readable() {
    let app = start().await;
    let keeper = keeper(&app);
    let old = seeded(&app, &keeper, "entry_age_limit_years").await;
    assert_eq!(old["allowed_actions"], json!(["update"]));
    let path = format!("{LIST}/{}", old["id"].as_str().unwrap());
    let etag = app.get(&path).as_(&keeper).send().await.header("etag").unwrap().to_owned();

    let body = json!({ "valid_until": "2027-06-30", "reason": "Permenaker 9/2027" });
    let corrected = app.patch(&path).as_(&keeper).header("If-Match", &etag).json(&body).send().await;
    let new = corrected.expect(201);
    assert_eq!((&new["value"], &new["valid_until"]), (&json!(65), &json!("2027-06-30")));
    assert_eq!((&new["status"], &new["supersedes"]), (&json!("proposed"), &old["id"]));
    assert_eq!(
        corrected.header("location"),
        Some(format!("{LIST}/{}", new["id"].as_str().unwrap()).as_str())
    );

    let before = app.get(&path).as_(&keeper).send().await.expect(200);
    assert_eq!(before["superseded_by"], Value::Null, "the old row counts until a second person agrees");
    approved(&app, &corrected).await;

    let kept = app.get(&path).as_(&keeper).send().await.expect(200);
    assert_eq!((&kept["value"], &kept["superseded_by"]), (&old["value"], &new["id"]));
    assert_eq!(kept["allowed_actions"], json!([]));
    let next = app.post(LIST).as_(&keeper).json(&new_limit()).send().await;
    approved(&app, &next).await;
    for (on, limit) in [("2027-06-30", 65), ("2027-07-01", 66)] {
        let path = format!("{LIST}?key=entry_age_limit_years&on={on}");
        let rows = app.get(&path).as_(&keeper).send().await.expect(200);
        assert_eq!((rows["data"].as_array().unwrap().len(), &rows["data"][0]["value"]), (1, &json!(limit)));
    }
    let all = app.get(&format!("{LIST}?key=entry_age_limit_years&superseded=true")).as_(&keeper);
    assert_eq!(all.send().await.expect(200)["data"].as_array().unwrap().len(), 3);

    let history = app.get(&format!("{path}/history")).as_(&keeper).send().await.expect(200);
    let last = history["data"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["action"], &last["reason"]), (&json!("superseded"), &json!("Permenaker 9/2027")));
    let counts: String = one(
        &app,
        "select concat_ws(' ', count(*) filter (where action = 'superseded'), count(*) filter (where action = 'created' \
         and actor_kind = 'user')) from changes where subject = 'rule_parameter'",
    )
    .await;
    assert_eq!(counts, "1 2");
}

#[tokio::test]
async fn a_superseded_row_and_a_stale_version_are_refused() {
    let app = start().await;
    let keeper = keeper(&app);
    let old = seeded(&app, &keeper, "jobs_maximum").await;
    let path = format!("{LIST}/{}", old["id"].as_str().unwrap());
    let patch = async |etag: Option<&str>, body: Value| {
        let request = app.patch(&path).as_(&keeper).json(&body);
        match etag {
            Some(etag) => request.header("If-Match", etag).send().await,
            None => request.send().await,
        }
    };
    let body = json!({ "value": 3, "reason": "misread" });
    patch(None, body.clone()).await.expect_problem(428, "precondition_required");
    patch(Some("\"9.managed\""), body.clone()).await.expect_problem(412, "version_mismatch");
    let wrong = json!({ "value": -1, "valid_until": "2001-01-01", "confidence": null, "reason": "misread" });
    let problem = patch(Some("\"1.managed\""), wrong).await.expect_problem(422, "validation_failed");
    assert_eq!(
        found(&problem),
        [("/value", "value_negative"), ("/valid_until", "period_backwards"), ("/confidence", "required")]
    );
    let correction = patch(Some("\"1.managed\""), body.clone()).await;
    approved(&app, &correction).await;
    patch(Some("\"1.managed\""), body.clone()).await.expect_problem(412, "version_mismatch");
    let problem = patch(Some("\"2.managed\""), body).await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!([]));
}

#[tokio::test]
async fn a_rule_that_cannot_be_is_refused() {
    let app = start().await;
    let keeper = keeper(&app);
    let post = async |body: Value| app.post(LIST).as_(&keeper).json(&body).send().await;
    let wrong = with(
        new_limit(),
        json!({ "key": "shoe_size", "valid_from": "1 July", "legal_reference": " ", "confidence": "total" }),
    );
    let problem = post(wrong).await.expect_problem(422, "validation_failed");
    let expected = [
        ("/key", "unknown_code"),
        ("/valid_from", "day_format"),
        ("/legal_reference", "text_empty"),
        ("/confidence", "unknown_code"),
    ];
    assert_eq!(found(&problem), expected);
    post(with(new_limit(), json!({ "regency": 1 }))).await.expect_problem(422, "unknown_field");
    let overlapping = post(new_limit()).await;
    overlapping.expect(201);
    let refused = decide(&app, &super::keeper(&app), &overlapping, "approve").await;
    let problem = refused.expect_problem(409, "rule_overlap");
    assert_eq!(found(&problem), [("/valid_from", "rule_overlap")]);
    assert_eq!(problem["allowed_actions"], json!(["approve", "withdraw"]));
    app.get(&format!("{LIST}?on=tomorrow")).as_(&keeper).send().await.expect_problem(400, "invalid_query");
    let nowhere = format!("{LIST}/01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10");
    app.get(&nowhere).as_(&keeper).send().await.expect_problem(404, "not_found");
    app.get(&format!("{nowhere}/history")).as_(&keeper).send().await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn of_sixteen_corrections_approved_at_once_one_wins() {
    let app = start().await;
    let keeper = keeper(&app);
    let old = seeded(&app, &keeper, "jobs_maximum").await;
    let path = format!("{LIST}/{}", old["id"].as_str().unwrap());
    let patches = (0..16).map(|value| {
        let body = json!({ "value": value, "reason": "misread" });
        app.patch(&path).as_(&keeper).header("If-Match", "\"1.managed\"").json(&body).send()
    });
    let proposals = futures_util::future::join_all(patches).await;
    let second = super::keeper(&app);
    let approvals = proposals.iter().map(|proposal| decide(&app, &second, proposal, "approve"));
    let answers = futures_util::future::join_all(approvals).await;
    let won = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    let lost = answers.iter().filter(|answer| answer.status.as_u16() == 409).count();
    assert_eq!((won, lost), (1, 15));
    seeded(&app, &keeper, "jobs_maximum").await;
}

#[tokio::test]
async fn a_value_beyond_reason_is_refused_with_the_bound_of_its_unit() {
    let app = start().await;
    let keeper = keeper(&app);
    for (key, most) in [
        ("entry_age_limit_years", 150),
        ("lapse_after_unpaid_months", 1_200),
        ("death_claim_service_working_days", 365),
        ("wage_base_maximum_idr", 1_000_000_000_000_i64),
    ] {
        let body = |value: i64| with(new_limit(), json!({ "key": key, "value": value }));
        app.post(LIST).as_(&keeper).json(&body(most)).send().await.expect(201);
        let answer = app.post(LIST).as_(&keeper).json(&body(most + 1)).send().await;
        let problem = answer.expect_problem(422, "validation_failed");
        assert_eq!(found(&problem), [("/value", "value_too_large")], "{key}");
    }
}

/// An id tells one thing from another: what clients send where they have none is refused, whatever its version.
#[tokio::test]
async fn an_id_that_a_client_brings_is_any_uuid_but_the_nil_and_the_max_one() {
    let app = start().await;
    let keeper = keeper(&app);
    let post = async |id: &str| {
        app.post(LIST).as_(&keeper).json(&with(new_limit(), json!({ "id": id }))).send().await
    };
    for refused in ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"] {
        let problem = post(refused).await.expect_problem(422, "invalid_shape");
        assert_eq!(found(&problem), [("/id", "invalid_value")]);
    }
    let own = "6fa459ea-ee8a-4ca4-894e-db77e160355e";
    assert_eq!(post(own).await.expect(201)["id"], own);
}

#[tokio::test]
async fn a_parameter_never_lies_above_the_one_that_bounds_it() {
    let app = start().await;
    let first = keeper(&app);
    let old = seeded(&app, &first, "wage_base_minimum_idr").await;
    let path = format!("{LIST}/{}", old["id"].as_str().unwrap());
    let etag = app.get(&path).as_(&first).send().await.header("etag").unwrap().to_owned();
    let body = json!({ "value": 20_700_001, "reason": "misread" });
    let proposal = app.patch(&path).as_(&first).header("If-Match", &etag).json(&body).send().await;
    proposal.expect(201);
    let problem = decide(&app, &keeper(&app), &proposal, "approve").await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "bounds_crossed")]);
    assert_eq!(problem["allowed_actions"], json!(["approve", "withdraw"]));
    let still = app.get(&path).as_(&first).send().await.expect(200);
    assert_eq!((&still["value"], &still["superseded_at"]), (&old["value"], &Value::Null));
    decide(&app, &first, &proposal, "withdraw").await.expect(200);
}
