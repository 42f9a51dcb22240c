//! `GET /v1/warungs/{id}/workers`

use serde_json::{Value, json};

use super::{PAMOLOKAN, add, added, change, ids, warung, worker};
use crate::support::TestApp;

#[tokio::test]
async fn work_is_listed_in_pages_and_by_day() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let first = added(&app, &officer, &path, worker(&app).await, "owner").await;
    change(&app, &officer, &first, json!({ "until_on": "2025-06-30" })).await.expect(200);
    add(&app, &officer, &path, worker(&app).await, "owner", "2025-07-01").await.expect(201);
    add(&app, &officer, &path, worker(&app).await, "family", "2026-01-01").await.expect(201);

    let list = async |query: &str| -> Value {
        app.get(&format!("{path}/workers?{query}")).as_(&officer).send().await.expect(200)
    };
    let all = list("count=exact").await;
    assert_eq!((ids(&all).len(), &all["count"]), (3, &json!(3)));
    let begins = |page: &Value| -> Vec<String> {
        let links = page["data"].as_array().unwrap().iter();
        links.map(|link| link["since_on"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(begins(&list("on=2024-01-31").await), [""; 0]);
    assert_eq!(begins(&list("on=2025-06-30").await), ["2024-02-01"]);
    assert_eq!(begins(&list("on=2025-07-01").await), ["2025-07-01"]);
    let today = list("on=2026-11-01&count=exact").await;
    assert_eq!((begins(&today).len(), &today["count"]), (2, &json!(2)));

    let page = list("limit=2").await;
    let rest = list(&format!("limit=2&cursor={}", page["next_cursor"].as_str().unwrap())).await;
    let seen: Vec<&str> = ids(&page).into_iter().chain(ids(&rest)).collect();
    assert_eq!(seen, ids(&all));
    assert_eq!(rest["next_cursor"], Value::Null);

    for query in ["on=2026-1-1", "on=yesterday"] {
        let refused = app.get(&format!("{path}/workers?{query}")).as_(&officer).send().await;
        refused.expect_problem(400, "invalid_query");
    }
}
