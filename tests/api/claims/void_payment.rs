//! `POST /v1/claims/{id}/payments/{payment_id}/void`.

use futures_util::future::join_all;
use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::stage::{Call, Held, Stage, field_errors, pairs};
use crate::support::app::Account;
use crate::support::request::Answer;

const REASON: &str = "Transfer ini milik klaim lain.";

fn path(held: &Held, place: usize) -> String {
    let id = held.json["beneficiaries"][place]["payment"]["id"].as_str().unwrap();
    held.action(&format!("payments/{id}/void"))
}

impl Stage {
    /// Another officer of the insurer.
    pub fn second_insurer(&self) -> Account {
        self.app.account(Role::Insurer, &["35.29"])
    }

    /// Takes a payment back, which may be refused.
    async fn void(&self, held: &Held, by: &Account, path: &str) -> Answer {
        self.send(Method::POST, path, by, Some(&held.etag), &json!({"reason": REASON})).await
    }

    /// A claim whose widow has her money.
    async fn paid(&self) -> Held {
        let held = self.approved().await;
        self.step(&held, &self.insurer, "record-payment", self.transfer(&held, 0, "TRF-1")).await
    }

    /// How many beneficiaries the work to pay is about; none where there is none.
    async fn unpaid(&self) -> Vec<Value> {
        let request = self.app.get("/v1/work-items?kind=claim_to_pay").as_(&self.insurer);
        let items = request.send().await.expect(200);
        items["data"].as_array().unwrap().iter().map(|item| item["people"].clone()).collect()
    }
}

#[tokio::test]
async fn a_wrong_payment_is_taken_back_by_a_second_person_and_recorded_anew() {
    let stage = Stage::set().await;
    let mut held = stage.approved_family(42_000_000).await;
    for place in 0..3 {
        let transfer = stage.transfer(&held, place, &format!("TRF-{place}"));
        held = stage.step(&held, &stage.insurer, "record-payment", transfer).await;
    }
    assert_eq!((&held.json["status"], &held.json["allowed_actions"]), (&json!("paid"), &json!([])));
    assert_eq!(stage.unpaid().await, Vec::<Value>::new());
    let second = stage.second_insurer();
    let seen = stage.app.get(&held.path()).as_(&second).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!(["void_payment"]));
    assert_eq!(stage.read(&held).await.json["allowed_actions"], json!([]));

    let voided = stage.void(&held, &second, &path(&held, 1)).await.expect(200);
    assert_eq!(
        (&voided["status"], &voided["allowed_actions"]),
        (&json!("approved"), &json!(["record_payment", "void_payment"]))
    );
    let due = &voided["beneficiaries"][1];
    assert_eq!(
        (&due["payment"], &due["payout_state"], &due["due_amount_idr"]),
        (&Value::Null, &json!("ready"), &json!(10_500_000))
    );
    let (was, kept) = (&held.json["beneficiaries"][1]["payment"], &due["voided_payments"][0]);
    for field in ["id", "amount_idr", "paid_on", "transfer_reference", "account_number", "recorded_by"] {
        assert_eq!(kept[field], was[field], "{field}");
    }
    assert_eq!((&kept["voided_by"], &kept["void_reason"]), (&json!(second.id), &json!(REASON)));
    assert!(kept["voided_at"].is_string(), "{kept}");
    assert_eq!(was["voided_at"], Value::Null);
    for other in [0_usize, 2] {
        assert_eq!(voided["beneficiaries"][other], held.json["beneficiaries"][other]);
    }
    assert_eq!(stage.read(&held).await.json["beneficiaries"], voided["beneficiaries"]);
    assert_eq!(stage.unpaid().await, [json!(1)]);

    // The same reference, to the rupiah.
    let held = stage.read(&held).await;
    let held = stage.step(&held, &stage.insurer, "record-payment", stage.transfer(&held, 1, "TRF-1")).await;
    assert_eq!(held.json["status"], "paid");
    assert_eq!(held.json["beneficiaries"][1]["payment"]["amount_idr"], 10_500_000);
    assert_eq!(held.json["beneficiaries"][1]["voided_payments"], due["voided_payments"]);
    let sum = "SELECT format('%s in %s', sum(amount_idr), count(*)) FROM claim_payments GROUP BY voided_at IS NULL \
        ORDER BY voided_at IS NULL";
    assert_eq!(stage.column(sum).await, ["10500000 in 1", "42000000 in 3"]);
    let recorded = stage.recorded(&held).await;
    let last = recorded.iter().rev().take(3).collect::<Vec<_>>();
    assert_eq!(last, ["payment_recorded", "payment_voided", "payment_recorded"]);
}

