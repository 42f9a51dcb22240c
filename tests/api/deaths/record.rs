//! `POST /v1/deaths`, `GET /v1/deaths`, `/{id}` and `/{id}/history`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{PATH, Report, claims, death, of, registration, send};
use crate::support::contributions::{claim, sums};
use crate::support::cover::{
    ABROAD, HOME, NEXT_DOOR, active, apbd, found, nik, one, proposal, proposed, registered_abroad, settle,
    source, source_abroad, start, statuses_by_role, stranger, with, worker, worker_born,
};
use crate::support::enrolment::execute;
use crate::support::places::period;

#[tokio::test]
async fn a_recorded_death_ends_the_cover_stops_what_is_owed_and_opens_a_claim() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let source = source(&app, apbd()).await;
    active(&app, &proposal(&dead, source), "26000000001").await;
    settle(&app, &dead, "2026-02", "2026-10", "2026-10-10").await;
    let committed = sums(&app, source).await[0];
    let village = app.account(Role::VillageOperator, &[HOME]);
    let body = death(json!({ "nik": dead.nik.as_str(), "circumstances": "Sakit jantung" }));
    let answer = send(&app, &village, &body).await;
    let shown = answer.expect(201);
    let report = Report::of(&answer);
    assert_eq!(answer.header("location"), Some(report.path.as_str()));
    assert_eq!(
        ["status", "worker_id", "name", "nik", "village_code", "may_be_covered", "opened_claim"]
            .map(|name| shown[name].clone()),
        [
            json!("recorded"),
            json!(dead.id),
            json!("Siti Aminah"),
            json!("3529************"),
            json!(HOME),
            json!(true),
            json!(true)
        ]
    );
    assert_eq!(shown["allowed_actions"], json!(["update"]), "a village takes nothing back");
    let ended = period(&app, &dead).await.shown;
    assert_eq!(shown["coverage_ids"], json!([ended["id"]]));
    assert_eq!(
        ["status", "end_reason", "ended_on", "last_month"].map(|name| ended[name].clone()),
        [json!("ended"), json!("death"), json!("2026-11-02"), json!("2026-11")]
    );
    // December is owed no more.
    assert_eq!(sums(&app, source).await[0], committed - 16_800);
    assert_eq!(registration(&app, &dead).await, [json!("inactive"), json!("deceased"), json!("2026-11-02")]);
    assert_eq!(claims(&app, &dead).await, [[json!("death"), json!("draft"), json!("2026-11-02")]]);
    let claim = app.get(&format!("/v1/claims/{}", shown["claim_id"].as_str().unwrap())).as_(&village).send();
    assert_eq!(claim.await.expect(200)["circumstances"], "Sakit jantung");
    let read = app.get(&report.path).as_(&village).send().await;
    assert_eq!((read.expect(200), read.header("etag")), (shown, Some(report.etag.as_str())));
    let told: String = one(
        &app,
        "select string_agg(subject || ':' || action, ' ' order by id) from changes \
             where request_id = (select request_id from changes where subject = 'death')",
    )
    .await;
    for part in ["worker:deactivated", "coverage:ended", "claim:created", "death:created"] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let history = app.get(&format!("{}/history", report.path)).as_(&app.officer()).send().await.expect(200);
    assert_eq!(history["data"][0]["action"], "created");
}

#[tokio::test]
async fn nobody_dies_twice_and_a_claim_that_is_there_is_linked() {
    let app = start().await;
    let (dead, filed) = (worker(&app, 1).await, worker(&app, 2).await);
    let report = Report::recorded(&app, &of(&dead)).await;
    let again = send(&app, &app.officer(), &of(&dead)).await.expect_problem(409, "already_exists");
    assert_eq!(again["existing_id"], report.shown["id"]);
    let body = json!({ "kind": "death", "worker_id": filed.id, "event_on": "2026-11-02" });
    let claim = app.post("/v1/claims").as_(&app.officer()).json(&body).send().await.expect(201);
    let linked = Report::recorded(&app, &of(&filed)).await.shown;
    assert_eq!((&linked["claim_id"], &linked["opened_claim"]), (&claim["id"], &json!(false)));
    assert_eq!(claims(&app, &filed).await.len(), 1);
}

#[tokio::test]
async fn a_claim_that_was_handed_in_with_another_day_is_for_a_person_to_decide() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    claim(&app, &dead, "2026-11-20").await;
    let problem = send(&app, &app.officer(), &of(&dead)).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("/died_on", "claim_says_otherwise")]);
    assert_eq!(registration(&app, &dead).await[0], "verified");
    let same = with(of(&dead), json!({ "died_on": "2026-11-20" }));
    let shown = Report::recorded(&app, &same).await.shown;
    assert_eq!((&shown["opened_claim"], &shown["allowed_actions"]), (&json!(false), &json!(["update"])));
}

