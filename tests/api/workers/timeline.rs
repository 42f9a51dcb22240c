//! `GET /v1/workers/{id}/timeline`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::merge::{etag, merge, send, with_a_life as with_work};
use crate::deaths::{Report, of};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{funded, paid};
use crate::support::cover::{HOME, NEXT_DOOR, apbd, source, start, stranger, worker};
use crate::support::enrolment::{draft, execute, wanted};

async fn story(app: &TestApp, account: &Account, path: &str) -> Vec<Value> {
    let told = app.get(path).as_(account).header("accept-language", "en").send().await.expect(200);
    told["data"].as_array().unwrap().clone()
}

fn text<'v>(event: &'v Value, name: &str) -> &'v str {
    event[name].as_str().unwrap()
}

fn told(story: &[Value]) -> Vec<(&str, &str)> {
    let one = |event| (text(event, "subject"), text(event, "action"));
    story.iter().map(one).collect()
}

/// Somebody with a warung, a funded period, a word of the insurer, contributions of which one is refused, and a claim.
async fn with_a_life(app: &TestApp) -> String {
    let siti = worker(app, 1).await;
    let officer = app.officer();
    let verified = "insert into changes (id, regency_id, subject, subject_id, version, action, actor_kind, actor_id, \
        recorded_at, after, digest) values (gen_random_uuid(), 1, 'worker', $1, 1, 'created', 'user', $2, \
        '2026-01-02 03:00+00', '{}', decode(repeat('00', 32), 'hex'))";
    execute(app, verified, &[&siti.id, &officer.id]).await;
    let warung = json!({ "village_code": HOME, "name": "Warung Bu Siti" });
    let warung = app.post("/v1/warungs").as_(&officer).json(&warung).send().await.expect(201);
    let path = format!("/v1/warungs/{}/workers", warung["id"].as_str().unwrap());
    let link = json!({ "worker_id": siti.id, "role": "owner", "since_on": "2026-02-01" });
    app.post(&path).as_(&officer).json(&link).send().await.expect(201);
    let source = funded(app, &[&siti]).await;
    let word = json!({
        "worker_id": siti.id, "member_number": "26000000001", "state": "active", "programmes": ["jkk", "jkm"],
        "since_on": "2026-01-01", "paid_until": "2026-01", "as_of": "2026-02-01", "evidence": "Daftar BPJS",
    });
    app.post("/v1/memberships").as_(&officer).json(&word).send().await.expect(201);
    let batch = paid(app, source, &["2026-01"], "880000000001").await;
    let file = "line_number;status;reason\n1;accepted;\n2;refused;nik_not_found\n";
    batch.reconcile(app, &officer, "", file).await.expect(200);
    let claim = json!({ "kind": "death", "worker_id": siti.id, "event_on": "2026-11-20" });
    app.post("/v1/claims").as_(&officer).json(&claim).send().await.expect(201);
    siti.path("/timeline")
}

