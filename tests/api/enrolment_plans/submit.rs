//! `POST /v1/enrolment-plans/{id}/submit`, `/return` and `/withdraw`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::cover::{
    apbd, approver, found, one, source, start, statuses_by_role, stranger, with, worker,
};
use crate::support::enrolment::{Plan, draft, wanted};

#[tokio::test]
async fn a_computed_plan_is_submitted_and_given_back_with_a_reason() {
    let app = start().await;
    worker(&app, 1).await;
    let (officer, approver) = (app.officer(), approver(&app));
    let plan = draft(&app, &wanted(source(&app, apbd()).await)).await;
    let early = plan.take(&app, &officer, "submit").await.expect_problem(409, "invalid_state");
    assert_eq!(early["allowed_actions"], json!(["update", "compute", "withdraw"]));

    let answer = plan.computed(&app).await.take(&app, &officer, "submit").await;
    let shown = answer.expect(200);
    assert_eq!((&shown["status"], &shown["submitted_by"]), (&json!("submitted"), &json!(officer.id)));
    assert_eq!(shown["allowed_actions"], json!(["withdraw"]));
    let submitted = Plan::of(&answer);
    let seen = app.get(&plan.path).as_(&approver).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!(["return", "approve"]));

    let empty = submitted.act(&app, &approver, "return", &json!({ "reason": "" })).await;
    assert_eq!(found(&empty.expect_problem(422, "validation_failed")), [("/reason", "text_empty")]);
    let reason = json!({ "reason": "the list of the agriculture office is missing" });
    let answer = submitted.act(&app, &approver, "return", &reason).await;
    let shown = answer.expect(200);
    assert_eq!((&shown["status"], &shown["submitted_by"]), (&json!("draft"), &Value::Null));
    assert_eq!(shown["return_reason"], reason["reason"]);
    assert_eq!(shown["computation"]["chosen"], 1, "its computation stands");
    let again = Plan::of(&answer).take(&app, &officer, "submit").await.expect(200);
    assert_eq!((&again["status"], &again["return_reason"]), (&json!("submitted"), &Value::Null));
}

#[tokio::test]
async fn a_plan_is_called_off_before_it_is_approved() {
    let app = start().await;
    worker(&app, 1).await;
    let (id, officer) = (source(&app, apbd()).await, app.officer());
    let reason = json!({ "reason": "the council has not decided" });
    for submitted in [false, true] {
        let plan = draft(&app, &wanted(id)).await;
        let plan = if submitted { plan.submitted(&app).await } else { plan };
        let answer = plan.act(&app, &officer, "withdraw", &reason).await;
        let shown = answer.expect(200);
        assert_eq!((&shown["status"], &shown["withdraw_reason"]), (&json!("withdrawn"), &reason["reason"]));
        assert_eq!(shown["allowed_actions"], json!([]));
        let again = Plan::of(&answer).act(&app, &officer, "withdraw", &reason).await;
        again.expect_problem(409, "invalid_state");
    }
    let approved = draft(&app, &wanted(id)).await.approved(&app).await;
    approved.act(&app, &officer, "withdraw", &reason).await.expect_problem(409, "invalid_state");
    let recorded: i64 =
        one(&app, "select count(*) from changes where action = 'withdrawn' and reason is not null").await;
    assert_eq!(recorded, 2);
}

#[tokio::test]
async fn each_action_has_its_role_and_its_version() {
    let app = start().await;
    worker(&app, 1).await;
    let id = source(&app, apbd()).await;
    let reason = json!({ "reason": "x" });
    let (officer, approver) = (app.officer(), approver(&app));
    let computed = draft(&app, &wanted(id)).await.computed(&app).await;
    let submitted = draft(&app, &with(wanted(id), json!({ "name": "two" }))).await.submitted(&app).await;
    for (plan, action, body, role) in [
        (&computed, "submit", None, Role::Officer),
        (&submitted, "return", Some(&reason), Role::Approver),
        (&computed, "withdraw", Some(&reason), Role::Officer),
    ] {
        let plan = Plan::read(&app, &plan.path).await;
        let send = async |account: Option<&_>, etag: Option<&str>| {
            let mut request = app.post(&format!("{}/{action}", plan.path));
            if let Some(account) = account {
                request = request.as_(account);
            }
            if let Some(etag) = etag {
                request = request.header("If-Match", etag);
            }
            match body {
                Some(body) => request.json(body).send().await,
                None => request.send().await,
            }
        };
        let own = if role == Role::Officer { &officer } else { &approver };
        send(Some(own), None).await.expect_problem(428, "precondition_required");
        let foreign = app.account(role, &["35.28"]);
        send(Some(&foreign), Some(&plan.etag)).await.expect_problem(404, "not_found");
        let statuses = statuses_by_role(&app, async |account| send(account, Some(&plan.etag)).await).await;
        assert_eq!(statuses, [(role, 200)], "{action}");
        send(Some(own), Some(&plan.etag)).await.expect_problem(412, "version_mismatch");
    }
    let stranger = stranger(&app);
    submitted.act(&app, &stranger, "withdraw", &reason).await.expect_problem(404, "not_found");
}
