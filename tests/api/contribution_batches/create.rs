//! `POST /v1/contribution-batches`

use payung::access::caller::Role;
use payung::domain::new_id;
use serde_json::{Value, json};

use crate::support::contributions::{Batch, csr, draft, end, funded, prepare, wanted, workers};
use crate::support::cover::{
    active, found, one, proposal, source, source_abroad, start, statuses_by_role, with,
};

#[tokio::test]
async fn a_batch_takes_up_what_is_due_in_its_months_and_in_no_other() {
    let app = start().await;
    let workers = workers(&app, 2).await;
    let source = funded(&app, &[&workers[0], &workers[1]]).await;
    let officer = app.officer();
    let body = with(wanted(source, &["2026-02", "2026-01"]), json!({ "name": "Tahap 1" }));
    let answer = prepare(&app, &officer, &body).await;
    let shown = answer.expect(201);
    // Two people, two programmes, two months: 2 x 2 x 16,800.
    assert_eq!(
        (&shown["lines"], &shown["people"], &shown["amount_idr"]),
        (&json!(8), &json!(2), &json!(67_200))
    );
    assert_eq!(
        (&shown["number"], &shown["status"], &shown["name"]),
        (&json!(1), &json!("draft"), &json!("Tahap 1"))
    );
    assert_eq!(shown["months"], json!(["2026-01", "2026-02"]));
    assert_eq!((&shown["prepared_by"], &shown["open_lines"]), (&json!(officer.id), &json!(8)));
    assert_eq!(shown["allowed_actions"], json!(["update", "cancel"]));
    let location = answer.header("location").unwrap();
    assert_eq!(app.get(location).as_(&officer).send().await.expect(200)["id"], shown["id"]);

    // The same months again: nothing is left, until another month is asked for too.
    let problem =
        prepare(&app, &officer, &wanted(source, &["2026-01"])).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("/months", "nothing_due")]);
    let next = draft(&app, source, &["2026-02", "2026-03"]).await;
    assert_eq!((&next.shown["number"], &next.shown["lines"]), (&json!(2), &json!(4)));
    let stored: String = one(
        &app,
        "select concat_ws(' ', count(*), count(distinct (person_id, programme, month)), min(line_number), max(line_number), \
         (select count(*) from changes where subject = 'contribution_batch')) from contribution_batch_lines where is_open",
    )
    .await;
    // The refused attempt leaves no trace, and a batch one row in the history for all of its lines.
    assert_eq!(stored, "12 12 1 8 2");
}

#[tokio::test]
async fn tranches_go_by_people_and_by_region() {
    let app = start().await;
    let workers = workers(&app, 3).await;
    let source = funded(&app, &[&workers[0], &workers[1], &workers[2]]).await;
    let officer = app.officer();
    let ask =
        async |changes: Value| prepare(&app, &officer, &with(wanted(source, &["2026-01"]), changes)).await;
    let first = ask(json!({ "people_max": 2 })).await.expect(201);
    assert_eq!((&first["people"], &first["lines"]), (&json!(2), &json!(4)));
    ask(json!({ "region_code": "35.29.02" })).await.expect_problem(409, "conflict");
    for elsewhere in ["35.28", "35.28.01", "35.29.99"] {
        let problem = ask(json!({ "region_code": elsewhere })).await.expect_problem(422, "unknown_reference");
        assert_eq!(found(&problem), [("/region_code", "unknown_region")]);
    }
    let rest = ask(json!({ "region_code": "35.29.01", "people_max": 9 })).await.expect(201);
    assert_eq!((&rest["people"], &rest["number"]), (&json!(1), &json!(2)));
}

#[tokio::test]
async fn waived_months_and_those_of_other_sources_are_left_out() {
    let app = start().await;
    let workers = workers(&app, 2).await;
    let first = funded(&app, &[&workers[0]]).await;
    let second = source(&app, csr()).await;
    active(&app, &proposal(&workers[1], second), "26000000099").await;
    end(&app, &workers[0], "death", "2026-02-03").await;
    let batch = draft(&app, first, &["2026-01", "2026-02", "2026-03"]).await;
    assert_eq!((&batch.shown["people"], &batch.shown["lines"]), (&json!(1), &json!(4)));
}

#[tokio::test]
async fn a_request_that_cannot_be_is_refused() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let officer = app.officer();
    let ask = async |body: Value| prepare(&app, &officer, &body).await;
    let wrong = json!({
        "months": ["2026-13", "2026-01", "2026-01"], "name": "", "region_code": "x", "people_max": 0,
    });
    let problem = ask(with(wanted(source, &[]), wrong)).await.expect_problem(422, "validation_failed");
    assert_eq!(
        found(&problem).into_iter().map(|(pointer, _)| pointer).collect::<Vec<_>>(),
        ["/months/0", "/months/2", "/name", "/region_code", "/people_max"]
    );
    let many = with(wanted(source, &["2026-01"]), json!({ "people_max": 1_000_001 }));
    let problem = ask(many).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/people_max", "out_of_range")]);
    let problem = ask(wanted(source, &[])).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/months", "required")]);
    let problem = ask(wanted(source, &["2027-01"])).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/months", "outside_funding_source")]);
    for unknown in [source_abroad(&app).await, new_id(app.state.clock.now())] {
        let problem = ask(wanted(unknown, &["2026-01"])).await.expect_problem(422, "unknown_reference");
        assert_eq!(found(&problem), [("/funding_source_id", "unknown_funding_source")]);
    }
    ask(with(wanted(source, &["2026-01"]), json!({ "status": "paid" })))
        .await
        .expect_problem(422, "unknown_field");
}

#[tokio::test]
async fn only_officers_prepare_and_a_repeated_request_prepares_once() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let body = wanted(source, &["2026-01"]);
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => prepare(&app, account, &body).await,
        None => app.post("/v1/contribution-batches").json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 201)]);
    let (officer, body) = (app.officer(), wanted(source, &["2026-02"]));
    let post = || {
        let request = app.post("/v1/contribution-batches").as_(&officer).header("Idempotency-Key", "one");
        request.json(&body).send()
    };
    let (first, second) = (post().await, post().await);
    assert_eq!(first.expect(201), second.expect(201));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(Batch::of(&first).shown["number"], 2);
}
