//! Exactly one winner, also when everybody comes at once.

use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::contributions::sums;
use crate::support::cover::{
    admin, apbd, approver, decree, one, proposal, registered_abroad, source, source_abroad, start, stranger,
    with, worker,
};
use crate::support::enrolment::{Plan, draft, wanted};
use crate::support::request::Answer;

fn statuses(answers: &[Answer]) -> Vec<u16> {
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    statuses
}

/// What is owed is what is committed, and every period of an approved plan has its candidate.
async fn the_books_agree(app: &TestApp, source: Uuid) {
    let owed: i64 = one(
        app,
        &format!(
            "select coalesce(sum(amount_idr), 0)::bigint from contribution_obligations \
             where funding_source_id = '{source}' and status <> 'waived'"
        ),
    )
    .await;
    assert_eq!(sums(app, source).await[0], owed);
}

#[tokio::test]
async fn of_two_approvers_one_wins() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    worker(&app, 1).await;
    let plan = draft(&app, &wanted(id)).await.submitted(&app).await;
    let (approvers, body) = ([approver(&app), approver(&app)], decree());
    let answers = join_all(approvers.iter().map(|one| plan.act(&app, one, "approve", &body))).await;
    assert_eq!(statuses(&answers), [200, 412]);
    let winner = answers.iter().position(|answer| answer.status.as_u16() == 200).unwrap();
    let stored: String = one(
        &app,
        "select concat_ws(' ', approved_by, (select count(*) from coverages), \
         (select count(*) from changes where action = 'approved')) from enrolment_plans",
    )
    .await;
    assert_eq!(stored, format!("{} 1 1", approvers[winner].id));
    assert_eq!(sums(&app, id).await[0], 201_600);
}

/// Whoever writes something about a person, as a close of the month does, refers to the person until the end of that.
#[tokio::test]
async fn a_plan_is_approved_while_others_refer_to_its_people() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    worker(&app, 1).await;
    let plan = draft(&app, &wanted(id)).await.submitted(&app).await;
    let client = app.database().owner().client().await.unwrap();
    client.batch_execute("begin; select id from persons for key share").await.unwrap();
    let answer = plan.act(&app, &approver(&app), "approve", &decree()).await;
    client.batch_execute("rollback").await.unwrap();
    answer.expect(200);
}

/// Each round a plan of one person meets proposals for the same person, in this regency and the next.
#[tokio::test]
async fn of_a_plan_and_proposals_for_the_same_person_one_wins() {
    let app = start().await;
    let (abroad, neighbour) = (source_abroad(&app).await, stranger(&app));
    for round in 1..=4 {
        let name = |kind: &str| json!({ "name": format!("{kind} {round}") });
        let id = source(&app, with(apbd(), name("plan"))).await;
        let other = source(&app, with(apbd(), name("other"))).await;
        let person = worker(&app, round).await;
        let there = registered_abroad(&app, &person).await;
        let plan = draft(&app, &wanted(id)).await.submitted(&app).await;
        assert_eq!(plan.shown["computation"]["chosen"], 1);
        let (approver, officer, body) = (approver(&app), app.officer(), decree());
        let may = json!({ "from_month": "2026-05", "until_month": "2026-05" });
        let (here, elsewhere) =
            (with(proposal(&person, other), may.clone()), with(proposal(&there, abroad), may));
        let (approved, proposed, foreign) = futures_util::join!(
            plan.act(&app, &approver, "approve", &body),
            app.post("/v1/coverages").as_(&officer).json(&here).send(),
            app.post("/v1/coverages").as_(&neighbour).json(&elsewhere).send(),
        );
        let won = [(&approved, 200), (&proposed, 201), (&foreign, 201)]
            .iter()
            .filter(|(answer, status)| answer.status.as_u16() == *status)
            .count();
        assert_eq!(won, 1, "{} {} {}", approved.text(), proposed.text(), foreign.text());
        for answer in [&approved, &proposed, &foreign] {
            assert!([200, 201, 409].contains(&answer.status.as_u16()), "{}", answer.text());
        }
        let periods: i64 =
            one(&app, &format!("select count(*) from coverages where person_id = '{}'", person.person_id))
                .await;
        assert_eq!(periods, 1);
        the_books_agree(&app, id).await;
    }
}

