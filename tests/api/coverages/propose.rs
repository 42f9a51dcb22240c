//! `POST /v1/coverages`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::cover::{
    Coverage, HOME, NEXT_DOOR, apbd, found, one, proposal, proposed, registered_abroad, source,
    source_abroad, start, statuses_by_role, stranger, with, worker, worker_born,
};

const LIST: &str = "/v1/coverages";

#[tokio::test]
async fn a_period_is_proposed_with_its_trace_in_the_history() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let body = proposal(&worker, source(&app, apbd()).await);
    let officer = app.officer();
    let answer = app.post(LIST).as_(&officer).json(&body).send().await;
    let shown = answer.expect(201);
    assert_eq!(shown["status"], "proposed");
    assert_eq!((&shown["programmes"], &shown["last_month"]), (&json!(["jkk", "jkm"]), &json!("2026-12")));
    assert_eq!(shown["proposed_by"], json!(officer.id));
    assert_eq!(shown["allowed_actions"], json!(["update", "end", "replace"]));
    let stored: String = one(
        &app,
        "select concat_ws(' ', v.regency_id, v.slots, c.action, c.region_code, v.person_id = w.person_id) \
         from coverages v join workers w on w.id = v.worker_id join changes c on c.subject_id = v.id",
    )
    .await;
    assert_eq!(stored, "1 {[124313,124325),[224313,224325)} created 35.29.01.1015 t");
}

#[tokio::test]
async fn only_officers_propose_and_only_for_workers_of_their_regions() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let body = proposal(&worker, source(&app, apbd()).await);
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => app.post(LIST).as_(account).json(&body).send().await,
        None => app.post(LIST).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 201)]);
    let foreign = app.post(LIST).as_(&stranger(&app)).json(&body).send().await;
    let problem = foreign.expect_problem(422, "unknown_reference");
    assert_eq!(found(&problem), [("/worker_id", "unknown_worker")]);
}

#[tokio::test]
async fn nobody_is_funded_twice_for_a_programme_and_month() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let (first, second) = (
        source(&app, apbd()).await,
        source(&app, with(apbd(), json!({ "name": "CSR", "payer_kind": "csr" }))).await,
    );
    let until_june =
        with(proposal(&worker, first), json!({ "until_month": "2026-06", "programmes": ["jkm", "jkk"] }));
    proposed(&app, &until_june).await;
    let post = async |changes: Value| {
        let body = with(proposal(&worker, second), changes);
        app.post(LIST).as_(&app.officer()).json(&body).send().await
    };
    for changes in [
        json!({}),
        json!({ "from_month": "2026-06", "until_month": "2026-06", "programmes": ["jkm"] }),
        json!({ "until_month": "2026-01", "programmes": ["jht", "jkk"] }),
    ] {
        let problem = post(changes).await.expect_problem(409, "already_funded");
        assert_eq!(found(&problem), [("/from_month", "already_funded")]);
        let detail = problem["errors"][0]["detail"].as_str().unwrap();
        assert_eq!(detail, "Sudah didanai untuk jkk, jkm dari 2026-01 sampai 2026-06.");
    }
    // Another programme in the same months, and the same programmes in the months after.
    post(json!({ "programmes": ["jht"] })).await.expect(201);
    post(json!({ "from_month": "2026-07" })).await.expect(201);
}

#[tokio::test]
async fn also_across_regencies_nobody_is_funded_twice() {
    let app = start().await;
    let here = worker(&app, 1).await;
    let there = registered_abroad(&app, &here).await;
    proposed(&app, &proposal(&here, source(&app, apbd()).await)).await;
    let body = proposal(&there, source_abroad(&app).await);
    let answer = app.post(LIST).as_(&stranger(&app)).json(&body).send().await;
    let problem = answer.expect_problem(409, "already_funded");
    assert!(!answer.text().contains("35.29"), "the other regency stays unnamed: {problem}");
}

