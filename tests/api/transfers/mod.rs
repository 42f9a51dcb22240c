//! `/v1/transfers`

mod gone;
mod kept;

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{
    ABROAD, HOME, NEXT_DOOR, Worker, active, apbd, found, nik, one, proposal, source, start,
    statuses_by_role, stranger, with, worker,
};
use crate::support::enrolment::execute;
use crate::support::places::period;
use crate::support::request::Answer;

const PATH: &str = "/v1/transfers";

/// A verified worker who is her person's open registration.
async fn registered(app: &TestApp, serial: u32) -> Worker {
    let worker = worker(app, serial).await;
    let statement = "update persons set open_worker_id = $1, open_regency_id = 1 where id = $2";
    execute(app, statement, &[&worker.id, &worker.person_id]).await;
    worker
}

fn wanted(worker: &Worker, to: &str) -> Value {
    json!({ "nik": worker.nik.as_str(), "to_village_code": to, "reason": "Ikut suami" })
}

async fn ask(app: &TestApp, account: &Account, body: &Value) -> Answer {
    app.post(PATH).as_(account).json(body).send().await
}

/// A request as somebody reads it.
struct Request {
    path: String,
    etag: String,
    shown: Value,
}

impl Request {
    fn of(answer: &Answer) -> Self {
        let shown = answer.json();
        let path = format!("{PATH}/{}", shown["id"].as_str().unwrap());
        Self { path, etag: answer.header("etag").unwrap().to_owned(), shown }
    }

    async fn made(app: &TestApp, account: &Account, body: &Value) -> Self {
        let answer = ask(app, account, body).await;
        answer.expect(201);
        Self::of(&answer)
    }

    async fn read(&self, app: &TestApp, account: &Account) -> Value {
        app.get(&self.path).as_(account).send().await.expect(200)
    }

    async fn act(&self, app: &TestApp, account: &Account, action: &str, body: &Value) -> Answer {
        let request = app.post(&format!("{}/{action}", self.path)).as_(account);
        let request = request.header("If-Match", &self.etag);
        if body.is_null() { request.send().await } else { request.json(body).send().await }
    }
}

#[tokio::test]
async fn who_is_registered_with_the_neighbour_is_asked_for_and_moves_with_a_new_registration() {
    let app = start().await;
    let mover = registered(&app, 1).await;
    let budget = source(&app, apbd()).await;
    active(&app, &proposal(&mover, budget), "26000000001").await;
    let (neighbour, village) = (stranger(&app), app.account(Role::VillageOperator, &[HOME]));
    let body = json!({ "village_code": ABROAD, "name": "Siti Aminah", "nik": mover.nik.as_str() });
    app.post("/v1/workers").as_(&neighbour).json(&body).send().await.expect_problem(409, "transfer_needed");
    let request = Request::made(&app, &neighbour, &wanted(&mover, ABROAD)).await;
    assert_eq!(
        ["status", "nik", "from_worker_id", "from_village_code", "name", "allowed_actions"]
            .map(|name| request.shown[name].clone()),
        [
            json!("requested"),
            json!("3529************"),
            Value::Null,
            Value::Null,
            Value::Null,
            json!(["withdraw"])
        ]
    );
    let seen = request.read(&app, &village).await;
    assert_eq!(
        ["from_worker_id", "from_village_code", "name", "has_village_coverage", "allowed_actions"]
            .map(|name| seen[name].clone()),
        [json!(mover.id), json!(HOME), json!("Siti Aminah"), json!(false), json!(["accept", "refuse"])]
    );
    let work = async || {
        let path = "/v1/work-items?kind=transfer_to_answer";
        app.get(path).as_(&village).send().await.expect(200)["data"].as_array().unwrap().clone()
    };
    let item = work().await.remove(0);
    assert_eq!(
        ["owner", "link", "region_code"].map(|name| item[name].clone()),
        [json!("village_operator"), json!(request.path), json!(HOME)]
    );
    let moved = request.act(&app, &village, "accept", &json!({})).await.expect(200);
    assert_eq!(moved["status"], "accepted");
    assert_eq!(work().await, [json!(null); 0]);
    let new = app.get(&format!("/v1/workers/{}", moved["worker_id"].as_str().unwrap())).as_(&neighbour);
    let new = new.send().await.expect(200);
    assert_eq!(
        ["village_code", "status", "name", "nik"].map(|name| new[name].clone()),
        [json!(ABROAD), json!("registered"), json!("Siti Aminah"), json!("3529************")]
    );
    let old = app.get(&mover.path("")).as_(&app.officer()).send().await.expect(200);
    assert_eq!((&old["status"], &old["status_reason"]), (&json!("inactive"), &json!("moved_out")));
    assert_eq!(period(&app, &mover).await.shown["end_reason"], "moved_out");
    assert_eq!(one::<i64>(&app, "select count(*) from workers").await, 2);
    let persons: i64 = one(&app, "select count(distinct person_id) from workers").await;
    assert_eq!(persons, 1, "the person is the same");
}

