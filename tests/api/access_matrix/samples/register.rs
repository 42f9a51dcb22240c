//! Regions, workers and their imports.

use std::sync::atomic::{AtomicU32, Ordering};

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::Sample;
use crate::access_matrix::cast::{Cast, REGENCY, VILLAGE};

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    Some(match operation {
        "list_code_lists" | "list_regions" | "list_regencies" => Sample::plain(),
        "get_code_list" => Sample::plain().with("list", "sex"),
        "get_region" | "list_region_children" => Sample::plain().with("code", REGENCY),
        "get_regency" | "list_regency_history" => Sample::plain().with("number", "1"),
        "create_regency" => Sample::plain().json(json!({ "region_code": "35.28" })),
        "update_regency" => Sample::plain()
            .with("number", "1")
            .if_match("\"1.full\"")
            .json(json!({ "name": "Kabupaten Sumenep" })),
        "list_workers" => Sample::plain().showing(&worker(cast).await.id),
        "create_worker" => Sample::plain().json(json!({ "village_code": VILLAGE, "name": "Sri Wahyuni" })),
        "search_workers" => {
            let nik = nik();
            let worker = worker_of(cast, &nik).await;
            Sample::plain().json(json!({ "nik": nik })).showing(&worker.id)
        }
        "get_worker" => {
            let worker = worker(cast).await;
            Sample::about(&worker.id).showing("Sri Wahyuni")
        }
        "list_worker_history" | "list_worker_timeline" => Sample::about(&worker(cast).await.id),
        "update_worker" => worker(cast).await.decided(json!({ "name": "Sri Wahyuningsih" })),
        "verify_worker" => worker_of(cast, &nik()).await.decided(json!({})),
        "reject_worker" => worker(cast).await.decided(json!({ "reason": "not_resident" })),
        "deactivate_worker" => {
            let verified = worker_of(cast, &nik()).await.after(cast, "verify", json!({})).await;
            verified.decided(json!({ "reason": "moved_out", "on": "2026-10-01" }))
        }
        "reopen_worker" => {
            let rejected =
                worker(cast).await.after(cast, "reject", json!({ "reason": "data_invalid" })).await;
            rejected.decided(json!({ "reason": "Ternyata benar" }))
        }
        "list_worker_duplicates" => {
            let twin = worker(cast).await;
            Sample::about(&worker(cast).await.id).showing(&twin.id)
        }
        "merge_worker" => {
            let stays = worker(cast).await;
            worker(cast).await.decided(json!({ "into": stays.id, "reason": "Terdaftar dua kali" }))
        }
        "unmerge_worker" => {
            let body = json!({ "into": worker(cast).await.id, "reason": "Terdaftar dua kali" });
            let merged = worker(cast).await.after(cast, "merge", body).await;
            merged.decided(json!({ "reason": "Ternyata dua orang" }))
        }
        "list_imports" => Sample::plain().showing(&import(cast).await),
        "create_import" => Sample { query: "?kind=workers", ..Sample::plain() }.text("text/csv", ROSTER),
        "get_import" | "list_import_rows" => Sample::about(&import(cast).await),
        _ => return None,
    })
}

const ROSTER: &str = "name,village_code\nSri Wahyuni,35.29.01.1015\n";

/// A registered worker with its entity tag.
pub(super) struct Worker {
    pub(super) id: String,
    etag: String,
}

impl Worker {
    /// The worker after an officer's decision.
    async fn after(self, cast: &Cast, action: &str, body: Value) -> Worker {
        let officer = cast.at_home(Role::Officer);
        let request = cast.app.post(&format!("/v1/workers/{}/{action}", self.id)).as_(&officer);
        let answer = request.header("if-match", &self.etag).json(&body).send().await;
        answer.expect(200);
        Worker { etag: answer.header("etag").unwrap().to_owned(), ..self }
    }

    fn decided(&self, body: Value) -> Sample {
        Sample::about(&self.id).if_match(&self.etag).json(body)
    }
}

async fn worker(cast: &Cast) -> Worker {
    register(cast, json!({ "village_code": VILLAGE, "name": "Sri Wahyuni" })).await
}

pub(super) async fn worker_of(cast: &Cast, nik: &str) -> Worker {
    let body = json!({
        "village_code": VILLAGE, "name": "Siti Aminah", "nik": nik, "birth_on": "1982-06-15", "sex": "female",
        "occupation": "warung_keeper", "occupation_source": "village_enumeration",
    });
    register(cast, body).await
}

async fn register(cast: &Cast, body: Value) -> Worker {
    let officer = cast.at_home(Role::Officer);
    let answer = cast.app.post("/v1/workers").as_(&officer).json(&body).send().await;
    let id = answer.expect(201)["id"].as_str().unwrap().to_owned();
    Worker { id, etag: answer.header("etag").unwrap().to_owned() }
}

/// A NIK that no other sample has: of a woman born on 15 June 1982, first issued in Sumenep.
pub(super) fn nik() -> String {
    static SERIAL: AtomicU32 = AtomicU32::new(1);
    format!("352901550682{:04}", SERIAL.fetch_add(1, Ordering::Relaxed))
}

/// An import of a roster of one.
async fn import(cast: &Cast) -> String {
    let officer = cast.at_home(Role::Officer);
    let mut request =
        cast.app.post("/v1/imports?kind=workers").as_(&officer).header("content-type", "text/csv");
    request.0 = request.0.body(ROSTER);
    request.send().await.expect(202)["id"].as_str().unwrap().to_owned()
}
