//! `GET /v1/enrolment-plans/{id}/renewal`: the months that nobody pays, and what they cost.

use serde_json::{Value, json};

use super::renewal::{read, renewed};
use crate::support::cover::{apbd, approved, proposal, source, start, with, worker, worker_born};
use crate::support::enrolment::{Plan, draft, set, wanted};

/// Relief for transport workers ends with March 2027: 3 x 8,400 + 5 x 16,800 = 109,200 for the eight months of the plan, and
/// 4 x 16,800 = 67,200 for the rest of the year. General workers: 8 x 16,800 = 134,400 and 67,200.
#[tokio::test]
async fn months_that_the_new_plan_does_not_pay_are_said_with_what_they_cost() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    let (stays, driver) = (worker_born(&app, 1970, 1).await, worker_born(&app, 1980, 2).await);
    set(&app, &driver, "segment = 'transport'").await;
    let old = draft(&app, &wanted(id)).await.approved(&app).await;
    let new = renewed(&app, &old, json!({ "until_month": "2027-08" })).await;
    let summary = read(&app, &new, "").await;
    let sums = |paid: &Value| -> Value {
        let segments = paid["segments"].as_array().unwrap().iter();
        let sums = segments.map(|one| json!([one["segment"], one["total_idr"]]));
        json!([paid["from_month"], paid["until_month"], sums.collect::<Vec<_>>()])
    };
    let plan = json!(["2027-01", "2027-08", [["general", 134_400], ["transport", 109_200]]]);
    assert_eq!(sums(&summary["self_payment"]), plan);
    let transport = &summary["self_payment"]["segments"][1]["months"];
    assert_eq!((&transport[2]["month"], &transport[2]["amount_idr"]), (&json!("2027-03"), &json!(8_400)));
    assert_eq!((&transport[3]["month"], &transport[3]["amount_idr"]), (&json!("2027-04"), &json!(16_800)));
    let unfunded = summary["unfunded"].as_array().unwrap();
    assert_eq!(unfunded.len(), 1);
    let rest = json!(["2027-09", "2027-12", [["general", 67_200], ["transport", 67_200]]]);
    assert_eq!(sums(&unfunded[0]), rest);
    let page = read(&app, &new, "/people?fate=returning").await;
    let from: Vec<&Value> =
        page["data"].as_array().unwrap().iter().map(|one| &one["unfunded_from_month"]).collect();
    assert_eq!(from, ["2027-09", "2027-09"]);

    // Without a place the driver pays alone at the driver's rates.
    let request = app.patch(&new.path).as_(&app.officer()).header("If-Match", &new.etag);
    let patched = request.json(&json!({ "places": 1, "from_month": "2027-03" })).send().await;
    patched.expect(200);
    let new = Plan::of(&patched).computed(&app).await;
    let page = read(&app, &new, "/people?fate=dropped").await;
    assert_eq!(page["data"].as_array().unwrap().len(), 1);
    // March at 8,400 and five months at 16,800.
    let dropped = &page["data"][0];
    assert_eq!((&dropped["worker_id"], &dropped["self_payment_idr"]), (&json!(driver.id), &json!(92_400)));
    // Nobody pays January and February, also not for whom the plan chose.
    let page = read(&app, &new, "/people?fate=returning").await;
    let kept = &page["data"][0];
    assert_eq!((&kept["worker_id"], &kept["unfunded_from_month"]), (&json!(stays.id), &json!("2027-01")));
    let summary = read(&app, &new, "").await;
    let ranges: Vec<(&Value, &Value)> = summary["unfunded"]
        .as_array()
        .unwrap()
        .iter()
        .map(|paid| (&paid["from_month"], &paid["until_month"]))
        .collect();
    let expected = [(json!("2027-01"), json!("2027-02")), (json!("2027-09"), json!("2027-12"))];
    assert_eq!(ranges, expected.each_ref().map(|(from, until)| (from, until)));
}

#[tokio::test]
async fn who_has_another_source_next_year_is_funded_by_it() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    let person = worker(&app, 1).await;
    worker(&app, 2).await;
    let old = draft(&app, &wanted(id)).await.approved(&app).await;
    let terms = json!({ "name": "CSR 2027", "payer_kind": "csr", "fiscal_year": 2027, "from_month": "2027-01", "until_month": "2027-12" });
    let csr = source(&app, with(apbd(), terms)).await;
    let months = json!({ "from_month": "2027-01", "until_month": "2027-06" });
    approved(&app, &with(proposal(&person, csr), months)).await;
    let new = renewed(&app, &old, json!({})).await;
    let page = read(&app, &new, "/people?fate=cannot_return").await;
    let one = &page["data"][0];
    assert_eq!(
        (&one["worker_id"], &one["reasons"][0]["code"]),
        (&json!(person.id), &json!("funded_in_plan_months"))
    );
    assert_eq!((&one["unfunded_from_month"], &one["self_payment_idr"]), (&json!("2027-07"), &Value::Null));
}
