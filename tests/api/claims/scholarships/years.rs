//! `POST /v1/claims/{id}/scholarships`, `GET` and `/withdraw`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::ani;
use crate::claims::stage::{Call, Held, READERS_ONLY, Stage, field_errors, pairs};

#[tokio::test]
async fn a_year_is_claimed_with_what_the_dated_rule_gives() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let id = Uuid::now_v7();
    let body = json!({
        "id": id, "child_id": child["id"], "school_year": stage.school_year(0), "level": "primary",
    });
    let answer = stage.app.post(&held.action("scholarships")).as_(&stage.operator).json(&body).send().await;
    let mut shown = answer.expect(201);
    let location = format!("{}/scholarships/{id}", held.path());
    assert_eq!(answer.header("location"), Some(location.as_str()));
    let read = stage.app.get(&location).as_(&stage.operator).send().await;
    assert_eq!((read.header("etag"), &read.expect(200)), (answer.header("etag"), &shown));
    for name in ["claimed_at", "benefit_rule_id"] {
        shown.as_object_mut().unwrap().remove(name);
    }
    // The family's papers came with the claim; the letters of the year, too, since it was filed in it.
    assert_eq!(
        shown,
        json!({
            "id": id, "claim_id": held.id, "child_id": child["id"], "school_year": stage.school_year(0),
            "level": "primary", "amount_idr": 1_500_000, "status": "claimed", "status_reason": null,
            "missing_documents": [], "claimed_by": stage.operator.id, "verified_by": null, "verified_at": null,
            "decided_on": null, "decided_by": null, "approved_amount_idr": null, "insurer_reference": null,
            "payment": null, "voided_payments": [], "allowed_actions": ["withdraw"],
        })
    );
    let path = held.action(&format!("children/{}", child["id"].as_str().unwrap()));
    let child = stage.app.get(&path).as_(&stage.officer).send().await.expect(200);
    assert_eq!(
        (&child["entitlement"][0]["years_claimed"], &child["scholarships"][0]["id"]),
        (&json!(1), &json!(id))
    );
    let stored = "SELECT format('%s %s %s', school_year, status, amount_idr) FROM claim_scholarships";
    assert_eq!(stage.column(stored).await, [format!("{} claimed 1500000", stage.first_year())]);
    assert_eq!(stage.recorded(&held).await.last().unwrap(), "scholarship_claimed");
}

#[tokio::test]
async fn a_year_that_has_not_begun_was_over_or_used_up_is_refused_with_the_reason() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let refused = async |later: i32, level: &str, expected: &[(&str, &str)]| {
        let answer = stage.try_year(&held, &child, &stage.school_year(later), level).await;
        assert_eq!(field_errors(&answer.expect_problem(422, "validation_failed")), pairs(expected));
    };
    refused(1, "primary", &[("/school_year", "school_year_not_begun")]).await;
    refused(-2, "primary", &[("/school_year", "school_year_before_event")]).await;
    refused(0, "kindergarten", &[("/level", "level_without_scholarship")]).await;
    refused(
        1,
        "kindergarten",
        &[("/school_year", "school_year_not_begun"), ("/level", "level_without_scholarship")],
    )
    .await;
    let malformed = stage.try_year(&held, &child, "2026", "primary").await;
    let problem = malformed.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/school_year", "school_year_form")]));
    let stranger = json!({"id": Uuid::now_v7()});
    let problem = stage.try_year(&held, &stranger, &stage.school_year(0), "primary").await;
    let problem = problem.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/child_id", "unknown_child")]));

    // Two years of primary school are left, then junior school begins.
    stage.year(&held, &child).await;
    stage.in_september(2);
    stage.try_year(&held, &child, &stage.school_year(1), "primary").await.expect(201);
    refused(2, "primary", &[("/level", "level_used_up")]).await;
    let junior = stage.try_year(&held, &child, &stage.school_year(2), "junior").await.expect(201);
    assert_eq!(junior["amount_idr"], 2_000_000);
    let sum = "SELECT sum(amount_idr)::text FROM claim_scholarships";
    assert_eq!(stage.column(sum).await, ["5000000"]);
}

#[tokio::test]
async fn whoever_is_twenty_three_when_the_year_begins_claims_nothing() {
    let stage = Stage::set().await;
    let held = stage.bereaved().await;
    let mut body = ani(None);
    (body["level"], body["level_year"]) = (json!("higher"), json!(1));
    body["birth_on"] = json!(format!("{}-07-01", stage.first_year() - 22));
    let (held, child) = stage.child(&held, body).await;
    let year = stage.try_year(&held, &child, &stage.school_year(0), "higher").await.expect(201);
    assert_eq!(year["amount_idr"], 12_000_000);
    stage.in_september(1);
    let problem = stage.try_year(&held, &child, &stage.school_year(1), "higher").await;
    let problem = problem.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/school_year", "child_too_old")]));
}