#[tokio::test]
async fn within_a_regency_only_the_village_changes() {
    let app = start().await;
    let mover = registered(&app, 1).await;
    let budget = source(&app, apbd()).await;
    active(&app, &proposal(&mover, budget), "26000000001").await;
    let (from, to) =
        (app.account(Role::VillageOperator, &[HOME]), app.account(Role::VillageOperator, &[NEXT_DOOR]));
    let request = Request::made(&app, &to, &wanted(&mover, NEXT_DOOR)).await;
    // The regency pays, and no village.
    let said = request.act(&app, &from, "accept", &json!({ "village_coverage": "keep" })).await;
    let said = said.expect_problem(422, "validation_failed");
    assert_eq!(found(&said), [("/village_coverage", "does_not_apply")]);
    let moved = request.act(&app, &from, "accept", &json!({})).await.expect(200);
    assert_eq!(moved["worker_id"], json!(mover.id));
    let shown = app.get(&mover.path("")).as_(&to).send().await.expect(200);
    assert_eq!((&shown["village_code"], &shown["status"]), (&json!(NEXT_DOOR), &json!("verified")));
    assert_eq!(period(&app, &mover).await.shown["status"], "active");
}

#[tokio::test]
async fn what_a_village_pays_for_is_asked() {
    let app = start().await;
    let payer = json!({ "name": "APBDes Kepanjin", "payer_kind": "apbdes", "region_code": HOME });
    let budget = source(&app, with(apbd(), payer)).await;
    let (from, to) =
        (app.account(Role::VillageOperator, &[HOME]), app.account(Role::VillageOperator, &[NEXT_DOOR]));
    for (serial, said, status) in [(1, "keep", "active"), (2, "end", "ended")] {
        let mover = registered(&app, serial).await;
        active(&app, &proposal(&mover, budget), &format!("260000{serial:05}")).await;
        let request = Request::made(&app, &to, &wanted(&mover, NEXT_DOOR)).await;
        assert_eq!(request.read(&app, &from).await["has_village_coverage"], true);
        let silent = request.act(&app, &from, "accept", &json!({})).await;
        assert_eq!(found(&silent.expect(422)), [("/village_coverage", "required")]);
        let body = json!({ "village_coverage": said });
        let moved = request.act(&app, &from, "accept", &body).await.expect(200);
        assert_eq!(moved["village_coverage"], said);
        assert_eq!(period(&app, &mover).await.shown["status"], status);
    }
}

#[tokio::test]
async fn the_office_answers_once_its_village_had_its_days() {
    let app = start().await;
    let mover = registered(&app, 1).await;
    let neighbour = stranger(&app);
    let request = Request::made(&app, &neighbour, &wanted(&mover, ABROAD)).await;
    let officer = app.officer();
    let early = request.act(&app, &officer, "refuse", &json!({ "reason": "lives here" })).await;
    assert_eq!(early.expect_problem(409, "invalid_state")["allowed_actions"], json!([]));
    execute(&app, "update transfers set created_at = '2026-11-15 05:00+00'", &[]).await;
    let seen = request.read(&app, &officer).await;
    assert_eq!(
        (&seen["office_answers_from"], &seen["allowed_actions"]),
        (&json!("2026-11-22"), &json!(["accept", "refuse"]))
    );
    let refused = request.act(&app, &officer, "refuse", &json!({ "reason": "lives here" })).await.expect(200);
    assert_eq!((&refused["status"], &refused["answer_note"]), (&json!("refused"), &json!("lives here")));
    let told = request.read(&app, &neighbour).await;
    assert_eq!((&told["answer_note"], &told["from_worker_id"]), (&json!("lives here"), &Value::Null));
    let shown = app.get(&mover.path("")).as_(&officer).send().await.expect(200);
    assert_eq!(shown["status"], "verified");
}

