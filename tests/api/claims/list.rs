//! `GET /v1/claims`.

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::stage::{FOREIGN_VILLAGE, OTHER_VILLAGE, Stage};
use crate::support::app::Account;

async fn ids(stage: &Stage, by: &Account, query: &str) -> Vec<String> {
    let page = stage.app.get(&format!("/v1/claims{query}")).as_(by).send().await.expect(200);
    let claims = page["data"].as_array().unwrap();
    claims.iter().map(|claim| claim["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn claims_are_listed_by_filters_within_the_callers_regions() {
    let stage = Stage::set().await;
    let death = stage.draft().await;
    let submitted = stage.submitted().await;
    let elsewhere = stage.worker(OTHER_VILLAGE).await;
    let body = json!({"kind": "work_accident", "worker_id": elsewhere, "event_on": stage.today});
    let accident = stage.app.post("/v1/claims").as_(&stage.officer).json(&body).send().await.expect(201);
    let accident = accident["id"].as_str().unwrap();
    let foreign = stage.worker(FOREIGN_VILLAGE).await;
    let neighbour = stage.app.account(Role::Officer, &["35.28"]);
    let body = json!({"kind": "death", "worker_id": foreign, "event_on": stage.today});
    stage.app.post("/v1/claims").as_(&neighbour).json(&body).send().await.expect(201);

    let officer = &stage.officer;
    let all = [death.id.as_str(), &submitted.id, accident];
    assert_eq!(ids(&stage, officer, "").await, all);
    assert_eq!(ids(&stage, &stage.operator, "").await, all[..2]);
    assert_eq!(ids(&stage, officer, "?region=35.29.02").await, [accident]);
    assert_eq!(ids(&stage, officer, "?region=3529012005").await, all[..2]);
    assert_eq!(ids(&stage, officer, "?region=35.28").await, [""; 0]);
    assert_eq!(ids(&stage, officer, "?status=submitted,paid").await, [submitted.id.as_str()]);
    assert_eq!(ids(&stage, officer, "?kind=work_accident").await, [accident]);
    assert_eq!(ids(&stage, officer, &format!("?worker_id={elsewhere}")).await, [accident]);
    assert_eq!(ids(&stage, officer, "?kind=death&status=draft").await, [death.id.as_str()]);
    assert_eq!(ids(&stage, &neighbour, "").await.len(), 1);
}

#[tokio::test]
async fn pages_follow_each_other_and_show_whole_claims() {
    let stage = Stage::set().await;
    let mut filed = vec![stage.with_widow().await.id];
    for _ in 0..2 {
        filed.push(stage.draft().await.id);
    }
    let mut seen: Vec<String> = Vec::new();
    let mut path = "/v1/claims?limit=2&count=exact".to_owned();
    loop {
        let answer = stage.app.get(&path).as_(&stage.officer).send().await;
        let page = answer.expect(200);
        assert_eq!(page["count"], 3);
        seen.extend(
            page["data"].as_array().unwrap().iter().map(|claim| claim["id"].as_str().unwrap().to_owned()),
        );
        if seen.len() == 2 {
            let expected = stage.app.get(&format!("/v1/claims/{}", seen[0])).as_(&stage.officer).send().await;
            assert_eq!(page["data"][0], expected.expect(200));
        }
        let Some(link) = answer.header("link") else {
            assert_eq!(page["next_cursor"], Value::Null);
            break;
        };
        path = link.split(['<', '>']).nth(1).unwrap().to_owned();
    }
    assert_eq!(seen, filed);
}

#[tokio::test]
async fn filters_that_cannot_be_read_are_refused() {
    let stage = Stage::set().await;
    for (query, code) in [
        ("?region=nowhere", "invalid_query"),
        ("?status=lost", "invalid_query"),
        ("?kind=birth", "invalid_query"),
        ("?worker_id=7", "invalid_query"),
        ("?cursor=x", "invalid_cursor"),
        ("?limit=0", "invalid_query"),
        ("?nik=3529015708850001", "unknown_parameter"),
    ] {
        let answer = stage.app.get(&format!("/v1/claims{query}")).as_(&stage.officer).send().await;
        answer.expect_problem(400, code);
    }
    stage.app.get("/v1/claims").send().await.expect_problem(401, "unauthenticated");
    for (role, regions) in [(Role::Admin, &["35.29"][..]), (Role::PlatformAdmin, &[])] {
        let stranger = stage.app.account(role, regions);
        stage.app.get("/v1/claims").as_(&stranger).send().await.expect_problem(403, "forbidden");
    }
    assert_eq!(ids(&stage, &stage.app.account(Role::DistrictViewer, &["35.29.01"]), "").await, [""; 0]);
}
