//! `/v1/claims/{id}/children` and `/v1/claims/{id}/scholarships`.

mod children;
mod documents;
mod estimate;
mod items;
mod lapse;
mod money;
mod once;
mod races;
mod references;
mod removed;
mod update;
mod verify;
mod void_decision;
mod void_payment;
mod years;

use chrono::{Datelike as _, Days, NaiveDate};
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Held, Stage, VILLAGE};
use crate::support::app::Account;
use crate::support::request::Answer;

/// A child in the fifth year of primary school, ten years old.
pub fn ani(payee: Option<&str>) -> Value {
    json!({
        "name": "Ani Hasanah", "birth_on": "2016-03-01", "nik": "3529014103160001", "level": "primary",
        "level_year": 5, "payee_id": payee,
    })
}

/// The papers of a year by its checklist.
pub const PAPERS: [&str; 4] = ["school_letter", "birth_certificate", "family_card", "report_card"];

impl Stage {
    /// The calendar year in which this school year began: in July.
    pub fn first_year(&self) -> i32 {
        let today: NaiveDate = self.today.parse().unwrap();
        today.year() - i32::from(today.month() < 7)
    }

    /// This school year, or one so many years later.
    pub fn school_year(&self, later: i32) -> String {
        let first = self.first_year() + later;
        format!("{first}/{}", first + 1)
    }

    /// A draft of an accident ten days ago that ended in death.
    async fn fatal_accident(&self) -> Held {
        let body = json!({
            "kind": "work_accident", "worker_id": self.worker(VILLAGE).await, "event_on": self.days_ago(10),
            "died_on": self.days_ago(9), "reported_on": self.days_ago(9), "circumstances": "Jatuh saat memasak.",
        });
        self.file(body).await
    }