#[tokio::test]
async fn a_request_for_nobody_looks_like_any_other() {
    let app = start().await;
    let mover = registered(&app, 1).await;
    let neighbour = stranger(&app);
    let real = Request::made(&app, &neighbour, &wanted(&mover, ABROAD)).await.shown;
    let body = json!({ "nik": nik(1970, 9).as_str(), "to_village_code": ABROAD, "reason": "Ikut suami" });
    let none = Request::made(&app, &neighbour, &body).await.shown;
    for (name, value) in real.as_object().unwrap() {
        if !["id", "created_at", "updated_at"].contains(&name.as_str()) {
            assert_eq!(&none[name], value, "{name}");
        }
    }
    let again = ask(&app, &neighbour, &body).await.expect_problem(409, "already_exists");
    assert_eq!((found(&again), &again["existing_id"]), (vec![("/nik", "already_exists")], &none["id"]));
    // Who does not see the request is told no more than that there is one.
    let [here, there] = [HOME, NEXT_DOOR].map(|village| app.account(Role::VillageOperator, &[village]));
    Request::made(&app, &here, &with(body.clone(), json!({ "to_village_code": HOME }))).await;
    let to_there = with(body, json!({ "to_village_code": NEXT_DOOR }));
    let hidden = ask(&app, &there, &to_there).await.expect_problem(409, "already_exists");
    assert_eq!((found(&hidden), &hidden["existing_id"]), (vec![("/nik", "already_exists")], &Value::Null));
    let own = ask(&app, &app.officer(), &wanted(&mover, NEXT_DOOR)).await;
    assert_eq!(own.expect_problem(409, "already_registered")["existing_id"], json!(mover.id));
    let far = ask(&app, &neighbour, &wanted(&mover, HOME)).await;
    assert_eq!(found(&far.expect(422)), [("/to_village_code", "outside_regions")]);
}

#[tokio::test]
async fn a_list_shows_each_request_as_it_is_read_alone() {
    let app = start().await;
    let payer = json!({ "name": "APBDes Kepanjin", "payer_kind": "apbdes", "region_code": HOME });
    let budget = source(&app, with(apbd(), payer)).await;
    let (paid, unpaid) = (registered(&app, 1).await, registered(&app, 2).await);
    active(&app, &proposal(&paid, budget), "26000000001").await;
    execute(&app, "update workers set name = 'Sumiyati' where id = $1", &[&unpaid.id]).await;
    let village = app.account(Role::VillageOperator, &[HOME]);
    let mut alone = Vec::new();
    for mover in [&paid, &unpaid] {
        let request = Request::made(&app, &stranger(&app), &wanted(mover, ABROAD)).await;
        alone.push(request.read(&app, &village).await);
    }
    let told = |shown: &Value| (shown["name"].clone(), shown["has_village_coverage"].clone());
    assert_eq!(told(&alone[0]), (json!("Siti Aminah"), json!(true)));
    assert_eq!(told(&alone[1]), (json!("Sumiyati"), json!(false)));
    let listed = app.get(PATH).as_(&village).send().await.expect(200);
    assert_eq!(listed["data"], json!(alone));
    let asked = app.get(PATH).as_(&stranger(&app)).send().await.expect(200);
    assert_eq!(told(&asked["data"][1]), (Value::Null, Value::Null));
}

#[tokio::test]
async fn of_an_acceptance_and_a_withdrawal_one_counts() {
    let app = start().await;
    let mover = registered(&app, 1).await;
    let neighbour = stranger(&app);
    let request = Request::made(&app, &neighbour, &wanted(&mover, ABROAD)).await;
    let village = app.account(Role::VillageOperator, &[HOME]);
    let body = json!({});
    let both = [
        request.act(&app, &village, "accept", &body),
        request.act(&app, &neighbour, "withdraw", &Value::Null),
    ];
    let answers = join_all(both).await;
    let winners: Vec<u16> =
        answers.iter().map(|answer| answer.status.as_u16()).filter(|s| *s == 200).collect();
    assert_eq!(winners.len(), 1, "{answers:?}");
    let loser = answers.iter().find(|answer| answer.status != 200).unwrap();
    loser.expect_problem(412, "version_mismatch");
    let registrations: i64 = one(&app, "select count(*) from workers").await;
    assert_eq!(registrations == 2, answers[0].status == 200);
}

#[tokio::test]
async fn who_may_ask_answer_and_read() {
    let app = start().await;
    let mover = registered(&app, 1).await;
    let neighbour = stranger(&app);
    let request = Request::made(&app, &neighbour, &wanted(&mover, ABROAD)).await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => app.get(&request.path).as_(account).send().await,
        None => app.get(&request.path).send().await,
    })
    .await;
    let readers = [Role::VillageOperator, Role::DistrictViewer, Role::Officer, Role::Auditor];
    assert_eq!(statuses, readers.map(|role| (role, 200)));
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => request.act(&app, account, "accept", &json!({})).await,
        None => app.post(&format!("{}/accept", request.path)).json(&json!({})).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::VillageOperator, 200), (Role::Officer, 412)]);
    let next_door = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    app.get(&request.path).as_(&next_door).send().await.expect_problem(404, "not_found");
    let listed = app.get(&format!("{PATH}?status=accepted&count=exact")).as_(&neighbour).send().await;
    assert_eq!(listed.expect(200)["count"], 1);
    app.get(&format!("{PATH}?status=x")).as_(&neighbour).send().await.expect_problem(400, "invalid_query");
}
