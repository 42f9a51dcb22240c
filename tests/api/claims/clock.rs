//! `GET /v1/claims/{id}/clock`.

use serde_json::{Value, json};

use super::stage::{Held, Stage, VILLAGE};

async fn read(stage: &Stage, held: &Held) -> Value {
    stage.app.get(&held.action("clock")).as_(&stage.operator).send().await.expect(200)
}

#[tokio::test]
async fn the_insurer_has_three_working_days_for_a_death_and_owes_one_per_cent_for_each_day_beyond() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    // Complete on the eve of Nyepi and Idulfitri: of the days until the 27th only three are working days.
    let eve = "UPDATE claims SET documents_complete_at = '2026-03-17 05:00+00'";
    stage.database.execute(eve, &[]).await.unwrap();
    let clock = read(&stage, &held).await;
    assert_eq!(
        (&clock["documents_complete_on"], &clock["due_on"]),
        (&json!("2026-03-17"), &json!("2026-03-27"))
    );
    assert_eq!((&clock["working_days"], &clock["late_fee_basis_points_per_day"]), (&json!(3), &json!(100)));
    let today = stage.app.state.clock.today();
    let late = (today - "2026-03-27".parse::<chrono::NaiveDate>().unwrap()).num_days();
    assert_eq!((&clock["days_late"], &clock["late_fee_idr"]), (&json!(late), &json!(420_000 * late)));
    assert_eq!((&clock["lapses_on"], &clock["is_reported_late"]), (&Value::Null, &Value::Null));
    // The last transfer stops it.
    let on = stage.transfer(&held, 0, "TRF-1");
    stage.step(&held, &stage.insurer, "record-payment", on).await;
    stage.database.execute("UPDATE claim_payments SET paid_on = '2026-03-29'", &[]).await.unwrap();
    let clock = read(&stage, &held).await;
    assert_eq!((&clock["days_late"], &clock["working_days_passed"]), (&json!(2), &json!(3)));
    // One that is taken back has never stopped it.
    let paid = stage.read(&held).await;
    let payment = &paid.json["beneficiaries"][0]["payment"]["id"];
    let void = format!("payments/{}/void", payment.as_str().unwrap());
    stage.step(&paid, &stage.second_insurer(), &void, json!({"reason": "Transfer klaim lain."})).await;
    let clock = read(&stage, &held).await;
    assert_eq!((&clock["days_late"], &clock["late_fee_idr"]), (&json!(late), &json!(420_000 * late)));
}

#[tokio::test]
async fn what_was_paid_is_late_by_its_own_days_and_only_the_rest_until_today() {
    let stage = Stage::set().await;
    let mut held = stage.approved_family(42_000_000).await;
    for place in 0..2 {
        let transfer = stage.transfer(&held, place, &format!("TRF-{place}"));
        held = stage.step(&held, &stage.insurer, "record-payment", transfer).await;
    }
    let eve = "UPDATE claims SET documents_complete_at = '2026-03-17 05:00+00'";
    stage.database.execute(eve, &[]).await.unwrap();
    stage.database.execute("UPDATE claim_payments SET paid_on = '2026-04-02'", &[]).await.unwrap();
    let today = stage.app.state.clock.today();
    let late = (today - "2026-03-27".parse::<chrono::NaiveDate>().unwrap()).num_days();
    let fee = 315_000 * 6 + 105_000 * late;
    let words = format!("100 bp x 31500000 x 6 + 100 bp x 10500000 x {late} = {fee}");
    let clock = read(&stage, &held).await;
    assert_eq!((&clock["days_late"], &clock["late_fee_idr"]), (&json!(late), &json!(fee)));
    assert_eq!(clock["late_fee_arithmetic"], words);
    // The cover sheet reckons the same.
    let sheet = stage.app.get(&held.action("cover-sheet")).as_(&stage.officer);
    let sheet = sheet.header("accept", "application/json").send().await.expect(200);
    let told = json!({
        "amount_idr": fee, "arithmetic": words, "legal_reference": "PP 44/2015", "granted_idr": 0, "open_idr": fee,
    });
    assert_eq!(sheet["estimate"]["late_fee"], told);
    // It is no part of what the benefits come to.
    let lines = sheet["estimate"]["lines"].as_array().unwrap();
    assert_eq!((lines.len(), &sheet["estimate"]["total_idr"]), (1, &json!(10_000_000)));
    let page = stage.app.get(&held.action("cover-sheet")).as_(&stage.officer);
    let page = page.header("accept", "text/html").send().await.text();
    assert!(page.contains("1 % x 31.500.000 x 6 + 1 % x 10.500.000 x "), "{page}");
    // What was taken back is open again.
    let paid = stage.read(&held).await;
    let payment = paid.json["beneficiaries"][0]["payment"]["id"].as_str().unwrap().to_owned();
    let void = format!("payments/{payment}/void");
    stage.step(&paid, &stage.second_insurer(), &void, json!({"reason": "Transfer klaim lain."})).await;
    let clock = read(&stage, &held).await;
    assert_eq!(clock["late_fee_idr"], json!(105_000 * 6 + 315_000 * late));
}