#[tokio::test]
async fn whose_membership_is_known_to_be_over_leaves_no_claim() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let fact = json!({
        "worker_id": dead.id, "state": "not_member", "programmes": [], "as_of": "2026-11-01",
        "evidence": "Daftar peserta BPU",
    });
    app.post("/v1/memberships").as_(&app.officer()).json(&fact).send().await.expect(201);
    let shown = Report::recorded(&app, &of(&dead)).await.shown;
    assert_eq!((&shown["may_be_covered"], &shown["claim_id"]), (&json!(false), &Value::Null));
    assert_eq!(claims(&app, &dead).await.len(), 0);
}

#[tokio::test]
async fn a_period_that_never_began_ends_with_all_its_months_and_one_that_is_over_stays() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let budget = source(&app, apbd()).await;
    let half = with(proposal(&dead, budget), json!({ "until_month": "2026-06" }));
    active(&app, &half, "26000000001").await;
    let rest = with(proposal(&dead, budget), json!({ "from_month": "2026-07" }));
    let never = proposed(&app, &rest).await;
    let shown = Report::recorded(&app, &of(&dead)).await.shown;
    assert_eq!(shown["coverage_ids"], json!([never.shown["id"]]));
    let ended = app.get(&never.path).as_(&app.officer()).send().await.expect(200);
    assert_eq!((&ended["status"], &ended["last_month"]), (&json!("ended"), &Value::Null));
    assert_eq!(one::<i64>(&app, "select count(*) from coverages where status = 'active'").await, 1);
}

#[tokio::test]
async fn the_dead_are_dead_in_every_regency() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let abroad = registered_abroad(&app, &dead).await;
    let budget = source_abroad(&app).await;
    let officer = stranger(&app);
    app.post("/v1/coverages").as_(&officer).json(&proposal(&abroad, budget)).send().await.expect(201);
    let shown = Report::recorded(&app, &of(&dead)).await.shown;
    assert_eq!(one::<i64>(&app, "select count(*) from workers where status_reason = 'deceased'").await, 2);
    let ended = app.get(&format!("/v1/coverages?worker_id={}", abroad.id)).as_(&officer).send().await;
    assert_eq!(ended.expect(200)["data"][0]["end_reason"], "death");
    // The neighbour hears that it is recorded, and not where.
    let body = death(json!({ "worker_id": abroad.id }));
    let told = send(&app, &officer, &body).await.expect_problem(409, "already_exists");
    assert_eq!(told["existing_id"], Value::Null);
    let path = format!("{PATH}/{}", shown["id"].as_str().unwrap());
    app.get(&path).as_(&officer).send().await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn without_a_nik_people_are_suggested_with_a_score_and_reasons() {
    let app = start().await;
    let (same, cousin) = (worker(&app, 1).await, worker_born(&app, 1983, 2).await);
    let stranger = worker(&app, 3).await;
    execute(&app, "update workers set name = 'Sitti Aminah' where id = $1", &[&cousin.id]).await;
    execute(&app, "update workers set name = 'Moh. Rasyid' where id = $1", &[&stranger.id]).await;
    let body = death(json!({ "name": "Siti Aminah", "birth_on": "1982-06-15", "village_code": HOME }));
    let report = Report::recorded(&app, &body).await;
    assert_eq!((&report.shown["status"], &report.shown["worker_id"]), (&json!("undecided"), &Value::Null));
    let found = report.shown["candidates"].as_array().unwrap();
    let scores: Vec<Value> =
        found.iter().map(|one| json!([one["worker_id"], one["score"], one["reasons"]])).collect();
    assert_eq!(scores[0], json!([same.id, 100, ["name", "birth_date", "village"]]));
    assert_eq!((&scores[1][0], &scores[1][2]), (&json!(cousin.id), &json!(["name", "village"])));
    assert_eq!(scores.len(), 2);
    assert_eq!(registration(&app, &same).await[0], "verified", "nothing follows before somebody decides");
    let unknown = death(json!({ "name": "Bambang Susilo", "village_code": HOME }));
    let shown = Report::recorded(&app, &unknown).await.shown;
    assert_eq!((&shown["status"], &shown["candidates"]), (&json!("not_registered"), &json!([])));
    // A NIK that nobody has here is kept, masked, beside what else is told.
    let other = nik(1975, 77);
    let body = death(json!({ "nik": other.as_str(), "name": "Siti Aminah", "village_code": HOME }));
    let shown = Report::recorded(&app, &body).await.shown;
    assert_eq!((&shown["status"], &shown["nik"]), (&json!("undecided"), &json!("3529************")));
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_everything_that_is_wrong() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let officer = app.officer();
    let wrong = json!({ "worker_id": dead.id, "name": "Siti", "died_on": "2.11.2026", "source": "rumour" });
    let problem = send(&app, &officer, &wrong).await.expect_problem(422, "validation_failed");
    assert_eq!(
        found(&problem),
        [
            ("/village_code", "required"),
            ("/worker_id", "named_twice"),
            ("/died_on", "day_format"),
            ("/source", "unknown_code")
        ]
    );
    for (body, expected) in [
        (death(json!({})), ("/worker_id", "required")),
        (with(of(&dead), json!({ "died_on": "2026-11-24" })), ("/died_on", "day_in_future")),
        (with(of(&dead), json!({ "died_on": "1982-06-14" })), ("/died_on", "before_birth")),
        (death(json!({ "nik": nik(1975, 9).as_str() })), ("/nik", "not_registered")),
        (death(json!({ "name": "Siti", "village_code": ABROAD })), ("/village_code", "outside_regions")),
        (death(json!({ "name": "Siti", "village_code": "35.29" })), ("/village_code", "not_a_village")),
    ] {
        let problem = send(&app, &officer, &body).await;
        assert_eq!(found(&problem.expect(422)), [expected], "{body}");
    }
    let answer = send(&app, &stranger(&app), &of(&dead)).await;
    assert_eq!(found(&answer.expect_problem(422, "unknown_reference")), [("/worker_id", "unknown_worker")]);
    let next_door = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    send(&app, &next_door, &of(&dead)).await.expect_problem(422, "unknown_reference");
    assert_eq!(one::<i64>(&app, "select count(*) from deaths").await, 0);
}