#[tokio::test]
async fn who_is_not_eligible_is_refused_with_every_reason() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let old = worker_born(&app, 1955, 1).await;
    let problem = app.post(LIST).as_(&app.officer()).json(&proposal(&old, source)).send().await;
    let problem = problem.expect_problem(409, "not_eligible");
    assert_eq!(found(&problem), [("/worker_id", "too_old_to_enter"), ("/worker_id", "membership_unknown")]);

    // Born on 15 June 1961: 65 on 15 June 2026, which for a period from a later month is at its first payment.
    app.state.clock.set_today("2026-06-14".parse().unwrap());
    let nearly = worker_born(&app, 1961, 2).await;
    let post = async |from: &str| {
        let body = with(proposal(&nearly, source), json!({ "from_month": from }));
        app.post(LIST).as_(&app.officer()).json(&body).send().await
    };
    post("2026-07").await.expect_problem(409, "not_eligible");
    post("2026-06").await.expect(201);

    let gone = worker_born(&app, 1982, 3).await;
    let client = app.database().owner().client().await.unwrap();
    let statement = "update workers set status = 'inactive', status_reason = 'moved_out', nik_sealed = null, \
                     nik_mask = null, nik_hash = null where id = $1";
    client.execute(statement, &[&gone.id]).await.unwrap();
    let problem = app.post(LIST).as_(&app.officer()).json(&proposal(&gone, source)).send().await;
    let problem = problem.expect_problem(409, "not_eligible");
    let codes: Vec<&str> = found(&problem).into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["not_verified", "nik_missing"]);
}

#[tokio::test]
async fn money_of_a_village_is_for_that_village() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let of = async |region: &str| {
        let village = json!({ "name": region, "payer_kind": "apbdes", "region_code": region });
        source(&app, with(apbd(), village)).await
    };
    let (own, other) = (of(HOME).await, of(NEXT_DOOR).await);
    let post =
        async |source| app.post(LIST).as_(&app.officer()).json(&proposal(&worker, source)).send().await;
    let problem = post(other).await.expect_problem(409, "not_eligible");
    assert!(found(&problem).contains(&("/funding_source_id", "outside_source_region")));
    let answer = post(own).await;
    answer.expect(201);
    let coverage = Coverage::of(&answer);
    let body = json!({ "funding_source_id": other });
    let patch = app.patch(&coverage.path).as_(&app.officer()).header("If-Match", &coverage.etag).json(&body);
    let problem = patch.send().await.expect_problem(409, "not_eligible");
    assert!(found(&problem).contains(&("/funding_source_id", "outside_source_region")));
}

#[tokio::test]
async fn source_months_and_wage_base_must_fit() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let source = source(&app, with(apbd(), json!({ "from_month": "2026-02" }))).await;
    let post = async |changes: Value| {
        app.post(LIST).as_(&app.officer()).json(&with(proposal(&worker, source), changes)).send().await
    };
    let problem = post(json!({ "wage_base_idr": 999_999 })).await.expect_problem(422, "validation_failed");
    let expected = [("/from_month", "outside_funding_source"), ("/wage_base_idr", "wage_base_below_minimum")];
    assert_eq!(found(&problem), expected);
    // A work accident costs at most 207,000 a month, which is 1 % of this.
    let rich =
        |base: i64| json!({ "wage_base_idr": base, "from_month": "2026-02", "until_month": "2026-02" });
    let problem = post(rich(20_700_001)).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/wage_base_idr", "wage_base_above_maximum")]);
    post(rich(20_700_000)).await.expect(201);
    let wrong = json!({ "programmes": ["jkk", "jkk"], "wage_base_idr": -1, "from_month": "May", "until_month": "2026-00" });
    let problem = post(wrong).await.expect_problem(422, "validation_failed");
    let expected = [
        ("/programmes", "programme_repeated"),
        ("/wage_base_idr", "amount_negative"),
        ("/from_month", "month_format"),
        ("/until_month", "month_number"),
    ];
    assert_eq!(found(&problem), expected);
    let nowhere = json!({ "funding_source_id": source_abroad(&app).await, "from_month": "2026-02" });
    let problem = post(nowhere).await.expect_problem(422, "unknown_reference");
    assert_eq!(found(&problem), [("/funding_source_id", "unknown_funding_source")]);
    post(json!({ "status": "active" })).await.expect_problem(422, "unknown_field");
    let own_id = json!({ "id": "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10", "from_month": "2026-03", "until_month": "2026-04" });
    assert_eq!(post(own_id.clone()).await.expect(201)["id"], own_id["id"]);
    let again = with(own_id, json!({ "from_month": "2026-05", "until_month": "2026-05" }));
    let problem = post(again).await.expect_problem(409, "already_exists");
    assert_eq!(found(&problem), [("/id", "already_exists")]);
}