    /// The same with a widow who has an account; the insurer pays 70 million. Without the gate of three years, since it was at
    /// work.
    pub async fn bereaved(&self) -> Held {
        let widow = json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000});
        let held = self.add(&self.fatal_accident().await, widow).await;
        let held = self.give_account(&held, 0).await;
        self.granted(&held).await
    }

    /// Hands a draft in and carries it to the insurer, who pays 70 million.
    async fn granted(&self, draft: &Held) -> Held {
        let held = self.step(draft, &self.operator, "submit", json!({})).await;
        let held = self.step(&held, &self.officer, "verify", json!({})).await;
        let held = self.step(&held, &self.officer, "send-to-insurer", json!({})).await;
        self.step(&held, &self.insurer, "record-decision", self.approval(70_000_000)).await
    }

    /// The same once the widow has her money.
    pub async fn paid_out(&self) -> Held {
        let held = self.bereaved().await;
        let transfer = self.transfer(&held, 0, "TRF-1");
        self.step(&held, &self.insurer, "record-payment", transfer).await
    }

    /// States a child as the village does; the claim as it is then, and the child.
    pub async fn child(&self, held: &Held, body: Value) -> (Held, Value) {
        let request = self.app.post(&held.action("children")).as_(&self.operator);
        let child = request.json(&body).send().await.expect(201);
        (self.read(held).await, child)
    }

    /// A claim with a child whose scholarships go to the widow.
    pub async fn with_child(&self) -> (Held, Value) {
        let held = self.bereaved().await;
        let widow = held.beneficiary_id(0);
        self.child(&held, ani(Some(&widow))).await
    }

    /// A claim with a child whose scholarships go to its grown brother, who has no account yet.
    pub async fn fatherless(&self) -> (Held, Value) {
        let mut held = self.fatal_accident().await;
        for (name, relation) in [("Siti Aminah", "spouse"), ("Ahmad Hasan", "child")] {
            let body = json!({
                "name": name, "relation": relation, "birth_on": "1990-01-01", "share_basis_points": 5000,
            });
            held = self.add(&held, body).await;
        }
        let held = self.give_account(&held, 0).await;
        let held = self.granted(&held).await;
        let brother = held.beneficiary_id(1);
        self.child(&held, ani(Some(&brother))).await
    }

    /// Claims a year, which may be refused.
    pub async fn try_year(&self, held: &Held, child: &Value, year: &str, level: &str) -> Answer {
        let body = json!({"child_id": child["id"], "school_year": year, "level": level});
        self.app.post(&held.action("scholarships")).as_(&self.operator).json(&body).send().await
    }

    /// Claims this school year; the claim as it is then, and the scholarship.
    pub async fn year(&self, held: &Held, child: &Value) -> (Held, Value) {
        let scholarship = self.try_year(held, child, &self.school_year(0), "primary").await.expect(201);
        (self.read(held).await, scholarship)
    }

    /// A claimed year with its papers, which the village sent.
    pub async fn with_year(&self) -> (Held, Value) {
        let (held, child) = self.with_child().await;
        let (held, scholarship) = self.year(&held, &child).await;
        for kind in PAPERS {
            self.child_paper(&held, &child, kind, None).await.expect(201);
        }
        (self.read(&held).await, scholarship)
    }

    /// Sends a paper of a child as the village does.
    pub async fn child_paper(&self, held: &Held, child: &Value, kind: &str, year: Option<&str>) -> Answer {
        let year = year.map(|year| format!("&school_year={year}")).unwrap_or_default();
        let id = child["id"].as_str().unwrap();
        let path = held.action(&format!("documents?kind={kind}&child_id={id}{year}"));
        let mut request = self.app.post(&path).as_(&self.operator);
        request.0 = request.0.body(format!("%PDF-1.7\n{kind} {id} {year}"));
        request.send().await
    }

    /// Takes a step of a scholarship with the version that is held.
    pub async fn try_year_step(
        &self,
        held: &Held,
        by: &Account,
        (scholarship, action): (&Value, &str),
        body: &Value,
    ) -> Answer {
        let path = held.action(&format!("scholarships/{}/{action}", scholarship["id"].as_str().unwrap()));
        self.send(Method::POST, &path, by, Some(&held.etag), body).await
    }

    /// Takes a step that must succeed; the claim as it is then, and the scholarship.
    pub async fn year_step(
        &self,
        held: &Held,
        by: &Account,
        (scholarship, action): (&Value, &str),
        body: Value,
    ) -> (Held, Value) {
        let answer = self.try_year_step(held, by, (scholarship, action), &body).await;
        let scholarship = answer.expect(200);
        (self.read(held).await, scholarship)
    }

    /// A year that a second person has confirmed.
    pub async fn verified_year(&self) -> (Held, Value) {
        let (held, scholarship) = self.with_year().await;
        let accepts = json!({"accept_documents": true});
        self.year_step(&held, &self.approver, (&scholarship, "verify"), accepts).await
    }

    /// A year that the insurer pays.
    pub async fn approved_year(&self) -> (Held, Value) {
        let (held, scholarship) = self.verified_year().await;
        let decision = json!({"outcome": "approved", "decided_on": self.today});
        self.year_step(&held, &self.insurer, (&scholarship, "record-decision"), decision).await
    }

    /// The transfer of a scholarship to the beneficiary at a place.
    pub fn year_transfer(&self, held: &Held, scholarship: &Value, reference: &str) -> Value {
        json!({
            "beneficiary_id": held.beneficiary_id(0), "amount_idr": scholarship["approved_amount_idr"],
            "paid_on": self.today, "transfer_reference": reference,
        })
    }

    /// Moves the business day on by years, to the first of September.
    pub fn in_september(&self, later: i32) {
        let day = NaiveDate::from_ymd_opt(self.first_year() + later, 9, 1).unwrap();
        self.app.state.clock.set_today(day);
    }

    /// A day after today.
    pub fn tomorrow(&self) -> String {
        let today: NaiveDate = self.today.parse().unwrap();
        today.checked_add_days(Days::new(1)).unwrap().to_string()
    }
}

/// The path of a child.
pub fn child_path(held: &Held, child: &Value) -> String {
    held.action(&format!("children/{}", child["id"].as_str().unwrap()))
}
