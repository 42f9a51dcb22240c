//! `/v1/rules/preview`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{approved, keeper};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{
    apbd, found, one, proposal, proposed, source, start, statuses_by_role, with, worker, worker_born,
};

pub(super) const PATH: &str = "/v1/rules/preview";

/// A row that says the same otherwise.
pub(super) fn rate(changes: Value) -> Value {
    let rate = json!({
        "programme": "jkk", "segment": "general", "relief": false, "method": "percent", "basis_points": 150,
        "min_idr": 10_000, "max_idr": 207_000, "from_month": "2026-07", "legal_reference": "a draft",
        "confidence": "low",
    });
    with(rate, changes)
}

/// The seeded rate that the draft is to replace.
pub(super) async fn seeded_rate(app: &TestApp, account: &Account) -> Value {
    let path = "/v1/rules/contributions?programme=jkk&segment=general&month=2026-07&limit=500";
    let page = app.get(path).as_(account).send().await.expect(200);
    page["data"].as_array().unwrap().iter().find(|row| row["relief"] == false).unwrap().clone()
}

pub(super) async fn preview(app: &TestApp, body: &Value) -> Value {
    app.post(PATH).as_(&keeper(app)).json(body).send().await.expect(200)
}

/// Total before and after of each case that changes.
pub(super) fn changed(preview: &Value) -> Vec<(&str, i64, i64)> {
    let quotes = preview["quotes"].as_array().unwrap().iter().filter(|quote| quote["changes"] == true);
    let amount = |quote: &Value, name: &str| quote[name].as_i64().unwrap();
    quotes
        .map(|quote| {
            (quote["case"].as_str().unwrap(), amount(quote, "before_idr"), amount(quote, "after_idr"))
        })
        .collect()
}

pub(super) async fn total(app: &TestApp, base: i64, months: (&str, &str)) -> i64 {
    let ask = json!({
        "programmes": ["jkk"], "segment": "general", "wage_base_idr": base, "relief_eligible": false,
        "from_month": months.0, "until_month": months.1,
    });
    let quote = app.post("/v1/quotes/contribution").as_(&app.officer()).json(&ask).send().await.expect(200);
    quote["total_idr"].as_i64().unwrap()
}

/// Two workers with odd wage bases, funded in 2026, and a third whose fund may have relief: the figures are those that
/// quotes give once the row counts.
#[tokio::test]
async fn a_rate_shows_what_it_would_cost_source_by_source_and_nothing_is_written() {
    let app = start().await;
    let keeper = keeper(&app);
    let (apbd_source, csr) = (source(&app, apbd()).await, {
        let csr = json!({ "name": "CSR 2026", "payer_kind": "csr", "relief_eligible": true });
        source(&app, with(apbd(), csr)).await
    });
    for (serial, source, base) in
        [(1, apbd_source, 1_234_567), (2, apbd_source, 20_700_000), (3, csr, 1_000_000)]
    {
        let worker = worker(&app, serial).await;
        proposed(&app, &with(proposal(&worker, source), json!({ "wage_base_idr": base }))).await;
    }
    let old = seeded_rate(&app, &keeper).await;
    let changes: i64 = one(&app, "select count(*) from changes").await;
    let rows: i64 = one(&app, "select count(*) from contribution_rates").await;

    // The row in force would end in June, and the draft take its place from July on.
    let ended = rate(json!({
        "basis_points": 100, "from_month": old["from_month"], "until_month": "2026-06",
    }));
    let shown = preview(&app, &json!({ "contribution": ended, "supersedes": old["id"] })).await;
    // What the row takes away it is about as well: the months from July on have no rate then.
    let all = &shown["contributions"];
    let half = total(&app, 1_234_567, ("2026-01", "2026-06")).await
        + total(&app, 20_700_000, ("2026-01", "2026-06")).await;
    assert_eq!((&all["coverages"], &all["months"]), (&json!(3), &json!(36)));
    assert_eq!(all["sources"][0]["before_idr"], half * 2);
    assert_eq!(all["sources"][0]["after_idr"], half);

    let whole = rate(json!({ "from_month": old["from_month"] }));
    let shown = preview(&app, &json!({ "contribution": whole, "supersedes": old["id"] })).await;
    let sources = shown["contributions"]["sources"].as_array().unwrap();
    assert_eq!((sources.len(), &shown["contributions"]["source_count"]), (2, &json!(2)));
    let first = &sources[0];
    assert_eq!(
        (
            &first["funding_source_id"],
            &first["name"],
            &first["region_code"],
            &first["coverages"],
            &first["months"]
        ),
        (&json!(apbd_source), &json!("APBD 2026"), &json!("35.29"), &json!(2), &json!(24))
    );
    let year = ("2026-01", "2026-12");
    let before = total(&app, 1_234_567, year).await + total(&app, 20_700_000, year).await;
    assert_eq!(first["before_idr"], before);
    // 1.5 % of 1,234,567 is 18,518.5, half a rupiah up; the bound stays.
    assert_eq!(first["after_idr"], (18_519 + 207_000) * 12);
    // Relief from April to December stays as it is: three months change.
    assert_eq!((&sources[1]["before_idr"], &sources[1]["after_idr"]), (&json!(75_000), &json!(90_000)));
    let all = &shown["contributions"];
    assert_eq!((&all["coverages"], &all["months"]), (&json!(3), &json!(36)));
    assert_eq!(all["after_idr"], (18_519 + 207_000) * 12 + 90_000);

    assert_eq!(one::<i64>(&app, "select count(*) from changes").await, changes);
    assert_eq!(one::<i64>(&app, "select count(*) from contribution_rates").await, rows);
    let kept = seeded_rate(&app, &keeper).await;
    assert_eq!(
        (&kept["id"], &kept["superseded_by"], &kept["version"]),
        (&old["id"], &Value::Null, &json!(1))
    );

    // Once the row counts, quotes give what the preview said.
    let path = format!("/v1/rules/contributions/{}", old["id"].as_str().unwrap());
    let body = json!({ "basis_points": 150, "reason": "the draft came into force" });
    let correction =
        app.patch(&path).as_(&keeper).header("If-Match", "\"1.managed\"").json(&body).send().await;
    approved(&app, &correction).await;
    let after = total(&app, 1_234_567, year).await + total(&app, 20_700_000, year).await;
    assert_eq!(first["after_idr"], after);
}

