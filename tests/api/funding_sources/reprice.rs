//! `GET /v1/funding-sources/{id}/repricing` and `POST /v1/funding-sources/{id}/reprice`

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{Batch, approved, draft, funded, paid, prepare, sums, wanted, workers};
use crate::support::cover::{
    self, apbd, approver, decree, found, one, proposal, proposed, source, start, statuses_by_role, with,
    worker,
};
use crate::support::request::Answer;

/// Corrects the rate of JKK for general workers: proposed by one keeper of the rules, approved by another.
async fn correct(app: &TestApp, changes: Value) -> Value {
    let keepers = [app.account(Role::PlatformAdmin, &[]), app.account(Role::PlatformAdmin, &[])];
    let old = seeded(app).await;
    let path = format!("/v1/rules/contributions/{}", old["id"].as_str().unwrap());
    let body = with(json!({ "reason": "misread" }), changes);
    let request = app.patch(&path).as_(&keepers[0]).header("If-Match", "\"1.managed\"");
    let new = request.json(&body).send().await;
    new.expect(201);
    let path = format!("{}/approve", new.header("location").unwrap());
    app.post(&path).as_(&keepers[1]).header("If-Match", new.header("etag").unwrap()).send().await.expect(200)
}

async fn seeded(app: &TestApp) -> Value {
    let path = "/v1/rules/contributions?programme=jkk&segment=general&month=2026-05&limit=500";
    let page = app.get(path).as_(&app.officer()).send().await.expect(200);
    page["data"].as_array().unwrap().iter().find(|row| row["relief"] == false).unwrap().clone()
}

async fn tag(app: &TestApp, id: Uuid) -> String {
    let answer = app.get(&format!("/v1/funding-sources/{id}")).as_(&app.officer()).send().await;
    answer.header("etag").unwrap().to_owned()
}

async fn reprice(app: &TestApp, account: &Account, id: Uuid, tag: &str) -> Answer {
    let request = app.post(&format!("/v1/funding-sources/{id}/reprice")).as_(account);
    request.header("If-Match", tag).json(&json!({ "reason": "JKK was corrected" })).send().await
}

async fn would(app: &TestApp, id: Uuid) -> Value {
    app.get(&format!("/v1/funding-sources/{id}/repricing")).as_(&app.officer()).send().await.expect(200)
}

