//! A stall owner dies on a Sunday. There is no death certificate yet, and his daughter has no bank account.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Scene, actions};
use crate::claims::stage::{Held, VILLAGE, field_errors, pairs};

/// The Sunday.
const DIED_ON: &str = "2026-11-22";

#[tokio::test]
async fn a_stall_owner_dies_on_a_sunday_and_his_daughter_has_no_account() {
    let scene = Scene::set().await;
    let stage = &scene.stage;
    let worker = stage.worker(VILLAGE).await;
    // Eleven paid months: more than the three of the full benefit, fewer than the thirty-six of a scholarship.
    scene.member(worker, "2026-01-01", "2026-11").await;

    // In the dark of the first hour the operator takes the neighbour for the dead man; the office takes that back.
    let neighbour = stage.worker(VILLAGE).await;
    let death =
        |who| json!({"worker_id": who, "died_on": DIED_ON, "source": "village_report", "place": "home"});
    let record = async |who| stage.app.post("/v1/deaths").as_(&stage.operator).json(&death(who)).send().await;
    let wrong = record(neighbour).await;
    let path = format!("/v1/deaths/{}", wrong.expect(201)["id"].as_str().unwrap());
    let revoke = async |by| {
        let request = stage.app.post(&format!("{path}/revoke")).as_(by);
        let request = request.header("if-match", wrong.header("etag").unwrap());
        request.json(&json!({"reason": "Tetangganya yang meninggal."})).send().await
    };
    revoke(&stage.operator).await.expect_problem(403, "forbidden");
    revoke(&scene.abroad).await.expect_problem(404, "not_found");
    revoke(&stage.officer).await.expect(200);
    let registration = stage.app.get(&format!("/v1/workers/{neighbour}")).as_(&stage.officer).send().await;
    assert_eq!(registration.expect(200)["status"], "verified");
    assert_eq!(scene.work().await, Vec::<String>::new());

    let recorded = record(worker).await.expect(201);
    assert_eq!((&recorded["status"], &recorded["may_be_covered"]), (&json!("recorded"), &json!(true)));
    assert_eq!(scene.work().await, ["claim_to_submit", "death_unclaimed"]);
    let unclaimed = stage.app.get("/v1/unclaimed-deaths").as_(&stage.officer).send().await.expect(200);
    // 20,000,000 for the death, 24 x 500,000 and 10,000,000 for the funeral.
    assert_eq!(unclaimed["data"][0]["at_stake_idr"], 42_000_000);

    // The record has opened a draft, which the village completes.
    let draft = Held {
        id: recorded["claim_id"].as_str().unwrap().to_owned(),
        etag: String::new(),
        json: Value::Null,
    };
    let draft = stage.read(&draft).await;
    scene.keeps_to_itself(&draft).await;
    let draft = scene.patch(&draft, json!({"reported_on": DIED_ON, "circumstances": "Sakit jantung."})).await;
    let daughter = json!({
        "name": "Rina Hasanah", "relation": "child", "birth_on": "2004-05-09", "share_basis_points": 10_000,
    });
    let held = stage.add(&draft, daughter).await;
    assert_eq!(held.json["beneficiaries"][0]["payout_state"], "awaiting_account");
    let study = json!({
        "name": "Rina Hasanah", "birth_on": "2004-05-09", "level": "higher", "level_year": 3,
        "payee_id": held.beneficiary_id(0),
    });
    let (held, student) = stage.child(&held, study).await;
    assert_eq!(
        (&student["may_be_due"], &student["payout_state"]),
        (&json!(false), &json!("awaiting_account"))
    );
    let held = scene.act(&held, &stage.operator, "submit", json!({})).await;
    assert_eq!(scene.work().await, ["claim_to_verify", "claim_without_account", "documents_missing"]);

    // The certificate takes weeks, so the village writes a letter; nobody has a bank book.
    let held = scene.send_papers(&held, &["death_certificate", "bank_book"]).await;
    let (held, _) = stage.send_paper(&held, "village_letter").await;
    // A paper taken back in error is put back.
    let listed = stage.app.get(&held.action("documents")).as_(&stage.operator).send().await.expect(200);
    let paper = &listed["data"][0];
    let reason = json!({"reason": "Salah berkas."});
    stage.act_on_paper(&held, &stage.operator, (paper, "withdraw"), &reason).await.expect(200);
    let held = stage.read(&held).await;
    stage.act_on_paper(&held, &stage.operator, (paper, "restore"), &json!({})).await.expect(200);
    let held = stage.read(&held).await;
    stage
        .app
        .get(&held.action("documents"))
        .as_(&stage.insurer)
        .send()
        .await
        .expect_problem(404, "not_found");

    // The officer corrects the name, and so does not confirm.
    let changes = json!({"name": "Rina Hasanah Putri"});
    let path = held.beneficiary(0);
    stage.send(Method::PATCH, &path, &stage.officer, Some(&held.etag), &changes).await.expect(200);
    let held = stage.read(&held).await;
    scene.only_a_second_person_verifies(&held).await;
    let own = stage.try_step(&held, &stage.officer, "verify", &json!({})).await;
    own.expect_problem(409, "second_person_required");
    let held = scene.act(&held, &stage.approver, "verify", json!({"accept_documents": true})).await;
    // The letter stands for the certificate.
    assert_eq!(scene.missing(&held).await, ["bank_book"]);
    assert_eq!(held.json["documents_complete_at"], Value::Null);
    assert_eq!(scene.work().await, ["claim_to_send", "claim_without_account", "documents_missing"]);
    let early = stage.try_step(&held, &stage.officer, "send-to-insurer", &json!({})).await;
    let problem = early.expect_problem(409, "documents_missing");
    assert_eq!(field_errors(&problem), pairs(&[("/documents/bank_book", "document_missing")]));

    // Days later she has an account. Since the claim is verified, it is the office that states it.
    let account = json!({
        "bank_name": "BPR Bhakti Sumekar", "account_number": "00123456789", "account_holder_name": "Rina Hasanah Putri",
    });
    scene.account(&held, &stage.operator, &account).await.expect_problem(403, "forbidden");
    scene.account(&held, &stage.approver, &account).await.expect_problem(403, "forbidden");
    let stated = scene.account(&held, &stage.officer, &account).await.expect(200);
    assert_eq!(stated["payout_state"], "ready");
    let held = stage.read(&held).await;
    let (held, book) = stage.send_paper(&held, "bank_book").await;
    stage.act_on_paper(&held, &stage.officer, (&book, "accept"), &json!({})).await.expect(200);
    let held = stage.read(&held).await;
    assert_eq!(scene.work().await, ["claim_to_send"]);

    // Had the papers been complete on the Sunday, the insurer's three working days were Monday to Wednesday.
    let complete = async |at: &str| {
        let query = format!("UPDATE claims SET documents_complete_at = {at}");
        stage.database.execute(&query, &[]).await.unwrap();
    };
    complete("'2026-11-22 05:00+00'").await;
    for (day, passed) in [("2026-11-22", 0), ("2026-11-23", 1), ("2026-11-25", 3)] {
        stage.app.state.clock.set_today(day.parse().unwrap());
        let clock = stage.app.get(&held.action("clock")).as_(&stage.operator).send().await.expect(200);
        assert_eq!((&clock["due_on"], &clock["working_days_passed"]), (&json!("2026-11-25"), &json!(passed)));
        assert_eq!(clock["working_days"], 3);
    }
    stage.app.state.clock.set_today(stage.today.parse().unwrap());
    complete("now()").await;

    let held = scene.act(&held, &stage.officer, "send-to-insurer", json!({})).await;
    stage.app.get(&held.action("documents")).as_(&stage.insurer).send().await.expect(200);
    assert_eq!(scene.work().await, ["claim_to_decide"]);
    let decision = json!({
        "outcome": "approved", "decided_on": stage.today,
        "approved_lines": [
            {"benefit": "death", "amount_idr": 20_000_000}, {"benefit": "periodic", "amount_idr": 12_000_000},
            {"benefit": "funeral", "amount_idr": 10_000_000},
        ],
    });
    for by in [&stage.operator, &stage.officer, &stage.approver] {
        stage.try_step(&held, by, "record-decision", &decision).await.expect_problem(403, "forbidden");
    }
    let held = scene.act(&held, &stage.insurer, "record-decision", decision).await;
    let estimate = scene.estimate(&held).await;
    assert_eq!(
        (&estimate["total_idr"], &estimate["decided_idr"], &estimate["difference_idr"]),
        (&json!(42_000_000), &json!(42_000_000), &json!(0))
    );
    let reason = json!([{"child_id": null, "reason": "total_months"}]);
    assert_eq!(
        (&estimate["scholarships"]["total_idr"], &estimate["scholarships"]["not_due"]),
        (&json!(0), &reason)
    );
    assert_eq!(scene.work().await, ["claim_to_pay"]);

    let mut transfer = stage.transfer(&held, 0, "TRF-2026-1");
    transfer["amount_idr"] = json!(41_999_999);
    let less = stage.try_step(&held, &stage.insurer, "record-payment", &transfer).await;
    let problem = less.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/amount_idr", "amount_not_due")]));
    transfer["amount_idr"] = json!(42_000_000);
    let held = scene.act(&held, &stage.insurer, "record-payment", transfer).await;
    assert_eq!(held.json["status"], "paid");
    let payment = &held.json["beneficiaries"][0]["payment"];
    assert_eq!(
        (&payment["amount_idr"], &payment["account_number"]),
        (&json!(42_000_000), &json!("*******789"))
    );
    // Eleven months are fewer than thirty-six.
    let answer = stage.try_year(&held, &student, &stage.school_year(0), "higher").await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/child_id", "too_few_paid_months")]));
    assert_eq!(scene.work().await, Vec::<String>::new());

    let told = scene.told(&held).await;
    let all = actions(&told);
    assert_eq!(all[..4], ["created", "edited", "beneficiary_added", "child_added"]);
    let rest: Vec<&str> = all[4..].iter().copied().filter(|action| *action != "document_added").collect();
    assert_eq!(
        rest,
        [
            "submitted",
            "document_withdrawn",
            "document_restored",
            "beneficiary_edited",
            "verified",
            "payout_account_set",
            "document_accepted",
            "sent_to_insurer",
            "approved",
            "payment_recorded",
        ]
    );
    let last = told.last().unwrap();
    assert_eq!(
        (&last["beneficiary_name"], &last["amount_idr"], &last["status"]),
        (&json!("Rina Hasanah Putri"), &json!(42_000_000), &json!("paid"))
    );
}