#[tokio::test]
async fn relief_counts_only_for_sources_that_may_have_it() {
    let app = start().await;
    let relieved =
        source(&app, with(apbd(), json!({ "name": "Bank", "payer_kind": "bank", "relief_eligible": true })))
            .await;
    for (serial, source) in [(1, source(&app, apbd()).await), (2, relieved)] {
        let worker = worker(&app, serial).await;
        proposed(&app, &proposal(&worker, source)).await;
    }
    let relief = rate(json!({
        "relief": true, "basis_points": 50, "min_idr": null, "max_idr": null, "from_month": "2026-01",
        "until_month": "2026-03",
    }));
    let shown = preview(&app, &json!({ "contribution": relief })).await;
    let all = &shown["contributions"];
    assert_eq!((&all["coverages"], &all["months"]), (&json!(1), &json!(3)));
    assert_eq!((&all["before_idr"], &all["after_idr"]), (&json!(30_000), &json!(15_000)));
    assert_eq!(all["sources"][0]["funding_source_id"], json!(relieved));
    assert_eq!(shown["on"], "2026-01-01");
    assert_eq!(changed(&shown), [("contribution_general_relief", 16_800, 11_800)]);
    let none = preview(&app, &json!({ "contribution": rate(json!({ "segment": "transport", "relief": true, "from_month": "2027-04" })) })).await;
    let all = &none["contributions"];
    assert_eq!(
        (&all["coverages"], &all["source_count"], &all["sources"]),
        (&json!(0), &json!(0), &json!([]))
    );
}

#[tokio::test]
async fn a_benefit_and_a_parameter_show_which_quotes_they_change() {
    let app = start().await;
    let funeral = json!({
        "kind": "death", "circumstance": "death", "item": "funeral", "measure": "fixed", "amount_idr": 12_000_000,
        "factor": 1, "once_per_person": true, "valid_from": "2019-12-02", "legal_reference": "a draft",
        "confidence": "low",
    });
    let old = "01935000-0455-7000-8000-000000000006";
    let shown = preview(&app, &json!({ "benefit": funeral, "supersedes": old })).await;
    assert_eq!((&shown["contributions"], &shown["entry_age"]), (&Value::Null, &Value::Null));
    assert_eq!(
        changed(&shown),
        [
            ("death", 42_000_000, 44_000_000),
            ("death_after_two_months", 42_000_000, 44_000_000),
            ("death_with_children", 216_000_000, 218_000_000),
            ("death_paid_late", 46_200_000, 48_400_000),
        ]
    );
    let waiting = json!({
        "key": "waiting_months_full_death_benefit", "value": 2, "valid_from": "2025-01-01",
        "legal_reference": "a draft", "confidence": "low",
    });
    let old = "01935000-0405-7000-8000-000000000006";
    let shown = preview(&app, &json!({ "parameter": waiting, "supersedes": old })).await;
    assert_eq!(changed(&shown), [("death_after_two_months", 10_000_000, 42_000_000)]);
}