/// Two people for twelve months at 10,000 of JKK and 6,800 of JKM. January is paid, February approved, March a draft.
#[tokio::test]
async fn what_is_due_follows_a_corrected_rate_and_what_is_paid_or_approved_stays() {
    let app = start().await;
    let people = workers(&app, 2).await;
    let id = funded(&app, &[&people[0], &people[1]]).await;
    let january = paid(&app, id, &["2026-01"], "926011").await;
    let file = "line_number,status\n1,ok\n2,ok\n3,ok\n4,ok\n";
    january.reconcile(&app, &app.officer(), "", file).await.expect(200);
    approved(&app, id, &["2026-02"]).await;
    let march = draft(&app, id, &["2026-03"]).await;
    let nothing = json!({
        "months": 0, "people": 0, "before_idr": 0, "after_idr": 0, "months_under_way": 0, "months_without_rate": 0,
    });
    assert_eq!(would(&app, id).await, nothing);

    // Of 1,000,000 one and a half per cent are 15,000: 20 months more at 5,000 each, and February stays as approved.
    let expected = json!({
        "months": 20, "people": 2, "before_idr": 200_000, "after_idr": 300_000, "months_under_way": 2,
        "months_without_rate": 0,
    });
    let old = seeded(&app).await;
    let rate = json!({
        "programme": "jkk", "segment": "general", "relief": false, "method": "percent", "basis_points": 150,
        "min_idr": old["min_idr"], "max_idr": old["max_idr"], "from_month": old["from_month"],
        "legal_reference": "a draft", "confidence": "low",
    });
    let body = json!({ "contribution": rate, "supersedes": old["id"] });
    let keeper = app.account(Role::PlatformAdmin, &[]);
    let preview = app.post("/v1/rules/preview").as_(&keeper).json(&body).send().await.expect(200);
    assert_eq!(preview["contributions"]["due"], expected);
    assert_eq!(preview["contributions"]["sources"][0]["due"], expected);
    let new = correct(&app, json!({ "basis_points": 150 })).await;
    assert_eq!(would(&app, id).await, expected);
    assert_eq!(sums(&app, id).await[0], 403_200, "a correction alone changes nothing");

    let officer = app.officer();
    let answer = reprice(&app, &officer, id, &tag(&app, id).await).await;
    let shown = answer.expect(200);
    assert_eq!(shown["repricing"], expected);
    assert_eq!(shown["funding_source"]["committed_idr"], 503_200);
    assert_eq!(sums(&app, id).await, [503_200, 33_600, 0, 1_209_600_000 - 503_200]);
    let told = &shown["drafts"][0];
    assert_eq!(
        (&told["id"], &told["before_idr"], &told["after_idr"], &told["version"]),
        (&json!(march.id()), &json!(33_600), &json!(43_600), &json!(2))
    );
    let ledger =
        app.get(&people[0].path("/ledger?programme=jkk&limit=4")).as_(&officer).send().await.expect(200);
    let entries: Vec<(&Value, &Value)> = ledger["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (&entry["amount_idr"], &entry["rate_id"]))
        .collect();
    let (before, after) = ((&json!(10_000), &old["id"]), (&json!(15_000), &new["id"]));
    assert_eq!(entries, [before, before, after, after]);

    // Whoever had read the draft before decides anew.
    let stale = march.act(&app, &approver(&app), "approve", &json!({})).await;
    stale.expect_problem(412, "version_mismatch");
    let march = Batch::read(&app, &march.path).await;
    assert_eq!(
        (&march.shown["amount_idr"], &march.shown["revised_by"]),
        (&json!(43_600), &json!([officer.id]))
    );
    march.act(&app, &approver(&app), "approve", &json!({})).await.expect(200);
    let lines: i64 = one(
        &app,
        "select sum(l.amount_idr)::bigint from contribution_batch_lines l join contribution_batches b \
         on b.id = l.batch_id where b.number = 3",
    )
    .await;
    assert_eq!(lines, 43_600);

    let path = format!("/v1/funding-sources/{id}/history");
    let history = app.get(&path).as_(&officer).send().await.expect(200);
    let entry = &history["data"][1];
    assert_eq!((&entry["action"], &entry["reason"]), (&json!("repriced"), &json!("JKK was corrected")));
    assert_eq!(entry["after"]["repricing"]["after_idr"], 300_000, "{entry}");

    // Nothing is left, so that nothing is written. March is approved at the new rate.
    let again = reprice(&app, &officer, id, answer.header("etag").unwrap()).await.expect(200);
    assert_eq!((&again["repricing"]["months"], &again["funding_source"]["version"]), (&json!(0), &json!(2)));
    assert_eq!(would(&app, id).await["months_under_way"], 2);
}

#[tokio::test]
async fn the_ledger_comes_to_what_quotes_give_whatever_the_wage_base_and_the_relief() {
    let app = start().await;
    let relieved = with(apbd(), json!({ "name": "Bank", "payer_kind": "bank", "relief_eligible": true }));
    let sources = [source(&app, apbd()).await, source(&app, relieved).await];
    let bases = [(1, sources[0], 1_234_567_i64), (2, sources[0], 20_700_000), (3, sources[1], 1_999_999)];
    for (serial, source, base) in bases {
        let body = with(proposal(&worker(&app, serial).await, source), json!({ "wage_base_idr": base }));
        cover::approved(&app, &body).await;
    }
    correct(&app, json!({ "basis_points": 133, "min_idr": 11_111 })).await;
    for id in sources {
        reprice(&app, &app.officer(), id, &tag(&app, id).await).await.expect(200);
    }
    let quote = async |base: i64, relief: bool| {
        let ask = json!({
            "programmes": ["jkk", "jkm"], "segment": "general", "wage_base_idr": base, "relief_eligible": relief,
            "from_month": "2026-01", "until_month": "2026-12",
        });
        let quote =
            app.post("/v1/quotes/contribution").as_(&app.officer()).json(&ask).send().await.expect(200);
        quote["total_idr"].as_i64().unwrap()
    };
    let first = quote(1_234_567, false).await + quote(20_700_000, false).await;
    // 1.33 % of 1,234,567 is 16,419.74, and the highest contribution of JKK is 207,000.
    assert_eq!(first, (16_420 + 207_000 + 2 * 6_800) * 12);
    assert_eq!(sums(&app, sources[0]).await[0], first);
    assert_eq!(sums(&app, sources[1]).await[0], quote(1_999_999, true).await);
}

#[tokio::test]
async fn a_budget_that_does_not_bear_it_or_a_month_without_a_rate_leaves_everything_as_it_was() {
    let app = start().await;
    let id = source(&app, with(apbd(), json!({ "budget_idr": 261_599 }))).await;
    cover::approved(&app, &proposal(&worker(&app, 1).await, id)).await;
    correct(&app, json!({ "basis_points": 150 })).await;
    // Twelve months at 5,000 more: 60,000, and 59,999 are free.
    let problem = reprice(&app, &app.officer(), id, &tag(&app, id).await).await;
    let problem = problem.expect_problem(409, "budget_exceeded");
    assert_eq!(problem["allowed_actions"], json!(["update", "close", "reprice", "record_refund"]));
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("59.999") && detail.contains("60.000"), "{detail}");

    let app = start().await;
    let id = source(&app, apbd()).await;
    cover::approved(&app, &proposal(&worker(&app, 1).await, id)).await;
    correct(&app, json!({ "basis_points": 150, "until_month": "2026-06" })).await;
    assert_eq!(would(&app, id).await["months_without_rate"], 6);
    let problem = reprice(&app, &app.officer(), id, &tag(&app, id).await).await;
    let problem = problem.expect_problem(409, "rule_missing");
    assert!(problem["detail"].as_str().unwrap().contains("2026-07"), "{problem}");
    let state: String = one(
        &app,
        "select concat_ws(' ', (select committed_idr from funding_sources), (select sum(amount_idr) from \
         contribution_obligations), (select count(*) from changes where action = 'repriced'))",
    )
    .await;
    assert_eq!(state, "201600 201600 0");
}

