//! `POST /v1/funding-sources/{id}/refunds/{refund_id}/void`

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{record, refund, with_credit};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{billed, pay, sums, transfer};
use crate::support::cover::{apbd, approver, found, source, start, statuses_by_role, with};
use crate::support::request::Answer;

async fn void(app: &TestApp, account: &Account, id: Uuid, refund: &Value, tag: &str) -> Answer {
    let path = format!("/v1/funding-sources/{id}/refunds/{}/void", refund.as_str().unwrap());
    let request = app.post(&path).as_(account).header("If-Match", tag);
    request.json(&json!({ "reason": "it was of another source" })).send().await
}

#[tokio::test]
async fn a_refund_recorded_in_error_is_taken_back_by_a_second_person_and_recorded_anew() {
    let app = start().await;
    let id = with_credit(&app).await;
    let (officer, approver) = (app.officer(), approver(&app));
    let wrong = record(&app, &officer, id, "\"1.x\"", &refund(6_000, "RTR-1")).await.expect(200);
    let wrong = &wrong["refund"];
    let path = format!("/v1/funding-sources/{id}/refunds");
    let listed =
        async |account: &Account| app.get(&path).as_(account).send().await.expect(200)["data"][0].clone();
    assert_eq!(listed(&approver).await["allowed_actions"], json!(["void"]));
    assert_eq!(listed(&officer).await["allowed_actions"], json!([]));

    let shown = void(&app, &approver, id, &wrong["id"], "\"2.x\"").await.expect(200);
    let (told, after) = (&shown["refund"], &shown["funding_source"]);
    assert_eq!(
        (&told["voided_by"], &told["void_reason"], &told["allowed_actions"]),
        (&json!(approver.id), &json!("it was of another source"), &json!([]))
    );
    assert_eq!(
        (&after["paid_idr"], &after["refunded_idr"], &after["credit_idr"], &after["version"]),
        (&json!(16_800), &json!(0), &json!(6_800), &json!(3))
    );
    assert_eq!(&listed(&approver).await, told);
    let history =
        app.get(&format!("/v1/funding-sources/{id}/history")).as_(&officer).send().await.expect(200);
    let entry = &history["data"][2];
    assert_eq!((&entry["action"], &entry["after"]["refund"]["id"]), (&json!("refund_voided"), &wrong["id"]));
    void(&app, &approver, id, &wrong["id"], "\"3.x\"").await.expect_problem(409, "invalid_state");
    record(&app, &officer, id, "\"3.x\"", &refund(6_000, "RTR-1")).await.expect(200);
    assert_eq!(sums(&app, id).await[..3], [201_600, 16_800, 800]);
    let service = app.database().service().client().await.unwrap();
    let forged = service.batch_execute("update contribution_refunds set amount_idr = 1").await;
    assert_eq!(forged.unwrap_err().code().unwrap().code(), "42501");
}

#[tokio::test]
async fn only_a_second_person_takes_a_refund_back_and_no_system() {
    let app = start().await;
    let id = with_credit(&app).await;
    let shown = record(&app, &app.officer(), id, "\"1.x\"", &refund(1, "RTR-1")).await.expect(200);
    let refund_id = &shown["refund"]["id"];
    let path = format!("/v1/funding-sources/{id}/refunds/{}/void", refund_id.as_str().unwrap());
    let bare = app.post(&path).as_(&approver(&app)).json(&json!({ "reason": "x" })).send().await;
    bare.expect_problem(428, "precondition_required");
    let empty = app.post(&path).as_(&approver(&app)).header("If-Match", "\"2.x\"");
    let problem = empty.json(&json!({ "reason": "" })).send().await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/reason", "text_empty")]);
    void(&app, &approver(&app), id, refund_id, "\"1.x\"").await.expect_problem(412, "version_mismatch");
    let foreign = app.account(Role::Approver, &["35.28"]);
    void(&app, &foreign, id, refund_id, "\"2.x\"").await.expect_problem(404, "not_found");
    let other = source(&app, with(apbd(), json!({ "name": "another" }))).await;
    void(&app, &approver(&app), other, refund_id, "\"1.x\"").await.expect_problem(404, "not_found");
    let recorder = approver(&app);
    let client = app.database().owner().client().await.unwrap();
    client.execute("update contribution_refunds set recorded_by = $1", &[&recorder.id]).await.unwrap();
    let own = void(&app, &recorder, id, refund_id, "\"2.x\"").await;
    assert_eq!(own.expect_problem(409, "second_person_required")["allowed_actions"], json!([]));
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => void(&app, account, id, refund_id, "\"2.x\"").await,
        None => app.post(&path).json(&json!({ "reason": "x" })).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Approver, 200)]);
}

