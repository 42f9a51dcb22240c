//! `/v1/quotes/benefit` over the seeded rows.

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::cover::{found, one, start, statuses_by_role, with};

const PATH: &str = "/v1/quotes/benefit";

fn death() -> Value {
    json!({
        "kind": "death",
        "event_on": "2026-11-02",
        "wage_base_idr": 1_000_000,
        "consecutive_paid_months": 11,
        "total_paid_months": 36,
    })
}

fn accident(circumstance: &str) -> Value {
    json!({
        "kind": "work_accident",
        "circumstance": circumstance,
        "event_on": "2026-11-02",
        "wage_base_idr": 1_000_000,
    })
}

async fn quoted(app: &TestApp, body: &Value) -> Value {
    let quote = app.post(PATH).as_(&app.officer()).json(body).send().await.expect(200);
    let lines = quote["lines"].as_array().unwrap();
    let sum: i64 = lines.iter().map(|line| line["amount_idr"].as_i64().unwrap()).sum();
    assert_eq!(quote["total_idr"], sum, "{quote}");
    quote
}

async fn total(app: &TestApp, body: &Value) -> i64 {
    quoted(app, body).await["total_idr"].as_i64().unwrap()
}

fn not_due(quote: &Value) -> Vec<(&str, &str)> {
    let all = quote["not_due"].as_array().unwrap();
    all.iter().map(|one| (one["item"].as_str().unwrap(), one["reason"].as_str().unwrap())).collect()
}

/// Permenaker 1/2025: fewer than three consecutive paid months before the death pay the funeral alone.
#[tokio::test]
async fn two_paid_months_before_the_death_pay_the_funeral_and_three_pay_everything() {
    let app = start().await;
    let paid = |months: i64| with(death(), json!({ "consecutive_paid_months": months }));
    let short = quoted(&app, &paid(2)).await;
    assert_eq!(short["total_idr"], 10_000_000);
    let lines = short["lines"].as_array().unwrap();
    assert_eq!((lines.len(), &lines[0]["item"]), (1, &json!("funeral")), "not split further");
    assert_eq!(not_due(&short), [("death", "waiting_months"), ("periodic", "waiting_months")]);
    let waiting = (&short["waiting"]["months"], &short["waiting"]["legal_reference"]);
    assert_eq!(waiting, (&json!(3), &json!("Permenaker 1/2025")));
    assert_eq!(total(&app, &paid(3)).await, 42_000_000);
    // Before that rule the months did not matter.
    let earlier = with(paid(0), json!({ "event_on": "2024-12-31" }));
    let earlier = quoted(&app, &earlier).await;
    assert_eq!((&earlier["total_idr"], &earlier["waiting"]), (&json!(42_000_000), &Value::Null));
}

#[tokio::test]
async fn a_death_is_paid_by_the_regulation_of_its_day() {
    let app = start().await;
    for (day, expected) in [("2019-12-01", 24_000_000), ("2019-12-02", 42_000_000)] {
        let body = with(death(), json!({ "event_on": day }));
        assert_eq!(total(&app, &body).await, expected, "{day}");
    }
    for body in [
        with(death(), json!({ "event_on": "2015-06-30" })),
        with(accident("death"), json!({ "event_on": "2019-12-01" })),
    ] {
        app.post(PATH).as_(&app.officer()).json(&body).send().await.expect_problem(409, "rule_missing");
    }
}

#[tokio::test]
async fn a_child_is_worth_87_million_two_children_174_and_a_third_nothing_more() {
    let app = start().await;
    let child = json!({ "level": "kindergarten", "age": 5 });
    let children = |children: Value| with(death(), json!({ "children": children }));
    assert_eq!(total(&app, &children(json!([child]))).await - 42_000_000, 87_000_000);
    assert_eq!(total(&app, &children(json!([child, child]))).await - 42_000_000, 174_000_000);
    let three = quoted(&app, &children(json!([child, child, child]))).await;
    assert_eq!(three["total_idr"], 42_000_000 + 174_000_000);
    assert_eq!(not_due(&three), [("scholarship", "children_maximum")]);
    assert_eq!(three["not_due"][0]["child"], 2);
    for (level, expected) in
        [("primary", 84_000_000), ("junior", 75_000_000), ("senior", 69_000_000), ("higher", 60_000_000)]
    {
        let pupil = children(json!([{ "level": level, "age": 15 }]));
        assert_eq!(total(&app, &pupil).await - 42_000_000, expected, "{level}");
    }
    let student = json!([{ "level": "higher", "year": 4, "age": 21 }]);
    assert_eq!(total(&app, &children(student)).await - 42_000_000, 24_000_000);
}

