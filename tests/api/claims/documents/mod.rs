//! `/v1/claims/{id}/documents`.

mod content;
mod create;
mod judge;
mod list;
mod races;
mod retry;
mod sweep;
mod withdraw;

use reqwest::Method;
use serde_json::Value;

use super::stage::{Held, Stage};
use crate::support::app::Account;
use crate::support::request::Answer;

/// The least that counts as a PDF, with something that tells it from others.
pub fn pdf(about: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{about}").into_bytes()
}

impl Stage {
    /// Sends a paper, which may be refused.
    pub async fn try_send_paper(&self, held: &Held, by: &Account, kind: &str, bytes: Vec<u8>) -> Answer {
        let mut request = self.app.post(&held.action(&format!("documents?kind={kind}"))).as_(by);
        request.0 = request.0.header("content-type", "application/octet-stream").body(bytes);
        request.send().await
    }

    /// Sends a receipt, with what else its address says and under a key, as a phone does that may have to send it again.
    pub async fn send_receipt(&self, held: &Held, (asked, key): (&str, &str), bytes: Vec<u8>) -> Answer {
        let path = held.action(&format!("documents?kind=receipts{asked}"));
        let mut request = self.app.post(&path).as_(&self.operator);
        if !key.is_empty() {
            request = request.header("idempotency-key", key);
        }
        request.0 = request.0.body(bytes);
        request.send().await
    }

    /// Sends a paper as the village does; the claim as it is then, and the document.
    pub async fn send_paper(&self, held: &Held, kind: &str) -> (Held, Value) {
        let answer = self.try_send_paper(held, &self.operator, kind, pdf(kind)).await;
        let document = answer.expect(201);
        (self.read(held).await, document)
    }

    /// Does something with a document.
    pub async fn act_on_paper(
        &self,
        held: &Held,
        by: &Account,
        (document, action): (&Value, &str),
        body: &Value,
    ) -> Answer {
        let path = held.action(&format!("documents/{}/{action}", document["id"].as_str().unwrap()));
        self.send(Method::POST, &path, by, Some(&held.etag), body).await
    }
}
