//! `POST /v1/claims/{id}/scholarships/{scholarship_id}/void-payment`.

use futures_util::future::join_all;
use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::claims::stage::{Call, Held, Stage, field_errors, pairs};
use crate::support::app::Account;

const REASON: &str = "Transfer ini milik anak lain.";

impl Stage {
    /// A year whose transfer is recorded.
    async fn paid_year(&self) -> (Held, Value) {
        let (held, scholarship) = self.approved_year().await;
        let transfer = self.year_transfer(&held, &scholarship, "BEA-1");
        self.year_step(&held, &self.insurer, (&scholarship, "record-payment"), transfer).await
    }
}

#[tokio::test]
async fn a_wrong_transfer_is_taken_back_by_a_second_person_and_recorded_anew() {
    let stage = Stage::set().await;
    let (held, paid) = stage.paid_year().await;
    assert_eq!((&paid["status"], &paid["allowed_actions"]), (&json!("paid"), &json!([])));
    let second = stage.second_insurer();
    let path = held.action(&format!("scholarships/{}", paid["id"].as_str().unwrap()));
    let seen = stage.app.get(&path).as_(&second).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!(["void_payment"]));

    let reason = json!({"reason": REASON});
    let (held, voided) = stage.year_step(&held, &second, (&paid, "void-payment"), reason).await;
    assert_eq!(
        (&voided["status"], &voided["payment"], &voided["approved_amount_idr"]),
        (&json!("approved"), &Value::Null, &json!(1_500_000))
    );
    assert_eq!(voided["allowed_actions"], json!(["void_decision", "record_payment"]));
    let (was, kept) = (&paid["payment"], &voided["voided_payments"][0]);
    for field in
        ["beneficiary_id", "amount_idr", "paid_on", "transfer_reference", "account_number", "recorded_by"]
    {
        assert_eq!(kept[field], was[field], "{field}");
    }
    assert_eq!((&kept["voided_by"], &kept["void_reason"]), (&json!(second.id), &json!(REASON)));
    // What is due at once has nothing to do with it.
    assert_eq!(held.json["status"], "approved");

    let request = stage.app.get(&held.action("timeline")).as_(&stage.officer).header("accept-language", "en");
    let story = request.send().await.expect(200);
    let event = story["data"].as_array().unwrap().last().unwrap();
    assert_eq!((&event["action"], &event["reason"]), (&json!("scholarship_payment_voided"), &json!(REASON)));
    assert_eq!((&event["child_name"], &event["amount_idr"]), (&json!("Ani Hasanah"), &json!(1_500_000)));
    assert_eq!(event["school_year"], json!(stage.school_year(0)));
    assert_eq!(
        event["summary"],
        "The payment of a scholarship that was recorded in error was taken back by a second person."
    );

    // The same reference, to the rupiah.
    let transfer = stage.year_transfer(&held, &voided, "BEA-1");
    let (_, again) = stage.year_step(&held, &stage.insurer, (&voided, "record-payment"), transfer).await;
    assert_eq!((&again["status"], &again["payment"]["amount_idr"]), (&json!("paid"), &json!(1_500_000)));
    assert_eq!(again["voided_payments"], voided["voided_payments"]);
    let stored = "SELECT format('%s %s', transfer_reference, amount_idr) FROM claim_scholarship_voids";
    assert_eq!(stage.column(stored).await, ["BEA-1 1500000"]);
    let service = stage.app.database().service().client().await.unwrap();
    for statement in
        ["UPDATE claim_scholarship_voids SET amount_idr = 1", "DELETE FROM claim_scholarship_voids"]
    {
        let error = service.batch_execute(statement).await.expect_err(statement);
        assert_eq!(error.code().map(tokio_postgres::error::SqlState::code), Some("42501"), "{statement}");
    }
}

#[tokio::test]
async fn neither_the_same_person_nor_a_system_takes_it_back_and_nobody_does_it_twice() {
    let stage = Stage::set().await;
    let (approved, scholarship) = stage.approved_year().await;
    let transfer = stage.year_transfer(&approved, &scholarship, "BEA-1");
    let (held, paid) =
        stage.year_step(&approved, &stage.insurer, (&scholarship, "record-payment"), transfer).await;
    let second = stage.second_insurer();
    let reason = json!({"reason": REASON});
    let void = async |held: &Held, by: &Account, body: &Value| {
        stage.try_year_step(held, by, (&paid, "void-payment"), body).await
    };
    let own = void(&held, &stage.insurer, &reason).await.expect_problem(409, "second_person_required");
    assert_eq!(own["allowed_actions"], json!([]));
    let system = stage.app.system(&["claims:read", "claims:decide"], "35.29");
    void(&held, &system, &reason).await.expect_problem(409, "second_person_required");
    void(&approved, &second, &reason).await.expect_problem(412, "version_mismatch");
    let problem = void(&held, &second, &json!({"reason": ""})).await.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/reason", "text_empty")]));
    void(&held, &second, &reason).await.expect(200);
    let held = stage.read(&held).await;
    let twice = void(&held, &second, &reason).await.expect_problem(409, "invalid_state");
    assert_eq!(twice["allowed_actions"], json!(["void_decision", "record_payment"]));
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_scholarship_voids").await, ["1"]);
}

#[tokio::test]
async fn of_many_who_take_it_back_one_does_and_a_payment_at_once_loses_or_wins() {
    let stage = Stage::set().await;
    let (held, paid) = stage.paid_year().await;
    let (second, reason) = (stage.second_insurer(), json!({"reason": REASON}));
    let attempts = (0..8).map(async |_| {
        let mut seen = held.clone();
        loop {
            let answer = stage.try_year_step(&seen, &second, (&paid, "void-payment"), &reason).await;
            match answer.status.as_u16() {
                412 => seen = stage.read(&seen).await,
                other => return other,
            }
        }
    });
    let mut statuses = join_all(attempts).await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (200, &[409; 7][..]));

    // The widow's own money and the year's transfer are one claim's: of two steps on one version one counts.
    let held = stage.read(&held).await;
    let transfer = stage.year_transfer(&held, &paid, "BEA-1");
    let (held, paid) = stage.year_step(&held, &stage.insurer, (&paid, "record-payment"), transfer).await;
    let transfer = stage.transfer(&held, 0, "TRF-1");
    let (voided, recorded) = tokio::join!(
        stage.try_year_step(&held, &second, (&paid, "void-payment"), &reason),
        stage.try_step(&held, &stage.insurer, "record-payment", &transfer),
    );
    let mut statuses = [voided.status.as_u16(), recorded.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let (held, paid) = stage.paid_year().await;
    let path = held.action(&format!("scholarships/{}/void-payment", paid["id"].as_str().unwrap()));
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
            Role::PlatformAdmin,
        ],
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.column("SELECT status FROM claim_scholarships").await, ["paid"]);
}
