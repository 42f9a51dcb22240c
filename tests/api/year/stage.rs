//! What the year does again and again: prepare, approve, bill, pay, have answered.

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{Batch, pay, prepare};
use crate::support::cover::{Coverage, Worker, day, with};
use crate::support::request::Answer;

pub const PLANS: &str = "/v1/enrolment-plans";

/// The people who work on the source.
pub struct Office {
    pub app: TestApp,
    pub officer: Account,
    pub approver: Account,
    pub insurer: Account,
}

impl Office {
    pub async fn open() -> Self {
        let app = TestApp::start().await;
        let of = |role| app.account(role, &["35.29"]);
        let (officer, approver, insurer) = (of(Role::Officer), of(Role::Approver), of(Role::Insurer));
        Self { app, officer, approver, insurer }
    }

    pub fn on(&self, today: &str) {
        self.app.state.clock.set_today(day(today));
    }

    /// An action of somebody on what lies behind a path, on its newest version.
    pub async fn act(&self, who: &Account, path: &str, action: &str, body: &Value) -> Answer {
        let etag = self.etag(path).await;
        self.app.post(&format!("{path}/{action}")).as_(who).header("If-Match", &etag).json(body).send().await
    }

    async fn etag(&self, path: &str) -> String {
        let answer = self.app.get(path).as_(&self.officer).send().await;
        answer.expect(200);
        answer.header("etag").unwrap().to_owned()
    }

    pub async fn read(&self, path: &str) -> Value {
        self.app.get(path).as_(&self.officer).send().await.expect(200)
    }

    /// A tranche from its preparation to the transfer: months, what it must come to, what of it the insurer still held.
    pub async fn tranche(
        &self,
        source: Uuid,
        (months, carry): (&[&str], bool),
        (lines, amount, credit): (i64, i64, i64),
        (code, paid_on): (&str, &str),
    ) -> Batch {
        self.on(paid_on);
        let wanted = json!({ "funding_source_id": source, "months": months, "carry_refused": carry });
        let draft = prepare(&self.app, &self.officer, &wanted).await;
        let shown = draft.expect(201);
        assert_eq!((&shown["lines"], &shown["amount_idr"]), (&json!(lines), &json!(amount)), "{months:?}");
        let batch = Batch::of(&draft);
        // Whoever prepared it does not approve it.
        batch.act(&self.app, &self.officer, "approve", &json!({})).await.expect(403);
        let approved = batch.act(&self.app, &self.approver, "approve", &json!({})).await;
        approved.expect(200);
        let billing = json!({ "billing_code": code });
        let billed = Batch::of(&approved).act(&self.app, &self.officer, "issue-billing-code", &billing).await;
        billed.expect(200);
        let transfer = json!({
            "batches": [Batch::of(&billed).to_pay()],
            "amount_idr": amount - credit,
            "credit_used_idr": credit,
            "paid_on": paid_on,
            "transfer_reference": format!("SP2D-{code}"),
        });
        pay(&self.app, &self.officer, &transfer).await.expect(201);
        // The same transfer cannot be recorded twice.
        let again = pay(&self.app, &self.officer, &transfer).await;
        again.expect_problem(412, "version_mismatch");
        Batch::read(&self.app, &batch.path).await
    }

    /// The insurer's answer on a tranche: everything accepted but for the lines of these people and months.
    pub async fn answered(&self, batch: &Batch, refused: &[(&Worker, Option<&str>, &str)]) -> Value {
        let mut file = "nik;month;status;reason\n".to_owned();
        for (worker, month, reason) in refused {
            let (nik, month) = (worker.nik.as_str(), month.unwrap_or_default());
            file.push_str(&format!("{nik};{month};refused;{reason}\n"));
        }
        if !refused.is_empty() {
            batch.reconcile(&self.app, &self.insurer, "", &file).await.expect(200);
        }
        let open = self.read(&format!("{}/lines?status=sent&limit=500", batch.path)).await;
        let mut rest = "line_number;status\n".to_owned();
        for line in open["data"].as_array().unwrap() {
            rest.push_str(&format!("{};accepted\n", line["line_number"]));
        }
        let batch = Batch::read(&self.app, &batch.path).await;
        let answer = batch.reconcile(&self.app, &self.insurer, "", &rest).await.expect(200);
        assert_eq!(answer["batch"]["status"], "reconciled");
        answer["batch"].clone()
    }

    /// The newest funded period of somebody.
    pub async fn period(&self, worker: &Worker) -> Coverage {
        let listed = self.read(&format!("/v1/coverages?worker_id={}", worker.id)).await;
        let path = format!("/v1/coverages/{}", listed["data"][0]["id"].as_str().unwrap());
        Coverage::of(&self.app.get(&path).as_(&self.officer).send().await)
    }

    /// The insurer gives a member number and the first day of cover.
    pub async fn activate(&self, worker: &Worker, number: u32, effective_on: &str) {
        let given = json!({ "member_number": format!("26{number:09}"), "effective_on": effective_on });
        self.period(worker).await.act(&self.app, &self.insurer, "activate", &given).await.expect(200);
    }

    /// Somebody leaves the source.
    pub async fn ended(&self, worker: &Worker, reason: &str, on: &str) {
        let body = json!({ "reason": reason, "ended_on": on });
        self.period(worker).await.act(&self.app, &self.officer, "end", &body).await.expect(200);
    }

    /// Somebody dies: the period ends, and the registration with it.
    pub async fn died(&self, worker: &Worker, on: &str) {
        self.ended(worker, "death", on).await;
        self.gone(worker, on).await;
    }

    /// A death takes a registration out of the register.
    pub async fn gone(&self, worker: &Worker, on: &str) {
        let body = json!({ "reason": "deceased", "on": on });
        self.act(&self.officer, &worker.path(""), "deactivate", &body).await.expect(200);
    }

    /// How somebody stands on a day, with the consecutive paid months of the death programme.
    pub async fn standing(&self, worker: &Worker, on: &str) -> (String, i64) {
        let shown = self.read(&worker.path(&format!("/standing?on={on}"))).await;
        let clocks = shown["clocks"].as_array().unwrap();
        let clock = clocks.iter().find(|clock| clock["programme"] == "jkm").unwrap();
        let months = clock["consecutive_paid_months"].as_i64().unwrap();
        (shown["standing"].as_str().unwrap().to_owned(), months)
    }

    /// Enters a budget of a year.
    pub async fn budget(&self, year: i32, budget_idr: i64) -> Uuid {
        let admin = self.app.account(Role::Admin, &["35.29"]);
        let body = with(
            crate::support::cover::apbd(),
            json!({
                "name": format!("APBD {year}"),
                "fiscal_year": year,
                "from_month": format!("{year}-01"),
                "until_month": format!("{year}-12"),
                "budget_idr": budget_idr,
            }),
        );
        let answer = self.app.post("/v1/funding-sources").as_(&admin).json(&body).send().await;
        answer.expect(201)["id"].as_str().unwrap().parse().unwrap()
    }

    /// Worker and outcome of each candidate of a plan, in the order of the list.
    pub async fn candidates(&self, plan: &str, outcome: &str) -> Vec<Uuid> {
        let shown = self.read(&format!("{plan}/candidates?outcome={outcome}&limit=500")).await;
        let rows = shown["data"].as_array().unwrap().iter();
        rows.map(|row| row["worker_id"].as_str().unwrap().parse().unwrap()).collect()
    }
}