#[tokio::test]
async fn the_story_says_who_took_which_payment_back_and_why() {
    let stage = Stage::set().await;
    let held = stage.paid().await;
    let second = stage.second_insurer();
    stage.void(&held, &second, &path(&held, 0)).await.expect(200);
    for (language, words) in [
        ("en", "A payment to a beneficiary that was recorded in error was taken back by a second person."),
        ("id", "Pembayaran kepada penerima yang salah dicatat dibatalkan oleh orang kedua."),
    ] {
        let request = stage.app.get(&held.action("timeline")).as_(&stage.officer);
        let story = request.header("accept-language", language).send().await.expect(200);
        let event = story["data"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&event["action"], &event["summary"]), (&json!("payment_voided"), &json!(words)));
        assert_eq!((&event["reason"], &event["actor_id"]), (&json!(REASON), &json!(second.id)));
        assert_eq!((&event["status"], &event["amount_idr"]), (&json!("approved"), &json!(42_000_000)));
        assert_eq!(event["beneficiary_id"], json!(held.beneficiary_id(0)));
    }
    let worker = format!("/v1/workers/{}/timeline", held.json["worker"]["id"].as_str().unwrap());
    let story = stage.app.get(&worker).as_(&stage.officer).send().await.expect(200);
    let voided: Vec<&Value> = story["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["action"] == "payment_voided")
        .map(|event| &event["amount_idr"])
        .collect();
    assert_eq!(voided, [&json!(42_000_000)]);
    let history = stage.app.get(&held.action("history")).as_(&stage.officer).send().await.expect(200);
    let version = history["data"].as_array().unwrap().last().unwrap();
    assert_eq!((&version["action"], &version["reason"]), (&json!("payment_voided"), &json!(REASON)));
    assert_eq!(version["after"]["beneficiaries"][0]["payment"], Value::Null);
    assert_eq!(version["after"]["beneficiaries"][0]["voided_payments"][0]["void_reason"], json!(REASON));
}

#[tokio::test]
async fn neither_the_same_person_nor_a_system_takes_a_payment_back_and_nobody_does_it_twice() {
    let stage = Stage::set().await;
    let approved = stage.approved().await;
    let held =
        stage.step(&approved, &stage.insurer, "record-payment", stage.transfer(&approved, 0, "TRF-1")).await;
    let (path, second) = (path(&held, 0), stage.second_insurer());
    let own = stage.void(&held, &stage.insurer, &path).await.expect_problem(409, "second_person_required");
    assert_eq!(own["allowed_actions"], json!([]));
    let system = stage.app.system(&["claims:read", "claims:decide"], "35.29");
    let seen = stage.app.get(&held.path()).as_(&system).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!([]));
    stage.void(&held, &system, &path).await.expect_problem(409, "second_person_required");
    stage.void(&approved, &second, &path).await.expect_problem(412, "version_mismatch");
    let unknown = held.action(&format!("payments/{}/void", Uuid::now_v7()));
    stage.void(&held, &second, &unknown).await.expect_problem(404, "not_found");
    let empty = stage.send(Method::POST, &path, &second, Some(&held.etag), &json!({"reason": " "})).await;
    let problem = empty.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/reason", "text_empty")]));
    assert_eq!(stage.read(&held).await.json["status"], "paid");

    let request = || {
        let request = stage.app.post(&path).as_(&second).header("if-match", &held.etag);
        request.header("idempotency-key", "void-1").json(&json!({"reason": REASON}))
    };
    let first = request().send().await;
    let again = request().send().await;
    assert_eq!(first.expect(200), again.expect(200));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let held = stage.read(&held).await;
    let twice = stage.void(&held, &second, &path).await.expect_problem(409, "invalid_state");
    assert_eq!(twice["allowed_actions"], json!(["void_decision", "record_payment"]));
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_payments").await, ["1"]);
}

