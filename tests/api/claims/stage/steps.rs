//! What people do to a claim, each with the version that they hold.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Held, Stage};
use crate::support::app::Account;
use crate::support::papers;
use crate::support::request::Answer;

impl Stage {
    /// Adds a beneficiary and reads the claim again.
    pub async fn add(&self, held: &Held, body: Value) -> Held {
        let request = self.app.post(&held.action("beneficiaries")).as_(&self.operator);
        request.json(&body).send().await.expect(201);
        self.read(held).await
    }

    /// States an account for the beneficiary at a place, as the village does, and reads the claim again.
    pub async fn give_account(&self, held: &Held, place: usize) -> Held {
        self.give_account_as(&self.operator, held, place).await
    }

    /// The same by somebody else.
    pub async fn give_account_as(&self, by: &Account, held: &Held, place: usize) -> Held {
        let path = format!("{}/payout-account", held.beneficiary(place));
        let account = json!({
            "bank_name": "BPR Bhakti Sumekar",
            "account_number": format!("00123456{place:03}"),
            "account_holder_name": held.json["beneficiaries"][place]["name"],
        });
        self.send(Method::PUT, &path, by, Some(&held.etag), &account).await.expect(200);
        self.read(held).await
    }

    /// Reads a claim as an officer of its regency does.
    pub async fn read(&self, held: &Held) -> Held {
        let answer = self.app.get(&held.path()).as_(&self.officer).send().await;
        let json = answer.expect(200);
        Held { id: held.id.clone(), etag: answer.header("etag").unwrap().to_owned(), json }
    }

    /// Takes a step that must succeed. Before a claim is verified its papers are there.
    pub async fn step(&self, held: &Held, by: &Account, action: &str, body: Value) -> Held {
        if action == "verify" {
            papers::found_right(&self.database, &held.id).await;
        }
        let answer = self.try_step(held, by, action, &body).await;
        let json = answer.expect(200);
        Held { id: held.id.clone(), etag: answer.header("etag").unwrap().to_owned(), json }
    }

    /// Takes a step with the version that is held.
    pub async fn try_step(&self, held: &Held, by: &Account, action: &str, body: &Value) -> Answer {
        self.send(Method::POST, &held.action(action), by, Some(&held.etag), body).await
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        by: &Account,
        etag: Option<&str>,
        body: &Value,
    ) -> Answer {
        let mut request = self.app.request(method, path).as_(by);
        if let Some(etag) = etag {
            request = request.header("if-match", etag);
        }
        if body.is_null() { request.send().await } else { request.json(body).send().await }
    }
}