#[tokio::test]
async fn a_year_is_claimed_once_and_anew_after_it_was_taken_back() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let (held, first) = stage.year(&held, &child).await;
    let again = stage.try_year(&held, &child, &stage.school_year(0), "primary").await;
    let problem = again.expect_problem(409, "already_exists");
    assert_eq!(problem["existing_id"], first["id"]);
    let reason = json!({"reason": "Salah jenjang."});
    let (held, gone) = stage.year_step(&held, &stage.operator, (&first, "withdraw"), reason.clone()).await;
    assert_eq!((&gone["status"], &gone["status_reason"]), (&json!("withdrawn"), &json!("Salah jenjang.")));
    assert_eq!(gone["allowed_actions"], json!([]));
    let twice = stage.try_year_step(&held, &stage.operator, (&first, "withdraw"), &reason).await;
    twice.expect_problem(409, "invalid_state");
    stage.try_year(&held, &child, &stage.school_year(0), "primary").await.expect(201);
}

#[tokio::test]
async fn nobody_claims_a_year_before_the_insurer_pays() {
    let stage = Stage::set().await;
    let held = stage.sent().await;
    let (held, child) = stage.child(&held, ani(None)).await;
    let answer = stage.try_year(&held, &child, &stage.school_year(0), "primary").await;
    answer.expect_problem(409, "invalid_state");
}

/// A death not at work asks for three years of contributions, of which nothing is known here; the insurer knows better.
#[tokio::test]
async fn too_few_paid_months_bar_a_year_unless_the_insurer_pays_scholarships() {
    let stage = Stage::set().await;
    let (held, child) = stage.child(&stage.approved().await, ani(None)).await;
    let answer = stage.try_year(&held, &child, &stage.school_year(0), "primary").await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/child_id", "too_few_paid_months")]));
    let offered = json!(["edit", "claim_scholarship", "lapse"]);
    assert_eq!((&child["may_be_due"], &child["allowed_actions"]), (&json!(false), &offered));

    let sent = stage.sent().await;
    let decision = json!({
        "outcome": "approved", "decided_on": stage.today,
        "approved_lines": [
            {"benefit": "death", "amount_idr": 42_000_000}, {"benefit": "scholarship", "amount_idr": 1_500_000},
        ],
    });
    let held = stage.step(&sent, &stage.insurer, "record-decision", decision).await;
    // What is granted for the years is no part of what the widow gets at once.
    assert_eq!(
        (&held.json["approved_amount_idr"], &held.json["beneficiaries"][0]["due_amount_idr"]),
        (&json!(42_000_000), &json!(42_000_000))
    );
    let (held, child) = stage.child(&held, ani(None)).await;
    assert_eq!((&child["may_be_due"], &child["allowed_actions"]), (&json!(false), &offered));
    stage.try_year(&held, &child, &stage.school_year(0), "primary").await.expect(201);
}

