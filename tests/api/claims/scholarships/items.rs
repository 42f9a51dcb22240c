//! The daily work of scholarships.

use serde_json::{Value, json};

use super::{ani, child_path};
use crate::claims::stage::Stage;
use crate::support::app::Account;

async fn items(stage: &Stage, by: &Account, kind: &str) -> Vec<Value> {
    let path = format!("/v1/work-items?kind={kind}");
    let shown = stage.app.get(&path).as_(by).send().await.expect(200);
    shown["data"].as_array().unwrap().clone()
}

/// The kinds that stand open, of those of scholarships.
async fn open(stage: &Stage) -> Vec<String> {
    let shown = stage.app.get("/v1/work-items?limit=500").as_(&stage.officer).send().await.expect(200);
    let kinds =
        shown["data"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap().to_owned());
    kinds.filter(|kind| kind.starts_with("scholarship")).collect()
}

#[tokio::test]
async fn a_year_is_the_work_of_one_role_after_the_other_until_the_next_one_begins() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let due = items(&stage, &stage.operator, "scholarship_due").await;
    assert_eq!(
        (&due[0]["owner"], &due[0]["link"], due.len()),
        (&json!("village_operator"), &json!(child_path(&held, &child)), 1)
    );
    let told = format!("Beasiswa seorang anak untuk tahun ajaran {} belum diajukan.", stage.school_year(0));
    assert_eq!(
        (&due[0]["reason"], &due[0]["allowed_actions"]),
        (&json!(told), &json!(["snooze", "finish", "assign"]))
    );
    let (held, scholarship) = stage.year(&held, &child).await;
    let waiting = items(&stage, &stage.approver, "scholarship_to_verify").await;
    let link = held.action(&format!("scholarships/{}", scholarship["id"].as_str().unwrap()));
    assert_eq!(
        (&waiting[0]["owner"], &waiting[0]["link"], &waiting[0]["amount_idr"]),
        (&json!("approver"), &json!(link), &json!(1_500_000))
    );
    assert_eq!(open(&stage).await, ["scholarship_to_verify"]);
    let (held, _) = stage.year_step(&held, &stage.approver, (&scholarship, "verify"), json!({})).await;
    assert_eq!(items(&stage, &stage.insurer, "scholarship_to_decide").await[0]["owner"], "insurer");
    let decision = json!({"outcome": "approved", "decided_on": stage.today});
    let (held, scholarship) =
        stage.year_step(&held, &stage.insurer, (&scholarship, "record-decision"), decision).await;
    assert_eq!(open(&stage).await, ["scholarship_to_pay"]);
    let transfer = stage.year_transfer(&held, &scholarship, "BEA-1");
    stage.year_step(&held, &stage.insurer, (&scholarship, "record-payment"), transfer).await;
    assert_eq!(open(&stage).await, Vec::<String>::new());

    stage.in_september(1);
    let due = items(&stage, &stage.operator, "scholarship_due").await;
    assert_eq!(due[0]["due_on"], json!(format!("{}-10-01", stage.first_year() + 1)));
    stage.in_september(2);
    stage.try_year(&held, &child, &stage.school_year(1), "primary").await.expect(201);
    assert_eq!(items(&stage, &stage.operator, "scholarship_due").await.len(), 1);
}

#[tokio::test]
async fn nothing_is_due_for_who_lapsed_is_too_old_or_never_had_it() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let path = format!("{}/lapse", child_path(&held, &child));
    let wedding = json!({"reason": "married", "lapsed_on": stage.today});
    stage.send(reqwest::Method::POST, &path, &stage.operator, Some(&held.etag), &wedding).await.expect(200);
    assert_eq!(open(&stage).await, Vec::<String>::new());
    let mut grown = ani(None);
    grown["birth_on"] = json!(format!("{}-07-01", stage.first_year() - 23));
    grown["nik"] = json!(null);
    let held = stage.read(&held).await;
    stage.child(&held, grown).await;
    assert_eq!(open(&stage).await, Vec::<String>::new());
    // A death not at work, and nobody knows of three years.
    stage.child(&stage.approved().await, ani(None)).await;
    assert_eq!(open(&stage).await, Vec::<String>::new());
    let next_door = stage.app.account(payung::access::caller::Role::VillageOperator, &["35.29.02.2001"]);
    stage.with_child().await;
    assert_eq!(items(&stage, &next_door, "scholarship_due").await, Vec::<Value>::new());
}