#[tokio::test]
async fn whoever_stays_after_several_merges_has_the_stories_of_all() {
    let app = start().await;
    let (first, second, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    merge(&app, &first, &second, json!({})).await.expect(200);
    merge(&app, &second, &third, json!({})).await.expect(200);
    let merged = async |path: String| {
        let events = story(&app, &app.officer(), &path).await;
        told(&events).into_iter().filter(|event| *event == ("worker", "merged")).count()
    };
    assert_eq!(merged(third.path("/timeline")).await, 2);
    assert_eq!(merged(second.path("/timeline")).await, 2);
    assert_eq!(merged(first.path("/timeline")).await, 1);
}

#[tokio::test]
async fn work_comes_over_with_a_merge_and_goes_back_with_it() {
    let app = start().await;
    let (into, officer) = (worker(&app, 1).await, app.officer());
    let (from, _) = with_work(&app, 2).await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    let of_work = async |path: String| {
        let events = story(&app, &officer, &path).await;
        let own = events.iter().filter(|event| event["subject"] == "warung_worker");
        own.map(|event| format!("{}: {}", text(event, "action"), text(event, "summary"))).collect::<Vec<_>>()
    };
    let began = "created: This worker began to work at the warung Warung Bu Siti as owner on 2026-02-01.";
    let came = "merged: The work at the warung Warung Bu Siti came over from a double registration.";
    assert_eq!(of_work(into.path("/timeline")).await, [began, came]);
    let etag = etag(&app, &from).await;
    let body = json!({ "reason": "two people" });
    send(&app, &officer, &from, "unmerge", &etag, &body).await.expect(200);
    let back = "unmerged: The work at the warung Warung Bu Siti went back as a merge was taken back.";
    assert_eq!(of_work(from.path("/timeline")).await, [began, came, back]);
    assert_eq!(of_work(into.path("/timeline")).await, [""; 0]);
}

#[tokio::test]
async fn a_life_is_told_in_the_order_in_which_it_was_recorded() {
    let app = start().await;
    let path = with_a_life(&app).await;
    let events = story(&app, &app.officer(), &path).await;
    let expected = [
        ("worker", "created"),
        ("warung_worker", "created"),
        ("coverage", "created"),
        ("coverage", "approved"),
        ("coverage", "activated"),
        ("membership", "created"),
        ("contribution", "contributions_accepted"),
        ("contribution", "contributions_refused"),
        ("claim", "created"),
    ];
    assert_eq!(told(&events), expected);
    let sentence = |number: usize| events[number]["summary"].as_str().unwrap();
    assert_eq!(sentence(1), "This worker began to work at the warung Warung Bu Siti as owner on 2026-02-01.");
    let approved =
        "The contributions of 2026-01 until 2026-12 by APBD 2026 were approved by a second person.";
    assert_eq!(sentence(3), approved);
    assert_eq!(sentence(6), "The insurer accepted the contributions of 2026-01.");
    assert_eq!((&events[6]["from_month"], &events[6]["amount_idr"]), (&json!("2026-01"), &json!(10_000)));
    assert_eq!(events[7]["reason"], "NIK not found or mismatched: correct");
    assert_eq!(sentence(8), "The claim was drafted.");
    let actors: Vec<&Value> = events.iter().map(|event| &event["actor_kind"]).collect();
    assert_eq!(actors, [&json!("user"); 9]);
    for event in &events {
        let link = event["link"].as_str().unwrap();
        app.get(link).as_(&app.officer()).send().await.expect(200);
    }
}

#[tokio::test]
async fn a_plan_enrols_whom_nobody_proposed() {
    let app = start().await;
    let siti = worker(&app, 1).await;
    let fund = source(&app, apbd()).await;
    let plan = draft(&app, &wanted(fund)).await.approved(&app).await;
    let events = story(&app, &app.officer(), &siti.path("/timeline")).await;
    let of_coverage: Vec<&Value> = events.iter().filter(|event| event["subject"] == "coverage").collect();
    let [enrolled] = of_coverage.as_slice() else { panic!("{events:?}") };
    assert_eq!(
        (text(enrolled, "action"), &enrolled["actor_id"]),
        ("enrolled", &plan.shown["approved_by"]),
        "by whoever approved the plan"
    );
    let sentence = "The approval of an enrolment plan enrolled the worker for 2026-01 until 2026-12, paid by APBD 2026, on \
                    the decree 188/245/KEP/435.013/2026 of 2026-01-15.";
    assert_eq!(text(enrolled, "summary"), sentence);
    assert_eq!((&enrolled["from_month"], &enrolled["amount_idr"]), (&json!("2026-01"), &Value::Null));
}

#[tokio::test]
async fn a_village_does_not_hear_what_the_insurer_said_or_which_source_pays() {
    let app = start().await;
    let path = with_a_life(&app).await;
    let village = app.account(Role::VillageOperator, &[HOME]);
    let events = story(&app, &village, &path).await;
    assert!(events.iter().all(|event| event["subject"] != "membership"), "{events:?}");
    assert_eq!(events.len(), 8);
    assert_eq!(events[2]["summary"], "The contributions of 2026-01 until 2026-12 were proposed to be paid.");
    let next_door = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    app.get(&path).as_(&next_door).send().await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap() {
    let app = start().await;
    let path = with_a_life(&app).await;
    let whole = story(&app, &app.officer(), &path).await;
    let mut paged = Vec::new();
    let mut next = format!("{path}?limit=2&count=exact");
    loop {
        let page =
            app.get(&next).as_(&app.officer()).header("accept-language", "en").send().await.expect(200);
        assert_eq!(page["count"], 9);
        paged.extend(page["data"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(cursor) => next = format!("{path}?limit=2&count=exact&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(paged, whole);
}

#[tokio::test]
async fn the_story_of_a_foreign_worker_does_not_exist_and_reading_one_is_noted() {
    let app = start().await;
    let siti = worker(&app, 1).await;
    let path = siti.path("/timeline");
    app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    app.get(&path).send().await.expect_problem(401, "unauthenticated");
    app.get(&path).as_(&app.account(Role::Admin, &["35.29"])).send().await.expect_problem(403, "forbidden");
    let officer = app.officer();
    app.get(&path).as_(&officer).send().await.expect(200);
    app.state.opens.flush(&app.state.db).await.unwrap();
    let query = format!("select count(*) from person_access_log where worker_id = '{}'", siti.id);
    assert_eq!(crate::support::cover::one::<i64>(&app, &query).await, 1);
}

#[tokio::test]
async fn a_death_is_told_with_its_day_what_was_corrected_and_that_it_was_none() {
    let app = start().await;
    let (siti, officer) = (worker(&app, 1).await, app.officer());
    let report = Report::recorded(&app, &of(&siti)).await;
    let moved = Report::of(&report.patch(&app, &officer, &json!({ "died_on": "2026-11-05" })).await);
    moved.act(&app, &officer, "revoke", &json!({ "reason": "it was her sister" })).await.expect(200);
    let story = story(&app, &officer, &siti.path("/timeline")).await;
    let deaths: Vec<(&str, &Value)> = story
        .iter()
        .filter(|event| event["subject"] == "death")
        .map(|event| (text(event, "summary"), &event["reason"]))
        .collect();
    assert_eq!(
        deaths,
        [
            ("The death on 2026-11-02 was recorded.", &Value::Null),
            ("The report of the death was corrected: died on 2026-11-05.", &Value::Null),
            (
                "The death on 2026-11-05 was recorded in error, and the report was revoked.",
                &json!("it was her sister")
            ),
        ]
    );
}
