//! Every place is given once, also when everybody comes at once.

use futures_util::future::join_all;
use serde_json::json;

use crate::support::cover::{
    Coverage, apbd, one, proposal, registered_abroad, source, source_abroad, start, stranger, with, worker,
};
use crate::support::enrolment::{Plan, draft, wanted};
use crate::support::places::end;

#[tokio::test]
async fn of_two_that_fill_at_once_one_gives_every_place_once() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    let mut people = Vec::new();
    for serial in 1..=8 {
        people.push(worker(&app, serial).await);
    }
    let plan = draft(&app, &with(wanted(id), json!({ "places": 3 }))).await.approved(&app).await;
    for person in &people[..3] {
        end(&app, person, "withdrew", "2026-11-20").await;
    }
    let (officers, body) = ([app.officer(), app.officer()], json!({}));
    let answers = join_all(officers.iter().map(|one| plan.act(&app, one, "fill", &body))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let stored: String = one(
        &app,
        "select concat_ws(' ', count(*), count(distinct replaces_id), count(distinct worker_id)) from coverages \
         where replaces_id is not null",
    )
    .await;
    assert_eq!(stored, "3 3 3");
}

/// Each round a free place meets proposals for the first on the reserve list, in this regency and the next.
#[tokio::test]
async fn whoever_is_proposed_elsewhere_at_once_is_funded_once_and_the_place_is_not_lost() {
    let app = start().await;
    let (abroad, neighbour) = (source_abroad(&app).await, stranger(&app));
    for round in 0..4 {
        let name = |kind: &str| json!({ "name": format!("{kind} {round}") });
        let id = source(&app, with(apbd(), name("plan"))).await;
        let other = source(&app, with(apbd(), name("other"))).await;
        let mut people = Vec::new();
        for serial in 1..=3 {
            people.push(worker(&app, round * 10 + serial).await);
        }
        let there = registered_abroad(&app, &people[1]).await;
        let plan = draft(&app, &with(wanted(id), json!({ "places": 1 }))).await.approved(&app).await;
        end(&app, &people[0], "withdrew", "2026-11-20").await;
        let (officer, body) = (app.officer(), json!({}));
        let december = json!({ "from_month": "2026-12", "until_month": "2026-12" });
        let here = with(proposal(&people[1], other), december.clone());
        let elsewhere = with(proposal(&there, abroad), december);
        let (filled, proposed, foreign) = futures_util::join!(
            plan.act(&app, &officer, "fill", &body),
            app.post("/v1/coverages").as_(&officer).json(&here).send(),
            app.post("/v1/coverages").as_(&neighbour).json(&elsewhere).send(),
        );
        // The place goes to the person or, if somebody else was faster, to the one after.
        let came = filled.expect(200)["filled"][0]["worker_id"].clone();
        let won = [&proposed, &foreign].iter().filter(|answer| answer.status.as_u16() == 201).count();
        let expected = if won == 0 { &people[1] } else { &people[2] };
        assert!(won <= 1, "{} {}", proposed.text(), foreign.text());
        assert_eq!(came, json!(expected.id));
        for answer in [&proposed, &foreign] {
            assert!([201, 409].contains(&answer.status.as_u16()), "{}", answer.text());
        }
        let query = format!("select count(*) from coverages where person_id = '{}'", people[1].person_id);
        assert_eq!(one::<i64>(&app, &query).await, 1);
        // Nobody of this round waits for the next.
        let rest = "update workers set status = 'inactive', status_reason = 'withdrew'";
        crate::support::enrolment::execute(&app, rest, &[]).await;
    }
}

#[tokio::test]
async fn a_place_that_is_replaced_by_hand_at_once_is_given_once() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    let (first, second, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    let plan: Plan = draft(&app, &with(wanted(id), json!({ "places": 1 }))).await.approved(&app).await;
    let old: Coverage = end(&app, &first, "withdrew", "2026-11-20").await;
    let (officer, body, by_hand) = (app.officer(), json!({}), json!({ "worker_id": third.id }));
    let (filled, replaced) = futures_util::join!(
        plan.act(&app, &officer, "fill", &body),
        old.act(&app, &officer, "replace", &by_hand),
    );
    let came = filled.expect(200)["filled"].as_array().unwrap().len();
    let by_hand = usize::from(replaced.status.as_u16() == 201);
    assert_eq!(came + by_hand, 1, "{} {}", filled.text(), replaced.text());
    if by_hand == 0 {
        assert!([409, 412].contains(&replaced.status.as_u16()), "{}", replaced.text());
        assert_eq!(filled.json()["filled"][0]["worker_id"], json!(second.id));
    }
    assert_eq!(one::<i64>(&app, "select count(*) from coverages where replaces_id is not null").await, 1);
}