/// On 23 November 2026 those born in 1961 are 65, those born in 1960 are 66, and all others younger.
#[tokio::test]
async fn a_new_entry_age_shows_whom_it_lets_in_or_keeps_out() {
    let app = start().await;
    for (serial, year) in [(1, 1960), (2, 1961), (3, 1961), (4, 1962), (5, 1990)] {
        worker_born(&app, year, serial).await;
    }
    let funded = worker_born(&app, 1961, 6).await;
    let fund = source(&app, apbd()).await;
    let client = app.database().owner().client().await.unwrap();
    client.execute("update workers set birth_on = '1990-01-01' where id = $1", &[&funded.id]).await.unwrap();
    proposed(&app, &proposal(&funded, fund)).await;
    client.execute("update workers set birth_on = '1961-06-15' where id = $1", &[&funded.id]).await.unwrap();
    let limit = async |value: i64| {
        let parameter = json!({
            "key": "entry_age_limit_years", "value": value, "valid_from": "2021-04-01", "legal_reference": "a draft",
            "confidence": "low",
        });
        let old = "01935000-0405-7000-8000-000000000001";
        preview(&app, &json!({ "parameter": parameter, "supersedes": old })).await["entry_age"].clone()
    };
    let raised = limit(66).await;
    assert_eq!(
        (&raised["before_years"], &raised["after_years"], &raised["gaining"], &raised["losing"]),
        (&json!(65), &json!(66), &json!(2), &json!(0))
    );
    assert_eq!(
        (&raised["regencies"][0]["region_code"], &raised["regencies"][0]["gaining"]),
        (&json!("35.29"), &json!(2))
    );
    let lowered = limit(64).await;
    assert_eq!((&lowered["gaining"], &lowered["losing"]), (&json!(0), &json!(1)));
    let same = limit(65).await;
    assert_eq!((&same["gaining"], &same["losing"], &same["regencies"]), (&json!(0), &json!(0), &json!([])));
}

#[tokio::test]
async fn what_could_not_be_approved_or_cannot_be_read_has_no_preview() {
    let app = start().await;
    let keeper = keeper(&app);
    let post = async |body: Value| app.post(PATH).as_(&keeper).json(&body).send().await;
    let overlap = post(json!({ "contribution": rate(json!({})) })).await.expect_problem(409, "rule_overlap");
    assert_eq!(found(&overlap), [("/contribution/from_month", "rule_overlap")]);
    let nowhere = json!({
        "contribution": rate(json!({})), "supersedes": "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10",
    });
    let problem = post(nowhere).await.expect_problem(422, "unknown_reference");
    assert_eq!(found(&problem), [("/supersedes", "unknown_reference")]);
    let problem = post(json!({})).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("", "exactly_one")]);
    let other = seeded_rate(&app, &keeper).await["id"].clone();
    let elsewhere = json!({ "contribution": rate(json!({ "segment": "transport" })), "supersedes": other });
    let problem = post(elsewhere).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/supersedes", "no_correction")]);
    let wrong = json!({ "contribution": rate(json!({ "programme": "jp", "max_idr": 9_999 })) });
    let problem = post(wrong).await.expect_problem(422, "validation_failed");
    let expected =
        [("/contribution/programme", "unknown_code"), ("/contribution/max_idr", "bounds_reversed")];
    assert_eq!(found(&problem), expected);
    post(json!({ "denominator": {} })).await.expect_problem(422, "unknown_field");

    // What a correction has replaced cannot be replaced again.
    let old = "01935000-0405-7000-8000-000000000003";
    let path = format!("/v1/rules/parameters/{old}");
    let body = json!({ "value": 3, "reason": "misread" });
    let correction =
        app.patch(&path).as_(&keeper).header("If-Match", "\"1.managed\"").json(&body).send().await;
    approved(&app, &correction).await;
    let again = json!({
        "parameter": {
            "key": "jobs_maximum", "value": 4, "valid_from": "2021-04-01", "legal_reference": "a draft",
            "confidence": "low",
        },
        "supersedes": old,
    });
    post(again).await.expect_problem(409, "invalid_state");

    let callers = statuses_by_role(&app, async |account| match account {
        Some(account) => app.post(PATH).as_(account).json(&json!({})).send().await,
        None => app.post(PATH).json(&json!({})).send().await,
    })
    .await;
    assert_eq!(callers, [(Role::PlatformAdmin, 422)]);
}

/// What a correction takes away of a rule's days has none, and says so.
#[tokio::test]
async fn a_correction_tells_on_which_days_no_rule_is_left() {
    let app = start().await;
    let keeper = keeper(&app);
    let old = seeded_rate(&app, &keeper).await;
    let ended = json!({
        "contribution": rate(json!({ "from_month": "2015-07", "until_month": "2026-12" })), "supersedes": old["id"],
    });
    assert_eq!(preview(&app, &ended).await["left_open"], json!([{ "from": "2027-01-01", "until": null }]));
    let whole = json!({ "contribution": rate(json!({ "from_month": "2015-07" })), "supersedes": old["id"] });
    assert_eq!(preview(&app, &whole).await["left_open"], json!([]));
    let listed = app.get("/v1/rules/parameters?key=jobs_maximum").as_(&keeper).send().await.expect(200);
    let jobs = &listed["data"][0];
    let later = json!({
        "parameter": {
            "key": "jobs_maximum", "value": 3, "valid_from": "2027-01-01", "legal_reference": "a draft", "confidence": "low",
        },
        "supersedes": jobs["id"],
    });
    let left = json!([{ "from": jobs["valid_from"], "until": "2026-12-31" }]);
    assert_eq!(preview(&app, &later).await["left_open"], left);
}
