//! `POST /v1/contribution-batches/{id}/approve`

use payung::access::caller::Role;
use serde_json::json;

use crate::support::contributions::{Batch, claim, decide, draft, end, funded, workers};
use crate::support::cover::{approver, found, one, start, statuses_by_role};

#[tokio::test]
async fn a_second_person_approves() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = draft(&app, source, &["2026-01"]).await;
    let approver = approver(&app);
    assert_eq!(
        app.get(&batch.path).as_(&approver).send().await.expect(200)["allowed_actions"],
        json!(["approve"])
    );
    let answer = batch.act(&app, &approver, "approve", &json!({ "note": "checked" })).await;
    let shown = answer.expect(200);
    assert_eq!((&shown["status"], &shown["approved_by"]), (&json!("approved"), &json!(approver.id)));
    let trace: String = one(
        &app,
        "select string_agg(action || coalesce(':' || reason, ''), ' ' order by version) from changes \
         where subject = 'contribution_batch'",
    )
    .await;
    assert_eq!(trace, "created approved:checked");
    batch.act(&app, &approver, "approve", &json!({})).await.expect_problem(412, "version_mismatch");
    let problem = Batch::of(&answer)
        .act(&app, &approver, "approve", &json!({}))
        .await
        .expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["update", "issue_billing_code", "cancel"]));
    let bare = app.post(&format!("{}/approve", batch.path)).as_(&approver).json(&json!({})).send().await;
    bare.expect_problem(428, "precondition_required");
}

#[tokio::test]
async fn who_prepared_it_may_not_approve_it_and_systems_never() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = draft(&app, source, &["2026-01"]).await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) if account.id.is_nil() => unreachable!(),
        Some(account) => batch.act(&app, account, "approve", &json!({ "x": 1 })).await,
        None => app.post(&format!("{}/approve", batch.path)).json(&json!({})).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Approver, 422)]);
    let approver = approver(&app);
    // An officer who became an approver.
    let client = app.database().owner().client().await.unwrap();
    client.execute("update contribution_batches set prepared_by = $1", &[&approver.id]).await.unwrap();
    assert_eq!(app.get(&batch.path).as_(&approver).send().await.expect(200)["allowed_actions"], json!([]));
    let refused = batch.act(&app, &approver, "approve", &json!({})).await;
    let problem = refused.expect_problem(409, "second_person_required");
    assert_eq!(problem["allowed_actions"], json!(["update", "cancel"]), "what others may do");
    let foreign = app.account(Role::Approver, &["35.28"]);
    batch.act(&app, &foreign, "approve", &json!({})).await.expect_problem(404, "not_found");
}

/// An officer who repriced a draft and then became an approver; the draft was prepared by another one.
#[tokio::test]
async fn whoever_changed_the_lines_of_a_draft_may_not_approve_it() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = draft(&app, source, &["2026-01"]).await;
    assert_eq!(batch.shown["revised_by"], json!([]));
    let client = app.database().owner().client().await.unwrap();
    let second = approver(&app);
    assert_eq!(
        app.get(&batch.path).as_(&second).send().await.expect(200)["allowed_actions"],
        json!(["approve"])
    );
    client
        .execute("update contribution_batches set revised_by = array[$1::uuid]", &[&second.id])
        .await
        .unwrap();
    assert_eq!(app.get(&batch.path).as_(&second).send().await.expect(200)["allowed_actions"], json!([]));
    batch.act(&app, &second, "approve", &json!({})).await.expect_problem(409, "second_person_required");
    // Nor past the service.
    let forged = client
        .execute(
            "update contribution_batches set status = 'approved', approved_at = now(), approved_by = $1",
            &[&second.id],
        )
        .await;
    assert_eq!(
        forged.unwrap_err().as_db_error().unwrap().constraint(),
        Some("contribution_batches_second_person_check")
    );
    batch.act(&app, &approver(&app), "approve", &json!({})).await.expect(200);
}

