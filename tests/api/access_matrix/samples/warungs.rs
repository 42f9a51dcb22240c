//! Warungs and who works there.

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::Sample;
use super::register::{nik, worker_of};
use crate::access_matrix::cast::{Cast, VILLAGE};

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    Some(match operation {
        "list_warungs" => Sample::plain().showing(&warung(cast).await.id),
        "create_warung" => Sample::plain().json(new_warung()),
        "get_warung" => {
            let warung = warung(cast).await;
            Sample::about(&warung.id).showing("Warung Bu Sri")
        }
        "update_warung" => warung(cast).await.decided(json!({ "name": "Warung Bu Sri 2" })),
        "close_warung" => warung(cast).await.decided(closing(cast)),
        "reopen_warung" => {
            let closed = warung(cast).await.after(cast, "close", closing(cast)).await;
            closed.decided(json!({ "reason": "Salah catat", "on": cast.app.state.clock.today() }))
        }
        "list_warung_history" | "list_warung_timeline" => Sample::about(&warung(cast).await.id),
        "list_warung_workers" => {
            let (warung, link) = link(cast).await;
            Sample::about(&warung.id).showing(&link.id)
        }
        "add_warung_worker" => Sample::about(&warung(cast).await.id).json(new_link(cast).await),
        "get_warung_worker" | "list_warung_worker_history" => {
            let (warung, link) = link(cast).await;
            Sample::about(&warung.id).with("link_id", &link.id)
        }
        "update_warung_worker" => {
            let (warung, link) = link(cast).await;
            Sample::about(&warung.id)
                .with("link_id", &link.id)
                .if_match(&link.etag)
                .json(json!({ "role": "family" }))
        }
        _ => return None,
    })
}

/// Something that was made, with its entity tag.
struct Made {
    id: String,
    etag: String,
}

impl Made {
    /// The warung after a decision of an officer.
    async fn after(self, cast: &Cast, action: &str, body: Value) -> Made {
        let officer = cast.at_home(Role::Officer);
        let request = cast.app.post(&format!("/v1/warungs/{}/{action}", self.id)).as_(&officer);
        let answer = request.header("if-match", &self.etag).json(&body).send().await;
        answer.expect(200);
        Made { etag: answer.header("etag").unwrap().to_owned(), ..self }
    }

    fn decided(&self, body: Value) -> Sample {
        Sample::about(&self.id).if_match(&self.etag).json(body)
    }
}

fn new_warung() -> Value {
    json!({ "village_code": VILLAGE, "name": "Warung Bu Sri" })
}

fn closing(cast: &Cast) -> Value {
    json!({ "reason": "owner_ill", "on": cast.app.state.clock.today() })
}

async fn warung(cast: &Cast) -> Made {
    make(cast, "/v1/warungs", new_warung()).await
}

async fn new_link(cast: &Cast) -> Value {
    let worker = worker_of(cast, &nik()).await;
    json!({ "worker_id": worker.id, "role": "owner", "since_on": "2024-02-01" })
}

/// A warung and somebody's work in it.
async fn link(cast: &Cast) -> (Made, Made) {
    let warung = warung(cast).await;
    let link = make(cast, &format!("/v1/warungs/{}/workers", warung.id), new_link(cast).await).await;
    (warung, link)
}

async fn make(cast: &Cast, path: &str, body: Value) -> Made {
    let officer = cast.at_home(Role::Officer);
    let answer = cast.app.post(path).as_(&officer).json(&body).send().await;
    let id = answer.expect(201)["id"].as_str().unwrap().to_owned();
    Made { id, etag: answer.header("etag").unwrap().to_owned() }
}