/// Two years of primary school come to 3 million by the rule, and the insurer grants 2.5 with the claim.
#[tokio::test]
async fn all_years_together_stay_within_what_the_insurer_granted_with_the_claim() {
    let stage = Stage::set().await;
    let decision = json!({
        "outcome": "approved", "decided_on": stage.today, "approved_amount_idr": 42_000_000,
        "approved_lines": [
            {"benefit": "scholarship", "amount_idr": 2_000_000}, {"benefit": "scholarship", "amount_idr": 500_000},
        ],
    });
    let held = stage.step(&stage.sent().await, &stage.insurer, "record-decision", decision).await;
    assert_eq!(held.json["beneficiaries"][0]["due_amount_idr"], 42_000_000);
    let widow = held.beneficiary_id(0);
    let (held, child) = stage.child(&held, ani(Some(&widow))).await;
    let (held, first) = stage.year(&held, &child).await;
    let accepts = json!({"accept_documents": true});
    let (held, _) = stage.year_step(&held, &stage.approver, (&first, "verify"), accepts.clone()).await;
    let approval = json!({"outcome": "approved", "decided_on": stage.today});
    let (held, first) = stage.year_step(&held, &stage.insurer, (&first, "record-decision"), approval).await;
    assert_eq!(first["approved_amount_idr"], 1_500_000);
    let transfer = stage.year_transfer(&held, &first, "BEA-1");
    let (held, _) = stage.year_step(&held, &stage.insurer, (&first, "record-payment"), transfer).await;

    stage.in_september(1);
    let year = stage.school_year(1);
    let second = stage.try_year(&held, &child, &year, "primary").await.expect(201);
    for kind in ["school_letter", "report_card"] {
        stage.child_paper(&held, &child, kind, Some(&year)).await.expect(201);
    }
    let held = stage.read(&held).await;
    let (held, _) = stage.year_step(&held, &stage.approver, (&second, "verify"), accepts).await;
    let mut approval =
        json!({"outcome": "approved", "decided_on": format!("{}-09-01", stage.first_year() + 1)});
    let step = (&second, "record-decision");
    for amount in [Value::Null, json!(1_000_001)] {
        approval["approved_amount_idr"] = amount;
        let answer = stage.try_year_step(&held, &stage.insurer, step, &approval).await;
        let problem = answer.expect_problem(422, "validation_failed");
        assert_eq!(field_errors(&problem), pairs(&[("/approved_amount_idr", "more_than_granted")]));
    }
    approval["approved_amount_idr"] = json!(1_000_000);
    stage.year_step(&held, &stage.insurer, step, approval).await;
    let sum = "SELECT sum(approved_amount_idr)::text FROM claim_scholarships";
    assert_eq!(stage.column(sum).await, ["2500000"]);

    // Nothing is left for a third one.
    stage.in_september(2);
    let problem = stage.try_year(&held, &child, &stage.school_year(2), "junior").await;
    let problem = problem.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/school_year", "grant_used_up")]));
    let path = held.action(&format!("children/{}", child["id"].as_str().unwrap()));
    let shown = stage.app.get(&path).as_(&stage.operator).send().await.expect(200);
    assert_eq!(shown["allowed_actions"], json!(["edit", "lapse"]));
    let due = stage.app.get("/v1/work-items?kind=scholarship_due").as_(&stage.operator).send().await;
    assert_eq!(due.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn a_level_lies_between_those_of_the_years_before_and_after() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    stage.in_september(2);
    stage.try_year(&held, &child, &stage.school_year(1), "senior").await.expect(201);
    for (later, level, code) in
        [(2, "junior", "level_below_earlier_year"), (0, "higher", "level_above_later_year")]
    {
        let answer = stage.try_year(&held, &child, &stage.school_year(later), level).await;
        let problem = answer.expect_problem(422, "validation_failed");
        assert_eq!(field_errors(&problem), pairs(&[("/level", code)]));
    }
    stage.try_year(&held, &child, &stage.school_year(0), "primary").await.expect(201);
}

#[tokio::test]
async fn a_year_that_was_over_before_the_child_was_born_is_refused() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let born = format!("UPDATE claim_children SET birth_on = '{}-07-01'", stage.first_year() + 1);
    stage.database.execute(born.as_str(), &[]).await.unwrap();
    stage.in_september(1);
    let answer = stage.try_year(&held, &child, &stage.school_year(0), "primary").await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/school_year", "school_year_before_birth")]));
    stage.try_year(&held, &child, &stage.school_year(1), "primary").await.expect(201);
}

#[tokio::test]
async fn an_answer_that_was_lost_is_given_again() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let body = json!({"child_id": child["id"], "school_year": stage.school_year(0), "level": "primary"});
    let send = async || {
        let request = stage.app.post(&held.action("scholarships")).as_(&stage.operator);
        request.header("idempotency-key", "9f2d5a3e-scholarship").json(&body).send().await
    };
    let (first, second) = (send().await, send().await);
    assert_eq!(first.expect(201), second.expect(201));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_scholarships").await, ["1"]);
}

#[tokio::test]
async fn outsiders_are_refused() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.with_year().await;
    let one = held.action(&format!("scholarships/{}", scholarship["id"].as_str().unwrap()));
    let (all, withdraw) = (held.action("scholarships"), format!("{one}/withdraw"));
    let year = json!({"child_id": scholarship["child_id"], "school_year": "2026/2027", "level": "primary"});
    let nobody: &[Role] = &[Role::Admin, Role::PlatformAdmin];
    for (method, path, body, forbidden) in [
        (Method::POST, &all, year, READERS_ONLY),
        (Method::GET, &one, Value::Null, nobody),
        (Method::POST, &withdraw, json!({"reason": "Salah."}), READERS_ONLY),
    ] {
        let call = Call { method, path, body, allowed: Role::VillageOperator, forbidden };
        stage.refuses_outsiders(&held, &call).await;
        if path == &withdraw {
            stage.refuses_other_versions(&held, &call).await;
        }
    }
    let stranger = Held { etag: held.etag.clone(), ..held.clone() };
    let unknown = json!({"id": Uuid::now_v7()});
    let answer = stage
        .try_year_step(&stranger, &stage.operator, (&unknown, "withdraw"), &json!({"reason": "Salah."}))
        .await;
    answer.expect_problem(404, "not_found");
}