#[tokio::test]
async fn a_fee_that_was_granted_bears_no_fee_and_is_taken_off_what_is_open() {
    let stage = Stage::set().await;
    let held = stage.step(&stage.with_family().await, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    let held = stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
    let lines = json!([{"benefit": "funeral", "amount_idr": 10_000_000}, {"benefit": "late_fee", "amount_idr": 600_000}]);
    let decision = json!({"outcome": "approved", "decided_on": stage.today, "approved_lines": lines});
    let held = stage.step(&held, &stage.insurer, "record-decision", decision).await;
    let fees = |clock: &Value| {
        ["late_fee_idr", "late_fee_granted_idr", "late_fee_open_idr"]
            .map(|name| clock[name].as_i64().unwrap())
    };
    // Nothing is late yet, and nothing is open below zero.
    assert_eq!(fees(&read(&stage, &held).await), [0, 600_000, 0]);
    // Half of the whole is half of the benefit: 5,300,000 contain 5,000,000 of it.
    let transfer = stage.transfer(&held, 0, "TRF-0");
    assert_eq!(transfer["amount_idr"], 5_300_000);
    let held = stage.step(&held, &stage.insurer, "record-payment", transfer).await;
    let eve = "UPDATE claims SET documents_complete_at = '2026-03-17 05:00+00'";
    stage.database.execute(eve, &[]).await.unwrap();
    stage.database.execute("UPDATE claim_payments SET paid_on = '2026-04-02'", &[]).await.unwrap();
    let today = stage.app.state.clock.today();
    let late = (today - "2026-03-27".parse::<chrono::NaiveDate>().unwrap()).num_days();
    let fee = 50_000 * 6 + 50_000 * late;
    let words = format!("100 bp x 5000000 x 6 + 100 bp x 5000000 x {late} = {fee}");
    let clock = read(&stage, &held).await;
    assert_eq!(fees(&clock), [fee, 600_000, fee - 600_000]);
    assert_eq!(clock["late_fee_arithmetic"], words);
    // A decision of the estimate and a fee differs from the estimate by nothing.
    let sheet = async |accept: &str| {
        let request = stage.app.get(&held.action("cover-sheet")).as_(&stage.officer);
        request.header("accept", accept).send().await
    };
    let shown = sheet("application/json").await.expect(200)["estimate"].clone();
    let sums = ["total_idr", "decided_idr", "decided_benefit_idr", "difference_idr"];
    assert_eq!(sums.map(|name| shown[name].as_i64().unwrap()), [10_000_000, 10_600_000, 10_000_000, 0]);
    let told = json!({
        "amount_idr": fee, "arithmetic": words, "legal_reference": "PP 44/2015", "granted_idr": 600_000,
        "open_idr": fee - 600_000,
    });
    assert_eq!(shown["late_fee"], told);
    let page = sheet("text/html").await.text();
    for shown in ["; disetujui Rp600.000, sisa Rp", "Denda keterlambatan (di luar jumlah)", "(tanpa denda)"] {
        assert!(page.contains(shown), "{shown} is missing in {page}");
    }
    let table = sheet("text/csv").await.text();
    assert!(
        table.lines().next().unwrap().ends_with("due_idr,late_fee_granted_idr,late_fee_open_idr"),
        "{table}"
    );
    assert!(
        table.lines().nth(1).unwrap().ends_with(&format!(",5300000,600000,{}", fee - 600_000)),
        "{table}"
    );
}

#[tokio::test]
async fn after_ten_years_the_fee_is_for_as_many_days_as_the_insurer_is_late() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    let long_ago = "UPDATE claims SET documents_complete_at = '2015-08-03 05:00+00'";
    stage.database.execute(long_ago, &[]).await.unwrap();
    let late =
        (stage.app.state.clock.today() - "2015-08-06".parse::<chrono::NaiveDate>().unwrap()).num_days();
    let clock = read(&stage, &held).await;
    assert_eq!(clock["due_on"], "2015-08-06");
    assert_eq!((&clock["days_late"], &clock["late_fee_idr"]), (&json!(late), &json!(420_000 * late)));
}

#[tokio::test]
async fn nothing_runs_before_the_papers_are_complete_and_nobody_is_late_with_what_was_not_sent() {
    let stage = Stage::set().await;
    let clock = read(&stage, &stage.submitted().await).await;
    assert_eq!((&clock["due_on"], &clock["days_late"]), (&Value::Null, &json!(0)));
    let verified = stage.verified().await;
    let long_ago =
        "UPDATE claims SET documents_complete_at = '2026-01-05 05:00+00' WHERE verified_at IS NOT NULL";
    stage.database.execute(long_ago, &[]).await.unwrap();
    let clock = read(&stage, &verified).await;
    assert_eq!((&clock["due_on"], &clock["days_late"]), (&json!("2026-01-08"), &json!(0)));
}

#[tokio::test]
async fn a_work_accident_is_reported_within_two_days_and_lapses_after_five_years() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let held = stage
        .file(json!({"kind": "work_accident", "worker_id": worker, "event_on": "2024-02-29", "reported_on": "2024-03-04"}))
        .await;
    let clock = read(&stage, &held).await;
    assert_eq!((&clock["lapses_on"], &clock["is_reported_late"]), (&json!("2029-02-28"), &json!(true)));
    assert_eq!(clock["working_days"], 7);
    assert!(clock["days_to_lapse"].as_i64().unwrap() > 0);
}
