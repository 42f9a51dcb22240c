//! `GET /v1/workers/{id}/ledger`, and what the ledger holds after each step of a funded period.

use payung::access::caller::Role;
use payung::domain::new_id;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::cover::{
    Coverage, Worker, active, apbd, approved, approver, decree, found, one, proposal, proposed, source,
    start, statuses_by_role, stranger, with, worker, worker_born,
};

async fn ledger(app: &TestApp, worker: &Worker, query: &str) -> Value {
    app.get(&worker.path(&format!("/ledger{query}"))).as_(&app.officer()).send().await.expect(200)
}

/// Months, state and amount of each programme, one line each.
async fn lines(app: &TestApp, worker: &Worker) -> Vec<String> {
    let shown = ledger(app, worker, "?limit=500").await;
    let mut lines: Vec<(String, i64, String)> = Vec::new();
    for entry in shown["data"].as_array().unwrap() {
        let label =
            format!("{} {} {}", entry["programme"], entry["amount_idr"], entry["status"]).replace('"', "");
        match lines.last_mut() {
            Some((last, count, _)) if *last == label => *count += 1,
            _ => lines.push((label, 1, entry["month"].as_str().unwrap().to_owned())),
        }
    }
    lines.into_iter().map(|(label, count, from)| format!("{label} {count} from {from}")).collect()
}

/// What a source has committed.
async fn committed(app: &TestApp) -> i64 {
    one(app, "select sum(committed_idr)::bigint from funding_sources").await
}

fn ending(on: &str) -> Value {
    json!({ "reason": "death", "ended_on": on })
}

#[tokio::test]
async fn an_approval_owes_every_month_of_every_programme_at_its_rate() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let body = proposal(&worker, source(&app, apbd()).await);
    let waiting = proposed(&app, &body).await;
    assert_eq!((lines(&app, &worker).await, committed(&app).await), (vec![], 0));
    waiting.act(&app, &approver(&app), "approve", &decree()).await.expect(200);
    // 1 % of one million and 6,800 flat, twelve months: 201,600.
    let expected = ["jkk 10000 due 12 from 2026-01", "jkm 6800 due 12 from 2026-01"];
    assert_eq!(
        (lines(&app, &worker).await, committed(&app).await),
        (expected.map(str::to_owned).to_vec(), 201_600)
    );
    let first = &ledger(&app, &worker, "?limit=1&count=exact").await;
    assert_eq!(first["count"], 24);
    let entry = &first["data"][0];
    assert_eq!((&entry["worker_id"], &entry["relief"]), (&json!(worker.id), &json!(false)));
    assert_eq!((&entry["wage_base_idr"], &entry["version"]), (&json!(1_000_000), &json!(1)));
    let rate = app.get(&format!("/v1/rules/contributions/{}", entry["rate_id"].as_str().unwrap()));
    assert_eq!(rate.as_(&app.officer()).send().await.expect(200)["programme"], "jkk");
}

#[tokio::test]
async fn relief_counts_in_its_months_where_the_source_may_have_it() {
    let app = start().await;
    let csr = json!({ "name": "CSR", "payer_kind": "csr", "relief_eligible": true });
    let source = source(&app, with(apbd(), csr)).await;
    let (general, driver) = (worker(&app, 1).await, worker(&app, 2).await);
    let client = app.database().owner().client().await.unwrap();
    client.execute("update workers set segment = 'transport' where id = $1", &[&driver.id]).await.unwrap();
    let body = |worker| with(proposal(worker, source), json!({ "programmes": ["jkk", "jkm", "jht"] }));
    approved(&app, &body(&general)).await;
    approved(&app, &body(&driver)).await;
    // PP 50/2025: halved from April on for most, from January on in transport; JHT never.
    let expected = [
        "jht 20000 due 12 from 2026-01",
        "jkk 10000 due 3 from 2026-01",
        "jkk 5000 due 9 from 2026-04",
        "jkm 6800 due 3 from 2026-01",
        "jkm 3400 due 9 from 2026-04",
    ];
    assert_eq!(lines(&app, &general).await, expected);
    let expected =
        ["jht 20000 due 12 from 2026-01", "jkk 5000 due 12 from 2026-01", "jkm 3400 due 12 from 2026-01"];
    assert_eq!(lines(&app, &driver).await, expected);
    // 240,000 + 30,000 + 45,000 + 20,400 + 30,600, and 240,000 + 60,000 + 40,800.
    assert_eq!(committed(&app).await, 366_000 + 340_800);
    let admin = crate::support::cover::admin(&app);
    let patch =
        app.patch(&format!("/v1/funding-sources/{source}")).as_(&admin).header("If-Match", "\"1.managed\"");
    let problem =
        patch.json(&json!({ "relief_eligible": false })).send().await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("/relief_eligible", "relief_in_use")]);
}