#[tokio::test]
async fn of_two_who_take_a_payment_back_one_does() {
    let stage = Stage::set().await;
    let held = stage.paid().await;
    let (path, second) = (path(&held, 0), stage.second_insurer());
    let attempts = (0..8).map(async |_| {
        let mut seen = held.clone();
        loop {
            let answer = stage.void(&seen, &second, &path).await;
            match answer.status.as_u16() {
                412 => seen = stage.read(&seen).await,
                other => return other,
            }
        }
    });
    let mut statuses = join_all(attempts).await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (200, &[409; 7][..]));
    let voided = stage.recorded(&held).await.into_iter().filter(|action| action == "payment_voided");
    assert_eq!(voided.count(), 1);
}

#[tokio::test]
async fn of_a_payment_and_one_that_is_taken_back_at_once_one_wins() {
    let stage = Stage::set().await;
    let held = stage.approved_family(42_000_000).await;
    let held = stage.step(&held, &stage.insurer, "record-payment", stage.transfer(&held, 0, "TRF-0")).await;
    let (path, second) = (path(&held, 0), stage.second_insurer());
    let transfer = stage.transfer(&held, 1, "TRF-1");
    let (voided, paid) = tokio::join!(
        stage.void(&held, &second, &path),
        stage.try_step(&held, &stage.insurer, "record-payment", &transfer),
    );
    let mut statuses = [voided.status.as_u16(), paid.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let living = if voided.status == 200 { "0" } else { "2" };
    let count = "SELECT count(*)::text FROM claim_payments WHERE voided_at IS NULL";
    assert_eq!(stage.column(count).await, [living]);
}

#[tokio::test]
async fn the_database_holds_one_living_payment_and_the_second_person() {
    let stage = Stage::set().await;
    let held = stage.paid().await;
    let refused = async |client: &tokio_postgres::Client, statement: &str| {
        let error = client.batch_execute(statement).await.expect_err(statement);
        let error = error.as_db_error().unwrap();
        error.constraint().map_or_else(|| error.code().code().to_owned(), str::to_owned)
    };
    let twice = |reference: &str| {
        format!(
            "INSERT INTO claim_payments SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), \
             'transfer_reference', '{reference}'))).* FROM claim_payments AS p"
        )
    };
    assert_eq!(refused(&stage.database, &twice("TRF-2")).await, "claim_payments_beneficiary_key");
    let service = stage.app.database().service().client().await.unwrap();
    for (change, expected) in [
        (
            "voided_by = recorded_by, voided_at = now(), void_reason = 'x'",
            "claim_payments_second_person_check",
        ),
        ("voided_at = now()", "claim_payments_voided_check"),
        ("amount_idr = 1", "42501"),
        ("created_at = now()", "42501"),
    ] {
        assert_eq!(refused(&service, &format!("UPDATE claim_payments SET {change}")).await, expected);
    }
    stage.void(&held, &stage.second_insurer(), &path(&held, 0)).await.expect(200);
    assert_eq!(refused(&service, "DELETE FROM claim_payments").await, "42501");
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.paid().await;
    let path = path(&held, 0);
    let call = Call {
        method: Method::POST,
        path: &path,
        body: json!({"reason": REASON}),
        allowed: Role::Insurer,
        forbidden: &[
            Role::VillageOperator,
            Role::DistrictViewer,
            Role::Officer,
            Role::Approver,
            Role::Auditor,
            Role::Admin,
        ],
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["status"], "paid");
}