#[tokio::test]
async fn the_scholarship_has_its_gates() {
    let app = start().await;
    let child = |changes: Value| with(json!({ "level": "primary", "age": 8 }), changes);
    for (child, reason) in [
        (child(json!({ "age": 23 })), "child_too_old"),
        (child(json!({ "married": true })), "child_married"),
        (child(json!({ "working": true })), "child_working"),
    ] {
        let quote = quoted(&app, &with(death(), json!({ "children": [child] }))).await;
        assert_eq!(quote["total_idr"], 42_000_000, "{reason}");
        assert_eq!(not_due(&quote), [("scholarship", reason)]);
    }
    let short = with(death(), json!({ "total_paid_months": 35, "children": [child(json!({}))] }));
    let short = quoted(&app, &short).await;
    assert_eq!(short["total_idr"], 42_000_000);
    assert_eq!(not_due(&short), [("scholarship", "total_months")]);
    // At work nothing needs to have been paid before.
    for (circumstance, alone) in [("death", 70_000_000), ("total_disability", 68_000_000)] {
        let body = with(accident(circumstance), json!({ "children": [child(json!({}))] }));
        assert_eq!(total(&app, &body).await, alone + 84_000_000, "{circumstance}");
    }
}

#[tokio::test]
async fn a_work_accident_pays_by_what_came_of_it() {
    let app = start().await;
    assert_eq!(total(&app, &accident("death")).await, 70_000_000);
    assert_eq!(total(&app, &accident("total_disability")).await, 68_000_000);
    assert_eq!(
        total(&app, &with(accident("death"), json!({ "wage_base_idr": 2_000_000 }))).await,
        118_000_000
    );
    let partial = json!({
        "disabilities": [
            { "table_basis_points": 1_500 },
            { "table_basis_points": 4_000, "loss_basis_points": 2_550 },
        ],
    });
    let quote = quoted(&app, &with(accident("partial_disability"), partial)).await;
    let lines: Vec<(&str, &str, i64)> = quote["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            assert_eq!(line["rounding"], "half_up");
            let text = |name: &str| line[name].as_str().unwrap();
            (text("item"), text("arithmetic"), line["amount_idr"].as_i64().unwrap())
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("disability_anatomical", "1500 bp x 80 x 1000000 = 12000000", 12_000_000),
            ("disability_functional", "2550 bp x 4000 bp x 80 x 1000000 = 8160000", 8_160_000),
        ]
    );
}

#[tokio::test]
async fn months_of_inability_are_paid_in_full_for_a_year_and_by_half_after_it() {
    let app = start().await;
    for (months, expected) in [(0, 0), (1, 1_000_000), (12, 12_000_000), (13, 12_500_000), (20, 16_000_000)] {
        let body = with(accident("injury"), json!({ "months_of_inability": months }));
        assert_eq!(total(&app, &body).await, expected, "{months}");
    }
}

#[tokio::test]
async fn costs_are_paid_up_to_the_bound_of_each_mode_and_aid() {
    let app = start().await;
    let spent = 30_000_000;
    for (item, expected) in [
        ("treatment", spent),
        ("home_care", 20_000_000),
        ("transport_land", 5_000_000),
        ("transport_sea", 2_000_000),
        ("transport_air", 10_000_000),
        ("dentures", 5_000_000),
        ("hearing_aid", 2_500_000),
        ("glasses", 1_000_000),
    ] {
        let costs = |cost: i64| json!({ "costs": [{ "item": item, "cost_idr": cost }] });
        let quote = quoted(&app, &with(accident("injury"), costs(spent))).await;
        assert_eq!(quote["total_idr"], expected, "{item}");
        assert_eq!(quote["lines"][0]["capped"], expected < spent, "{item}");
        assert_eq!(total(&app, &with(accident("injury"), costs(999_999))).await, 999_999, "{item}");
    }
    let every = json!({ "costs": [
        { "item": "transport_land", "cost_idr": 6_000_000 },
        { "item": "transport_sea", "cost_idr": 6_000_000 },
        { "item": "transport_air", "cost_idr": 6_000_000 },
    ] });
    assert_eq!(total(&app, &with(accident("injury"), every)).await, 13_000_000, "each mode once");
}