#[tokio::test]
async fn of_two_that_take_a_refund_back_one_wins() {
    let app = start().await;
    let id = with_credit(&app).await;
    let shown = record(&app, &app.officer(), id, "\"1.x\"", &refund(6_800, "RTR-1")).await.expect(200);
    let refund_id = &shown["refund"]["id"];
    let approvers = [approver(&app), approver(&app)];
    let voided = join_all(approvers.iter().map(|by| void(&app, by, id, refund_id, "\"2.x\""))).await;
    let mut statuses: Vec<u16> = voided.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    assert_eq!(sums(&app, id).await[2], 6_800);
}

/// What came back was the only money for another transfer: either that is made, or the refund was none.
#[tokio::test]
async fn of_a_void_and_a_transfer_of_what_came_back_one_wins() {
    let app = start().await;
    let id = with_credit(&app).await;
    let shown = record(&app, &app.officer(), id, "\"1.x\"", &refund(6_800, "RTR-1")).await.expect(200);
    let client = app.database().owner().client().await.unwrap();
    client.batch_execute("update funding_sources set budget_idr = 201600").await.unwrap();
    let months: Vec<String> = (2..=12).map(|month| format!("2026-{month:02}")).collect();
    let months: Vec<&str> = months.iter().map(String::as_str).collect();
    // All the year, with the JKM of January that was refused.
    let rest = billed(&app, id, &months, "926012").await;
    let (officer, approver) = (app.officer(), approver(&app));
    let body = transfer(&[&rest], 191_600, "SP2D-2");
    let (paid, voided) = futures_util::join!(
        pay(&app, &officer, &body),
        void(&app, &approver, id, &shown["refund"]["id"], "\"2.x\""),
    );
    let won = [paid.status.as_u16() == 201, voided.status.as_u16() == 200];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{} {}", paid.text(), voided.text());
    let lost = if won[0] { &voided } else { &paid };
    lost.expect_problem(409, "budget_exceeded");
    let expected = if won[0] { [201_600, 208_400, 0] } else { [201_600, 16_800, 6_800] };
    assert_eq!(sums(&app, id).await[..3], expected);
}

/// The credit that comes back with a void is there for a transfer once it is, and never before.
#[tokio::test]
async fn a_void_and_a_transfer_that_uses_its_credit_at_once_leave_the_sums_right() {
    let app = start().await;
    let id = with_credit(&app).await;
    let shown = record(&app, &app.officer(), id, "\"1.x\"", &refund(6_800, "RTR-1")).await.expect(200);
    let batch = billed(&app, id, &["2026-02"], "926012").await;
    let (officer, approver) = (app.officer(), approver(&app));
    let body = with(transfer(&[&batch], 16_800, "SP2D-2"), json!({ "credit_used_idr": 6_800 }));
    let (paid, voided) = futures_util::join!(
        pay(&app, &officer, &body),
        void(&app, &approver, id, &shown["refund"]["id"], "\"2.x\""),
    );
    voided.expect(200);
    let expected = match paid.status.as_u16() {
        201 => [201_600, 33_600, 0],
        _ => {
            let problem = paid.expect_problem(409, "conflict");
            assert_eq!(found(&problem), [("/credit_used_idr", "credit_not_held")]);
            [201_600, 16_800, 6_800]
        }
    };
    assert_eq!(sums(&app, id).await[..3], expected);
}