#[tokio::test]
async fn an_end_waives_what_is_due_after_it_and_reopening_restores_it() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = active(&app, &proposal(&worker, source(&app, apbd()).await), "26000000001").await;
    // The insurer accepted September already, in advance.
    let client = app.database().owner().client().await.unwrap();
    let paid = "update contribution_obligations set status = 'paid', paid_on = '2026-06-30' \
                where programme = 'jkm' and month = '2026-09-01'; \
                update funding_sources set paid_idr = 6800";
    client.batch_execute(paid).await.unwrap();
    let ended = coverage.act(&app, &app.officer(), "end", &ending("2026-07-10")).await;
    ended.expect(200);
    let expected = [
        "jkk 10000 due 7 from 2026-01",
        "jkk 10000 waived 5 from 2026-08",
        "jkm 6800 due 7 from 2026-01",
        "jkm 6800 waived 1 from 2026-08",
        "jkm 6800 paid 1 from 2026-09",
        "jkm 6800 waived 3 from 2026-10",
    ];
    assert_eq!(lines(&app, &worker).await, expected);
    // What is paid of September is a credit and promised no more.
    assert_eq!(committed(&app).await, 7 * 16_800);
    let entries = ledger(&app, &worker, "?status=paid").await;
    assert_eq!(
        (&entries["data"][0]["is_excess"], &entries["data"][0]["paid_on"]),
        (&json!(true), &json!("2026-06-30"))
    );
    let waived =
        ledger(&app, &worker, "?status=waived&programme=jkk&from_month=2026-09&until_month=2026-10").await;
    assert_eq!(waived["data"].as_array().unwrap().len(), 2);
    assert_eq!(waived["data"][0]["waived_reason"], "death");

    let reason = json!({ "reason": "another person of the same name died" });
    Coverage::of(&ended).act(&app, &app.officer(), "reopen", &reason).await.expect(200);
    let expected = [
        "jkk 10000 due 12 from 2026-01",
        "jkm 6800 due 8 from 2026-01",
        "jkm 6800 paid 1 from 2026-09",
        "jkm 6800 due 3 from 2026-10",
    ];
    assert_eq!(lines(&app, &worker).await, expected);
    assert_eq!(committed(&app).await, 201_600);
    assert_eq!(ledger(&app, &worker, "?status=paid").await["data"][0]["is_excess"], false);
}

#[tokio::test]
async fn a_replacement_waives_the_old_months_and_owes_the_new_once_approved() {
    let app = start().await;
    let (old, new) = (worker(&app, 1).await, worker(&app, 2).await);
    let coverage = active(&app, &proposal(&old, source(&app, apbd()).await), "26000000001").await;
    let place = json!({ "worker_id": new.id, "reason": "death", "ended_on": "2026-07-10" });
    let answer = coverage.act(&app, &app.officer(), "replace", &place).await;
    answer.expect(201);
    assert_eq!((committed(&app).await, lines(&app, &new).await), (7 * 16_800, vec![]));
    Coverage::of(&answer).act(&app, &approver(&app), "approve", &decree()).await.expect(200);
    assert_eq!(lines(&app, &new).await, ["jkk 10000 due 5 from 2026-08", "jkm 6800 due 5 from 2026-08"]);
    assert_eq!(committed(&app).await, 201_600);
}

#[tokio::test]
async fn a_waived_month_goes_to_the_next_period_that_takes_it() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let first = source(&app, apbd()).await;
    let second = source(&app, with(apbd(), json!({ "name": "DBHCHT", "payer_kind": "dbhcht" }))).await;
    let coverage = approved(&app, &proposal(&worker, first)).await;
    coverage.act(&app, &app.officer(), "end", &ending("2026-07-10")).await.expect(200);
    assert_eq!(committed(&app).await, 0);
    let body = with(proposal(&worker, second), json!({ "from_month": "2026-10", "programmes": ["jkm"] }));
    approved(&app, &body).await;
    let taken: String = one(
        &app,
        "select concat_ws(' ', count(*), count(distinct funding_source_id), max(version), min(amount_idr)) \
         from contribution_obligations where status = 'due'",
    )
    .await;
    assert_eq!(taken, "3 1 3 6800");
    assert_eq!(one::<i64>(&app, "select count(*) from contribution_obligations").await, 24);
    assert_eq!(committed(&app).await, 3 * 6_800);
}

