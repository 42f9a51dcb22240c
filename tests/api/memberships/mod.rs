//! `/v1/memberships`

mod late;
mod merged;

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{
    HOME, NEXT_DOOR, Worker, found, one, start, statuses_by_role, stranger, with, worker,
};

const LIST: &str = "/v1/memberships";

fn fact(worker: &Worker) -> Value {
    json!({
        "worker_id": worker.id,
        "member_number": "26012345678",
        "state": "active",
        "programmes": ["jkk", "jkm"],
        "since_on": "2024-03-01",
        "paid_until": "2026-10",
        "as_of": "2026-11-01",
        "evidence": "Daftar peserta BPJS, 1 November 2026, baris 214",
    })
}

async fn recorded(app: &TestApp, body: &Value) -> (String, String) {
    let answer = app.post(LIST).as_(&app.officer()).json(body).send().await;
    answer.expect(201);
    (answer.header("location").unwrap().to_owned(), answer.header("etag").unwrap().to_owned())
}

#[tokio::test]
async fn what_the_insurer_said_is_recorded_with_its_evidence() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let answer =
        app.post(LIST).as_(&app.account(Role::Insurer, &["35.29"])).json(&fact(&worker)).send().await;
    let shown = answer.expect(201);
    assert_eq!((&shown["member_number"], &shown["paid_until"]), (&json!("********678"), &json!("2026-10")));
    assert_eq!(shown["allowed_actions"], json!(["update", "correct_late_months"]));
    let clear: i64 = one(
        &app,
        "select count(*) from (select t::text as line from memberships t union all select t::text from changes t) l \
         where l.line like '%26012345678%'",
    )
    .await;
    assert_eq!(clear, 0);
    let stored: String = one(
        &app,
        "select concat_ws(' ', m.regency_id, m.paid_until, c.action, c.region_code) from memberships m \
         join changes c on c.subject_id = m.id",
    )
    .await;
    assert_eq!(stored, format!("1 2026-10-01 created {HOME}"));
}

#[tokio::test]
async fn only_office_and_insurer_record_and_the_village_reads_nothing() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => app.post(LIST).as_(account).json(&fact(&worker)).send().await,
        None => app.post(LIST).json(&fact(&worker)).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 201), (Role::Insurer, 201)]);
    let (path, _) = recorded(&app, &fact(&worker)).await;
    for path in [LIST, path.as_str(), &format!("{path}/history")] {
        let statuses = statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(path).as_(account).send().await,
            None => app.get(path).send().await,
        })
        .await;
        let readers = [Role::Officer, Role::Approver, Role::Insurer, Role::Auditor];
        assert_eq!(statuses, readers.map(|role| (role, 200)), "{path}");
    }
    app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    app.get(&format!("{path}/history")).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    let foreign = app.post(LIST).as_(&stranger(&app)).json(&fact(&worker)).send().await;
    assert_eq!(found(&foreign.expect_problem(422, "unknown_reference")), [("/worker_id", "unknown_worker")]);
}

#[tokio::test]
async fn facts_are_listed_by_worker_state_and_region() {
    let app = start().await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    let paths = [
        recorded(&app, &fact(&first)).await.0,
        recorded(&app, &with(fact(&first), json!({ "as_of": "2026-11-20", "state": "in_arrears" }))).await.0,
        recorded(&app, &with(fact(&second), json!({ "member_number": null }))).await.0,
    ];
    let client = app.database().owner().client().await.unwrap();
    let move_ = "update workers set village_code = $1 where id = $2";
    client.execute(move_, &[&NEXT_DOOR, &second.id]).await.unwrap();
    let listed = async |account: &Account, query: &str| {
        let shown = app.get(&format!("{LIST}{query}")).as_(account).send().await.expect(200);
        let found = shown["data"].as_array().unwrap().iter();
        let id = |row: &Value| format!("{LIST}/{}", row["id"].as_str().unwrap());
        found.map(id).collect::<Vec<_>>()
    };
    let officer = app.officer();
    assert_eq!(listed(&officer, "").await, paths);
    assert_eq!(listed(&officer, &format!("?worker_id={}", first.id)).await, paths[..2]);
    assert_eq!(listed(&officer, "?state=active").await, [&*paths[0], &*paths[2]]);
    assert_eq!(listed(&officer, &format!("?region={NEXT_DOOR}")).await, paths[2..]);
    assert!(listed(&stranger(&app), "").await.is_empty());
    let page = app.get(&format!("{LIST}?limit=1&count=exact")).as_(&officer).send().await;
    assert_eq!((page.expect(200)["count"].as_i64(), page.header("link").is_some()), (Some(3), true));
    app.get(&format!("{LIST}?state=x")).as_(&officer).send().await.expect_problem(400, "invalid_query");
}

