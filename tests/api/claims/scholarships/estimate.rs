//! What scholarships would come to, on the cover sheet.

use chrono::{Days, Months};
use serde_json::{Value, json};

use super::ani;
use crate::claims::stage::{Held, Stage, VILLAGE};
use crate::support::request::Answer;

async fn sheet(stage: &Stage, held: &Held, accept: &str) -> Answer {
    stage.app.get(&held.action("cover-sheet")).as_(&stage.officer).header("accept", accept).send().await
}

#[tokio::test]
async fn scholarships_stand_beside_what_is_due_at_once_and_never_in_its_sum() {
    let stage = Stage::set().await;
    let held = stage.bereaved().await;
    let before = sheet(&stage, &held, "application/json").await.expect(200);
    // 48 x 1,000,000 + 10,000,000 + 24 x 500,000.
    assert_eq!(
        (&before["estimate"]["total_idr"], &before["estimate"]["scholarships"]),
        (&json!(70_000_000), &Value::Null)
    );
    let (held, child) = stage.child(&held, ani(None)).await;
    let estimate = sheet(&stage, &held, "application/json").await.expect(200)["estimate"].clone();
    assert_eq!((&estimate["total_idr"], &estimate["difference_idr"]), (&json!(70_000_000), &json!(0)));
    // 2 x 1,500,000 + 3 x 2,000,000 + 3 x 3,000,000 + 5 x 12,000,000.
    let scholarships = &estimate["scholarships"];
    assert_eq!((&scholarships["total_idr"], &scholarships["not_due"]), (&json!(78_000_000), &json!([])));
    assert_eq!(
        scholarships["lines"][0],
        json!({
            "child_id": child["id"], "child_name": "Ani Hasanah", "level": "primary", "amount_idr": 3_000_000,
            "arithmetic": "1500000 x 2 = 3000000", "legal_reference": "PP 82/2019",
        })
    );
    let page = sheet(&stage, &held, "text/html").await.text();
    for shown in ["Perkiraan beasiswa", "Ani Hasanah", "78.000.000", "70.000.000"] {
        assert!(page.contains(shown), "{shown} is missing in {page}");
    }
}

#[tokio::test]
async fn a_child_is_as_old_as_on_the_day_of_the_death_and_not_of_the_accident() {
    let stage = Stage::set().await;
    let body = json!({
        "kind": "work_accident", "worker_id": stage.worker(VILLAGE).await, "event_on": stage.days_ago(400),
        "died_on": stage.days_ago(9), "reported_on": stage.days_ago(9), "circumstances": "Jatuh saat memasak.",
    });
    let held = stage.file(body).await;
    // Twenty-three between the accident and the death.
    let birthday = stage.app.state.clock.today().checked_sub_days(Days::new(200)).unwrap();
    let birth_on = birthday.checked_sub_months(Months::new(23 * 12)).unwrap().to_string();
    let budi = json!({"name": "Budi Hasan", "birth_on": birth_on, "level": "higher", "level_year": 1});
    let (held, child) = stage.child(&held, budi).await;
    let scholarships =
        sheet(&stage, &held, "application/json").await.expect(200)["estimate"]["scholarships"].clone();
    assert_eq!((&scholarships["total_idr"], &scholarships["lines"]), (&json!(0), &json!([])));
    assert_eq!(scholarships["not_due"], json!([{"child_id": child["id"], "reason": "child_too_old"}]));
}

#[tokio::test]
async fn a_closed_gate_is_shown_with_its_reason() {
    let stage = Stage::set().await;
    let (held, _) = stage.child(&stage.approved().await, ani(None)).await;
    let scholarships =
        sheet(&stage, &held, "application/json").await.expect(200)["estimate"]["scholarships"].clone();
    assert_eq!((&scholarships["total_idr"], &scholarships["lines"]), (&json!(0), &json!([])));
    assert_eq!(scholarships["not_due"][0], json!({"child_id": null, "reason": "waiting_months"}));
}