#[tokio::test]
async fn a_ledger_is_read_in_pages_by_whoever_may_see_the_worker() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    approved(&app, &proposal(&worker, source(&app, apbd()).await)).await;
    let mut path = worker.path("/ledger?limit=10");
    let (mut months, officer) = (Vec::new(), app.officer());
    loop {
        let page = app.get(&path).as_(&officer).send().await;
        let shown = page.expect(200);
        let of_page = shown["data"].as_array().unwrap().iter();
        months.extend(of_page.map(|entry| format!("{} {}", entry["programme"], entry["month"])));
        match page.header("link") {
            Some(link) => path = link.split(['<', '>']).nth(1).unwrap().to_owned(),
            None => break,
        }
    }
    let mut sorted = months.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((months.len(), &sorted), (24, &months));

    let path = worker.path("/ledger");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => app.get(&path).as_(account).send().await,
        None => app.get(&path).send().await,
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
    app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    let nobody = format!("/v1/workers/{}/ledger", new_id(app.state.clock.now()));
    app.get(&nobody).as_(&officer).send().await.expect_problem(404, "not_found");
    for query in ["?status=owed", "?programme=x", "?from_month=2026"] {
        let wrong = app.get(&worker.path(&format!("/ledger{query}"))).as_(&officer).send().await;
        wrong.expect_problem(400, "invalid_query");
    }
    app.state.opens.flush(&app.state.db).await.unwrap();
    let opened =
        format!("select count(distinct actor_id) from person_access_log where worker_id = '{}'", worker.id);
    assert!(one::<i64>(&app, &opened).await >= 7);
}

/// What the migration makes of periods that were approved before there was a ledger is what an approval makes today.
#[tokio::test]
async fn periods_of_old_get_the_same_months_from_the_migration() {
    let app = start().await;
    let csr = json!({ "name": "CSR", "payer_kind": "csr", "relief_eligible": true });
    let sources = [source(&app, apbd()).await, source(&app, with(apbd(), csr)).await];
    for (serial, (source, base)) in (1..).zip([
        (sources[0], 1_000_000),
        (sources[1], 1_234_567),
        (sources[1], 20_700_000),
        (sources[0], 1_000_050),
    ]) {
        let worker = worker_born(&app, 1980, serial).await;
        let terms = json!({ "programmes": ["jkk", "jkm", "jht"], "wage_base_idr": base });
        let coverage =
            active(&app, &with(proposal(&worker, source), terms), &format!("2600000000{serial}")).await;
        if serial == 2 {
            coverage.act(&app, &app.officer(), "end", &ending("2026-07-10")).await.expect(200);
        }
    }
    proposed(&app, &proposal(&worker(&app, 9).await, sources[0])).await;
    const LEDGER: &str = "select string_agg(concat_ws(' ', o.person_id, o.programme, o.month, o.coverage_id, o.worker_id, \
         o.funding_source_id, o.rate_id, o.relief, o.wage_base_idr, o.amount_idr), e'\\n' \
         order by o.person_id, o.programme, o.month) || (select string_agg(committed_idr::text, ' ' order by id) \
         from funding_sources) from contribution_obligations o where status = 'due'";
    let approved: String = one(&app, LEDGER).await;
    let client = app.database().owner().client().await.unwrap();
    let down = include_str!("../../../migrations/2026-11-24-000705_seed_contribution_obligations/down.sql");
    let up = include_str!("../../../migrations/2026-11-24-000705_seed_contribution_obligations/up.sql");
    client.batch_execute(down).await.unwrap();
    assert_eq!(committed(&app).await, 0);
    client.batch_execute(up).await.unwrap();
    assert_eq!(one::<String>(&app, LEDGER).await, approved);

    client.batch_execute(down).await.unwrap();
    client.batch_execute("update funding_sources set budget_idr = 100 where name = 'CSR'").await.unwrap();
    let refused = client.batch_execute(up).await.unwrap_err();
    assert!(refused.as_db_error().unwrap().message().contains("CSR"), "{refused:?}");
}