#[tokio::test]
async fn the_funeral_is_paid_once_for_a_person_and_delay_costs_one_per_cent_a_day() {
    let app = start().await;
    let second = quoted(&app, &with(death(), json!({ "funeral_paid_before": true }))).await;
    assert_eq!(second["total_idr"], 32_000_000);
    assert_eq!(not_due(&second), [("funeral", "paid_before")]);
    let late = quoted(&app, &with(death(), json!({ "days_late": 3 }))).await;
    assert_eq!(late["total_idr"], 43_260_000);
    let fee = late["lines"].as_array().unwrap().last().unwrap();
    assert_eq!(fee["arithmetic"], "100 bp x 42000000 x 3 = 1260000");
    assert_eq!(fee["inputs"][1], json!({ "name": "days_late", "value": 3 }));
}

#[tokio::test]
async fn every_line_names_its_rule_and_nothing_is_written() {
    let app = start().await;
    let changes: i64 = one(&app, "select count(*) from changes").await;
    let quote = quoted(&app, &death()).await;
    let line = &quote["lines"][1];
    assert_eq!(
        (&line["item"], &line["arithmetic"], &line["rounding"], &line["capped"]),
        (&json!("periodic"), &json!("500000 x 24 = 12000000"), &Value::Null, &json!(false))
    );
    let expected = json!({
        "benefit_rule_id": "01935000-0455-7000-8000-000000000005",
        "legal_reference": "PP 82/2019",
        "confidence": "high",
    });
    assert_eq!(line["rule"], expected);
    let path = format!("/v1/rules/benefits/{}", line["rule"]["benefit_rule_id"].as_str().unwrap());
    assert_eq!(app.get(&path).as_(&app.officer()).send().await.expect(200)["item"], "periodic");
    assert_eq!(one::<i64>(&app, "select count(*) from changes").await, changes);
}

#[tokio::test]
async fn what_cannot_be_quoted_is_refused() {
    let app = start().await;
    let post = async |body: Value| app.post(PATH).as_(&app.officer()).json(&body).send().await;
    let wrong = json!({
        "kind": "death",
        "circumstance": "injury",
        "event_on": "yesterday",
        "wage_base_idr": -1,
        "total_paid_months": 9_999,
        "months_of_inability": 1,
        "costs": [{ "item": "glasses", "cost_idr": 1 }],
        "children": [{ "level": "nursery", "age": 101, "year": 0 }],
        "days_late": -1,
    });
    let problem = post(wrong).await.expect_problem(422, "validation_failed");
    let expected = [
        ("/circumstance", "not_with_event"),
        ("/event_on", "day_format"),
        ("/wage_base_idr", "amount_negative"),
        ("/consecutive_paid_months", "required"),
        ("/total_paid_months", "out_of_range"),
        ("/days_late", "out_of_range"),
        ("/months_of_inability", "not_with_event"),
        ("/costs", "not_with_event"),
        ("/children/0/level", "unknown_code"),
        ("/children/0/year", "out_of_range"),
        ("/children/0/age", "out_of_range"),
    ];
    assert_eq!(found(&problem), expected);
    let more = with(death(), json!({ "consecutive_paid_months": 40 }));
    let problem = post(more).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/total_paid_months", "fewer_than_consecutive")]);
    let mut open = accident("partial_disability");
    open["costs"] = json!([
        { "item": "death", "cost_idr": 1 },
        { "item": "glasses", "cost_idr": 1 },
        { "item": "glasses", "cost_idr": -1 },
    ]);
    let problem = post(open).await.expect_problem(422, "validation_failed");
    let expected = [
        ("/disabilities", "required"),
        ("/costs/0/item", "unknown_value"),
        ("/costs/2/cost_idr", "amount_negative"),
        ("/costs/2/item", "duplicate"),
    ];
    assert_eq!(found(&problem), expected);
    let mut nowhere = accident("death");
    nowhere.as_object_mut().unwrap().remove("circumstance");
    nowhere["disabilities"] = json!([{ "table_basis_points": 10_001, "loss_basis_points": 0 }]);
    let problem = post(nowhere).await.expect_problem(422, "validation_failed");
    let expected = [
        ("/circumstance", "required"),
        ("/disabilities/0/table_basis_points", "out_of_range"),
        ("/disabilities/0/loss_basis_points", "out_of_range"),
    ];
    assert_eq!(found(&problem), expected);
    let rich = with(accident("death"), json!({ "wage_base_idr": i64::MAX }));
    let problem = post(rich).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/wage_base_idr", "amount_too_large")]);
    post(with(death(), json!({ "heirs": 2 }))).await.expect_problem(422, "unknown_field");
    post(json!({})).await.expect_problem(422, "invalid_shape");
    let readers = statuses_by_role(&app, async |account| match account {
        Some(account) => app.post(PATH).as_(account).json(&death()).send().await,
        None => app.post(PATH).json(&death()).send().await,
    })
    .await;
    assert_eq!(readers.len(), Role::ALL.len());
}