#[tokio::test]
async fn facts_must_fit_together() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let post = async |changes: Value| {
        app.post(LIST).as_(&app.officer()).json(&with(fact(&worker), changes)).send().await
    };
    let wrong = json!({
        "member_number": "12", "state": "gone", "programmes": ["jp"], "since_on": "x", "paid_until": "x",
        "as_of": "2026-11-24", "evidence": "",
    });
    let problem = post(wrong).await.expect_problem(422, "validation_failed");
    let pointers: Vec<&str> = found(&problem).into_iter().map(|(pointer, _)| pointer).collect();
    let expected =
        ["/member_number", "/state", "/programmes", "/since_on", "/paid_until", "/as_of", "/evidence"];
    assert_eq!(pointers, expected);
    let problem = post(json!({ "state": "not_member" })).await.expect_problem(422, "validation_failed");
    assert_eq!(
        found(&problem),
        [
            ("/programmes", "not_with_state"),
            ("/since_on", "not_with_state"),
            ("/paid_until", "not_with_state")
        ]
    );
    let problem = post(json!({ "paid_until": "2031-12" })).await;
    assert_eq!(
        found(&problem.expect_problem(422, "validation_failed")),
        [("/paid_until", "paid_until_too_far")]
    );
    let problem = post(json!({ "programmes": [], "since_on": "2026-11-02" })).await;
    assert_eq!(
        found(&problem.expect_problem(422, "validation_failed")),
        [
            ("/programmes", "programme_required"),
            ("/since_on", "since_after_as_of"),
            ("/paid_until", "paid_until_before_since")
        ]
    );
    post(json!({ "worker": 1 })).await.expect_problem(422, "unknown_field");
}

#[tokio::test]
async fn a_correction_is_versioned_and_the_past_stays_readable() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let (path, etag) = recorded(&app, &fact(&worker)).await;
    let officer = app.officer();
    let patch = async |etag: &str, body: Value| {
        app.patch(&path).as_(&officer).header("If-Match", etag).json(&body).send().await
    };
    let first =
        app.get(&path).as_(&officer).send().await.expect(200)["updated_at"].as_str().unwrap().to_owned();
    let same = patch(&etag, json!({ "member_number": "26012345678", "paid_until": "2026-10" })).await;
    assert_eq!(same.header("etag"), Some(etag.as_str()));
    let body = json!({ "paid_until": "2026-09", "member_number": null, "state": "in_arrears" });
    let changed = patch(&etag, body).await.expect(200);
    assert_eq!((&changed["paid_until"], &changed["member_number"]), (&json!("2026-09"), &json!(null)));
    patch(&etag, json!({ "paid_until": null })).await.expect_problem(412, "version_mismatch");
    let problem =
        patch("\"2.written\"", json!({ "state": null, "programmes": [], "as_of": "2026-12-01" })).await;
    assert_eq!(
        found(&problem.expect_problem(422, "validation_failed")),
        [("/state", "required"), ("/as_of", "day_in_future")]
    );
    let problem =
        patch("\"2.written\"", json!({ "programmes": [] })).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/programmes", "programme_required")]);
    app.patch(&path).as_(&officer).json(&json!({})).send().await.expect_problem(428, "precondition_required");
    let foreign =
        app.patch(&path).as_(&stranger(&app)).header("If-Match", &etag).json(&json!({})).send().await;
    foreign.expect_problem(404, "not_found");
    let then = app.get(&format!("{path}?as_known_at={first}")).as_(&officer).send().await.expect(200);
    assert_eq!((&then["paid_until"], &then["member_number"]), (&json!("2026-10"), &json!("********678")));
    let history = app.get(&format!("{path}/history")).as_(&officer).send().await.expect(200);
    assert_eq!(history["data"][1]["before"]["member_number_mask"], "********678");
}

#[tokio::test]
async fn a_member_number_is_one_persons_also_when_two_record_it_at_once() {
    let app = start().await;
    let mut workers = Vec::new();
    for serial in 1..=6 {
        workers.push(worker(&app, serial).await);
    }
    let facts: Vec<Value> = workers.iter().map(fact).collect();
    let officer = app.officer();
    let posts = facts.iter().map(|fact| app.post(LIST).as_(&officer).json(fact).send());
    let answers = futures_util::future::join_all(posts).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for loser in answers.iter().filter(|answer| answer.status != 201) {
        let problem = loser.expect_problem(409, "already_exists");
        assert_eq!(found(&problem), [("/member_number", "already_exists")]);
    }
    // Nor is it given away by a correction.
    let other = with(fact(&workers[0]), json!({ "member_number": "26099999999" }));
    let (path, etag) = recorded(&app, &other).await;
    let body = json!({ "member_number": "26012345678" });
    let patched = app.patch(&path).as_(&officer).header("If-Match", &etag).json(&body).send().await;
    let holder: i64 = one(
        &app,
        "select count(distinct person_id) from memberships where member_number_mask = '********678'",
    )
    .await;
    assert_eq!(holder, 1);
    assert!(patched.status == 200 || patched.status == 409, "{}", patched.status);
}