#[tokio::test]
async fn only_officers_reprice_what_is_theirs_by_the_version_they_saw_also_of_a_closed_source() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    cover::approved(&app, &proposal(&worker(&app, 1).await, id)).await;
    let path = format!("/v1/funding-sources/{id}");
    let request = app.post(&format!("{path}/close")).as_(&cover::admin(&app));
    let request = request.header("If-Match", "\"1.managed\"").json(&json!({ "reason": "used up" }));
    request.send().await.expect(200);
    correct(&app, json!({ "basis_points": 150 })).await;
    let body = json!({ "reason": "" });
    let bare = app.post(&format!("{path}/reprice")).as_(&app.officer());
    bare.json(&json!({ "reason": "x" })).send().await.expect_problem(428, "precondition_required");
    let request = app.post(&format!("{path}/reprice")).as_(&app.officer()).header("If-Match", "\"2.read\"");
    let problem = request.json(&body).send().await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/reason", "text_empty")]);
    let foreign = app.account(Role::Officer, &["35.28"]);
    reprice(&app, &foreign, id, "\"2.read\"").await.expect_problem(404, "not_found");
    let seen = app.get(&format!("{path}/repricing")).as_(&foreign).send().await;
    seen.expect_problem(404, "not_found");
    let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
    assert_eq!(shown["allowed_actions"], json!(["reprice"]));
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => reprice(&app, account, id, "\"2.read\"").await,
        None => app.post(&format!("{path}/reprice")).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
    reprice(&app, &app.officer(), id, "\"2.read\"").await.expect_problem(412, "version_mismatch");
    let readers = statuses_by_role(&app, async |account| match account {
        Some(account) => app.get(&format!("{path}/repricing")).as_(account).send().await,
        None => app.get(&format!("{path}/repricing")).send().await,
    })
    .await;
    let expected = [Role::Officer, Role::Approver, Role::Insurer, Role::Auditor].map(|role| (role, 200));
    assert_eq!(readers, expected);
}

#[tokio::test]
async fn of_eight_repricings_at_once_one_is_done() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    cover::approved(&app, &proposal(&worker(&app, 1).await, id)).await;
    correct(&app, json!({ "basis_points": 150 })).await;
    let (officer, tag) = (app.officer(), tag(&app, id).await);
    let answers = join_all((0..8).map(|_| reprice(&app, &officer, id, &tag))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    assert_eq!(sums(&app, id).await[0], 261_600);
}

/// At the new rate a year costs 261,600. The budget bears two of them less 60,000: either the first is repriced or the
/// second is approved.
#[tokio::test]
async fn of_a_repricing_and_an_approval_that_the_budget_bears_only_once_one_wins() {
    let app = start().await;
    let id = source(&app, with(apbd(), json!({ "budget_idr": 463_200 }))).await;
    cover::approved(&app, &proposal(&worker(&app, 1).await, id)).await;
    let second = proposed(&app, &proposal(&worker(&app, 2).await, id)).await;
    correct(&app, json!({ "basis_points": 150 })).await;
    let (officer, approver, tag) = (app.officer(), approver(&app), tag(&app, id).await);
    let decree = decree();
    let (repriced, approved) = futures_util::join!(
        reprice(&app, &officer, id, &tag),
        second.act(&app, &approver, "approve", &decree),
    );
    let mut statuses = [repriced.status.as_u16(), approved.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let owed: i64 = one(&app, "select sum(amount_idr)::bigint from contribution_obligations").await;
    assert_eq!(sums(&app, id).await[0], owed);
}

#[tokio::test]
async fn a_repricing_and_a_batch_at_once_leave_lines_that_are_what_is_due() {
    let app = start().await;
    let people = workers(&app, 3).await;
    let id = funded(&app, &people.iter().collect::<Vec<_>>()).await;
    correct(&app, json!({ "basis_points": 150 })).await;
    let (officer, tag) = (app.officer(), tag(&app, id).await);
    let body = wanted(id, &["2026-01", "2026-02"]);
    let (repriced, prepared) =
        futures_util::join!(reprice(&app, &officer, id, &tag), prepare(&app, &officer, &body));
    repriced.expect(200);
    prepared.expect(201);
    let batch = Batch::read(&app, &Batch::of(&prepared).path).await;
    // Three people, two months, 15,000 and 6,800.
    assert_eq!(batch.shown["amount_idr"], 3 * 2 * 21_800);
    let differing: i64 = one(
        &app,
        "select count(*) from contribution_batch_lines l join contribution_obligations o using \
         (person_id, programme, month, regency_id) where l.amount_idr <> o.amount_idr",
    )
    .await;
    assert_eq!(differing, 0);
}
