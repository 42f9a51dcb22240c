//! Exactly one winner, also when everybody comes at once.

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::json;

use crate::support::cover::{
    Coverage, apbd, approver, decree, one, proposal, proposed, registered_abroad, source, source_abroad,
    start, stranger, with, worker,
};

#[tokio::test]
async fn of_sixteen_proposals_in_two_regencies_for_one_person_and_month_one_wins() {
    let app = start().await;
    let here = worker(&app, 1).await;
    let there = registered_abroad(&app, &here).await;
    let csr = with(apbd(), json!({ "name": "CSR", "payer_kind": "csr" }));
    let sources = [source(&app, apbd()).await, source(&app, csr).await];
    let abroad = source_abroad(&app).await;
    let (officer, neighbour) = (app.officer(), stranger(&app));
    // Every one takes May and something of its own besides.
    let posts = (0..16).map(|number| {
        let (account, body) = match number % 2 {
            0 => (&officer, proposal(&here, sources[number / 2 % 2])),
            _ => (&neighbour, proposal(&there, abroad)),
        };
        let months = match number % 3 {
            0 => json!({ "until_month": "2026-05" }),
            1 => json!({ "from_month": "2026-05" }),
            _ => json!({ "from_month": "2026-05", "until_month": "2026-05", "programmes": ["jkm"] }),
        };
        app.post("/v1/coverages").as_(account).json(&with(body, months)).send()
    });
    let answers = join_all(posts).await;
    let won = answers.iter().filter(|answer| answer.status.as_u16() == 201).count();
    assert_eq!(won, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    for answer in answers.iter().filter(|answer| answer.status.as_u16() != 201) {
        answer.expect_problem(409, "already_funded");
    }
    let counts: String = one(
        &app,
        "select concat_ws(' ', (select count(*) from coverages), \
         (select count(*) from changes where subject = 'coverage'))",
    )
    .await;
    assert_eq!(counts, "1 1");
}

#[tokio::test]
async fn of_two_approvers_one_wins() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = proposed(&app, &proposal(&worker, source(&app, apbd()).await)).await;
    let approvers = [approver(&app), approver(&app)];
    let body = decree();
    let answers =
        join_all(approvers.iter().map(|approver| coverage.act(&app, approver, "approve", &body))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let winner = answers.iter().position(|answer| answer.status.as_u16() == 200).unwrap();
    let stored: String = one(
        &app,
        "select concat_ws(' ', approved_by, version, (select count(*) from changes where action = 'approved')) \
         from coverages",
    )
    .await;
    assert_eq!(stored, format!("{} 2 1", approvers[winner].id));
}

#[tokio::test]
async fn of_an_end_and_an_approval_at_once_one_wins() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = proposed(&app, &proposal(&worker, source(&app, apbd()).await)).await;
    let (officer, approver) = (app.officer(), app.account(Role::Approver, &["35.29"]));
    let ending = json!({ "reason": "quota_cut", "ended_on": "2026-11-20" });
    let decree = decree();
    let (ended, approved) = futures_util::join!(
        coverage.act(&app, &officer, "end", &ending),
        coverage.act(&app, &approver, "approve", &decree),
    );
    let mut statuses = [ended.status.as_u16(), approved.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let shown = app.get(&coverage.path).as_(&officer).send().await;
    let expected = if ended.status.as_u16() == 200 { "ended" } else { "approved" };
    assert_eq!(Coverage::of(&shown).shown["status"], expected);
}
