//! The daily work: a line that the insurer refused for data which the village can correct.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::Sample;
use super::contributions::refused_line;
use crate::access_matrix::cast::Cast;

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    let app = &cast.app;
    Some(match operation {
        "list_work_items" => {
            let id = refused_line(app).await;
            // Of its kind alone: people of like names give more work than a page shows.
            Sample { query: "?kind=refused_line_to_correct&limit=500", ..Sample::plain() }.showing(&id)
        }
        "get_work_item" => Sample::plain().with("key", &refused_line(app).await),
        "snooze_work_item" => Sample::plain().with("key", &refused_line(app).await).json(until(cast)),
        "finish_work_item" => {
            Sample::plain().with("key", &refused_line(app).await).json(json!({ "note": "a mistake" }))
        }
        "assign_work_item" => {
            Sample::plain().with("key", &refused_line(app).await).json(json!({ "user_id": null }))
        }
        "reopen_work_item" => {
            let id = refused_line(app).await;
            let officer = app.account(Role::Officer, &["35.29"]);
            let path = format!("/v1/work-items/{id}/snooze");
            app.request(Method::POST, &path).as_(&officer).json(&until(cast)).send().await.expect(200);
            Sample::plain().with("key", &id)
        }
        _ => return None,
    })
}

fn until(cast: &Cast) -> Value {
    json!({ "until": cast.app.state.clock.today() + chrono::Days::new(7) })
}