#[tokio::test]
async fn of_two_plans_of_a_budget_that_bears_one_of_them_one_wins() {
    let app = start().await;
    // Three people at 201,600 fit once into 604,800; each plan is for the people of its own village.
    let id = source(&app, with(apbd(), json!({ "budget_idr": 604_800 }))).await;
    for serial in 1..=6 {
        let worker = worker(&app, serial).await;
        if serial > 3 {
            crate::support::enrolment::set(&app, &worker, "village_code = '35.29.01.1016'").await;
        }
    }
    let mut plans = Vec::new();
    for village in ["35.29.01.1015", "35.29.01.1016"] {
        let body = with(wanted(id), json!({ "name": village, "include_regions": [village] }));
        plans.push(draft(&app, &body).await.submitted(&app).await);
    }
    let (approver, body) = (approver(&app), decree());
    let answers = join_all(plans.iter().map(|plan| plan.act(&app, &approver, "approve", &body))).await;
    assert_eq!(statuses(&answers), [200, 409]);
    let lost = answers.iter().find(|answer| answer.status.as_u16() == 409).unwrap();
    lost.expect_problem(409, "budget_exceeded");
    assert_eq!(sums(&app, id).await, [604_800, 0, 0, 0]);
    assert_eq!(one::<i64>(&app, "select count(*) from coverages").await, 3);
    the_books_agree(&app, id).await;
}

#[tokio::test]
async fn of_two_plans_for_the_same_people_one_wins() {
    let app = start().await;
    let mut plans = Vec::new();
    for serial in 1..=5 {
        worker(&app, serial).await;
    }
    for name in ["APBD", "DBHCHT"] {
        let id = source(&app, with(apbd(), json!({ "name": name }))).await;
        plans.push(draft(&app, &wanted(id)).await.submitted(&app).await);
    }
    let (approver, body) = (approver(&app), decree());
    let answers = join_all(plans.iter().map(|plan| plan.act(&app, &approver, "approve", &body))).await;
    assert_eq!(statuses(&answers), [200, 409]);
    let lost = answers.iter().find(|answer| answer.status.as_u16() == 409).unwrap();
    lost.expect_problem(409, "not_eligible");
    assert_eq!(one::<i64>(&app, "select count(*) from coverages").await, 5);
}

#[tokio::test]
async fn of_an_approval_and_a_cut_of_the_budget_one_wins() {
    let app = start().await;
    for round in 1..=4 {
        worker(&app, round).await;
        let terms = json!({ "name": format!("APBD {round}"), "budget_idr": 201_600 });
        let id = source(&app, with(apbd(), terms)).await;
        let plan: Plan = draft(&app, &wanted(id)).await.submitted(&app).await;
        let (admin, path) = (admin(&app), format!("/v1/funding-sources/{id}"));
        let etag = app.get(&path).as_(&admin).send().await.header("etag").unwrap().to_owned();
        let (approver, body, less) = (approver(&app), decree(), json!({ "budget_idr": 201_599 }));
        let cut = app.patch(&path).as_(&admin).header("If-Match", &etag).json(&less).send();
        let (approved, cut) = futures_util::join!(plan.act(&app, &approver, "approve", &body), cut);
        let answers = [approved, cut];
        assert_eq!(statuses(&answers), [200, 409], "{} {}", answers[0].text(), answers[1].text());
        for answer in answers.iter().filter(|answer| answer.status.as_u16() == 409) {
            answer.expect_problem(409, "budget_exceeded");
        }
        let left: Value = app.get(&path).as_(&admin).send().await.expect(200);
        assert!(left["committed_idr"].as_i64() <= left["budget_idr"].as_i64());
        the_books_agree(&app, id).await;
    }
}