#[tokio::test]
async fn a_repeated_request_records_once() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let officer = app.officer();
    let post = async || {
        let request = app.post(PATH).as_(&officer).header("Idempotency-Key", "death-1");
        request.json(&of(&dead)).send().await
    };
    let first = post().await.expect(201);
    let second = post().await;
    assert_eq!((second.expect(201), second.header("idempotency-replayed")), (first, Some("true")));
}

#[tokio::test]
async fn reports_are_listed_by_region_state_source_and_day() {
    let app = start().await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    execute(&app, "update workers set village_code = $2 where id = $1", &[&second.id, &NEXT_DOOR]).await;
    let one = Report::recorded(&app, &of(&first)).await.shown;
    let body = with(of(&second), json!({ "died_on": "2026-10-01", "source": "civil_registry" }));
    let two = Report::recorded(&app, &body).await.shown;
    let list = async |query: &str| {
        let shown = app.get(&format!("{PATH}{query}")).as_(&app.officer()).send().await.expect(200);
        shown["data"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect::<Vec<_>>()
    };
    let (one, two) = (one["id"].clone(), two["id"].clone());
    assert_eq!(list("").await, [one.clone(), two.clone()]);
    for (query, expected) in [
        (format!("?region={NEXT_DOOR}"), &two),
        ("?source=village_report".to_owned(), &one),
        ("?died_from=2026-11-01".to_owned(), &one),
        ("?died_until=2026-10-31".to_owned(), &two),
        (format!("?worker_id={}", first.id), &one),
    ] {
        assert_eq!(list(&query).await, std::slice::from_ref(expected), "{query}");
    }
    assert_eq!(list("?status=revoked").await.len(), 0);
    let page = app.get(&format!("{PATH}?limit=1&count=exact")).as_(&app.officer()).send().await.expect(200);
    assert_eq!((&page["count"], page["next_cursor"].is_string()), (&json!(2), true));
    for query in ["?status=x", "?source=x", "?region=x", "?died_from=x"] {
        app.get(&format!("{PATH}{query}"))
            .as_(&app.officer())
            .send()
            .await
            .expect_problem(400, "invalid_query");
    }
    let village = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    let own = app.get(PATH).as_(&village).send().await.expect(200);
    assert_eq!(own["data"].as_array().unwrap().len(), 1);
    let none = app.get(PATH).as_(&stranger(&app)).send().await.expect(200);
    assert_eq!(none["data"], json!([]));
}

#[tokio::test]
async fn villages_and_the_office_record_and_others_read() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => send(&app, account, &of(&dead)).await,
        None => app.post(PATH).json(&of(&dead)).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::VillageOperator, 201), (Role::Officer, 409)]);
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => app.get(PATH).as_(account).send().await,
        None => app.get(PATH).send().await,
    })
    .await;
    let readers = [
        Role::VillageOperator,
        Role::DistrictViewer,
        Role::Officer,
        Role::Approver,
        Role::Insurer,
        Role::Auditor,
    ];
    assert_eq!(statuses, readers.map(|role| (role, 200)));
}