#[tokio::test]
async fn a_batch_in_which_somebody_died_meanwhile_is_prepared_again() {
    let app = start().await;
    let workers = workers(&app, 2).await;
    let source = funded(&app, &[&workers[0], &workers[1]]).await;
    let batch = draft(&app, source, &["2026-01", "2026-02"]).await;
    end(&app, &workers[0], "death", "2026-01-20").await;
    let refused = batch.act(&app, &approver(&app), "approve", &json!({})).await;
    let problem = refused.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "period_ended_meanwhile")]);
    assert_eq!(problem["allowed_actions"], json!(["update", "approve", "cancel"]));
    let reason = json!({ "reason": "a death was recorded" });
    batch.act(&app, &app.officer(), "cancel", &reason).await.expect(200);
    let again = draft(&app, source, &["2026-01", "2026-02"]).await;
    assert_eq!(again.shown["lines"], 6);
    again.act(&app, &approver(&app), "approve", &json!({})).await.expect(200);
}

#[tokio::test]
async fn no_month_after_a_death_is_paid_though_the_period_still_runs() {
    let app = start().await;
    let officer = app.officer();
    let workers = workers(&app, 2).await;
    let source = funded(&app, &[&workers[0], &workers[1]]).await;
    let batch = draft(&app, source, &["2026-02", "2026-03"]).await;
    let billed = {
        let april = draft(&app, source, &["2026-04"]).await;
        Batch::of(&april.act(&app, &approver(&app), "approve", &json!({})).await)
    };
    // One left the register by death, the death of the other is claimed; both periods are as they were.
    let client = app.database().owner().client().await.unwrap();
    let left = "update workers set status = 'inactive', status_reason = 'deceased', status_on = '2026-02-10' where id = $1";
    client.execute(left, &[&workers[0].id]).await.unwrap();
    let claim = json!({ "kind": "death", "worker_id": workers[1].id, "event_on": "2026-03-05" });
    app.post("/v1/claims").as_(&officer).json(&claim).send().await.expect(201);
    let submitted = "update claims set status = 'submitted', submitted_at = now(), submitted_by = $1";
    client.execute(submitted, &[&officer.id]).await.unwrap();

    let refused = batch.act(&app, &approver(&app), "approve", &json!({})).await;
    assert_eq!(found(&refused.expect_problem(409, "conflict")), [("", "period_ended_meanwhile")]);
    let refused =
        billed.act(&app, &officer, "issue-billing-code", &json!({ "billing_code": "926011" })).await;
    assert_eq!(found(&refused.expect_problem(409, "conflict")), [("", "period_ended_meanwhile")]);
    for batch in [&batch, &billed] {
        batch.act(&app, &officer, "cancel", &json!({ "reason": "two deaths" })).await.expect(200);
    }
    // The month of a death is still owed: two programmes in February for both, and in March for the second.
    let again = draft(&app, source, &["2026-02", "2026-03", "2026-04"]).await;
    assert_eq!(again.shown["lines"], 6);
    again.act(&app, &approver(&app), "approve", &json!({})).await.expect(200);
}

#[tokio::test]
async fn of_two_days_that_are_told_of_a_death_the_last_counts_in_either_order() {
    for register_first in [true, false] {
        let app = start().await;
        let workers = workers(&app, 1).await;
        let source = funded(&app, &[&workers[0]]).await;
        if !register_first {
            claim(&app, &workers[0], "2026-03-10").await;
        }
        let left = json!({ "reason": "deceased", "on": "2026-05-02" });
        decide(&app, &workers[0].path(""), "deactivate", &left).await;
        if register_first {
            claim(&app, &workers[0], "2026-03-10").await;
        }
        // Two programmes in March, April and May.
        let batch = draft(&app, source, &["2026-03", "2026-04", "2026-05", "2026-06", "2026-07"]).await;
        assert_eq!(batch.shown["lines"], 6, "register first: {register_first}");
        batch.act(&app, &approver(&app), "approve", &json!({})).await.expect(200);
    }
}
