//! An accident at the stall ends in death. The family thinks of a death; it is a work accident, and two children go to school.

use serde_json::{Value, json};

use super::{Scene, actions};
use crate::claims::scholarships::PAPERS;
use crate::claims::stage::{Held, VILLAGE, field_errors, pairs};

/// From the claim of a year to its transfer.
async fn school_year(scene: &Scene, held: &Held, scholarship: &Value, reference: &str) -> Held {
    let stage = &scene.stage;
    let child = json!({"id": scholarship["child_id"]});
    for kind in PAPERS {
        stage.child_paper(held, &child, kind, None).await.expect(201);
    }
    let held = stage.read(held).await;
    let (verify, accepts) = ((scholarship, "verify"), json!({"accept_documents": true}));
    for by in [&stage.operator, &stage.insurer, &scene.auditor, &scene.system] {
        stage.try_year_step(&held, by, verify, &accepts).await.expect_problem(403, "forbidden");
    }
    stage.try_year_step(&held, &scene.abroad, verify, &accepts).await.expect_problem(404, "not_found");
    let (held, _) = stage.year_step(&held, &stage.approver, verify, accepts).await;
    assert_eq!(scene.work().await.last().map(String::as_str), Some("scholarship_to_decide"));
    let decision = json!({"outcome": "approved", "decided_on": stage.today});
    let step = (scholarship, "record-decision");
    stage.try_year_step(&held, &stage.officer, step, &decision).await.expect_problem(403, "forbidden");
    let (held, approved) = stage.year_step(&held, &stage.insurer, step, decision).await;
    let transfer = stage.year_transfer(&held, &approved, reference);
    stage.year_step(&held, &stage.insurer, (scholarship, "record-payment"), transfer).await.0
}

#[tokio::test]
async fn an_accident_at_the_stall_ends_in_death_and_two_children_go_to_school() {
    let scene = Scene::set().await;
    let stage = &scene.stage;
    let worker = stage.worker(VILLAGE).await;
    // Two paid months: too few for the full benefit of a death, and no matter after an accident.
    scene.member(worker, "2026-10-01", "2026-11").await;
    let body = json!({
        "kind": "death", "worker_id": worker, "event_on": "2026-11-06", "reported_on": "2026-11-07",
    });
    let held = stage.file(body).await;
    scene.keeps_to_itself(&held).await;
    // The funeral alone: fewer than three months.
    assert_eq!(scene.estimate(&held).await["total_idr"], 10_000_000);
    assert_eq!(scene.work().await, ["claim_to_submit"]);

    // What happened? Four days before she scalded herself at the stall.
    let accident =
        json!({"kind": "work_accident", "accident_on": "2026-11-02", "reason": "Tersiram minyak."});
    let held = scene.act(&held, &stage.operator, "reclassify", accident.clone()).await;
    assert_eq!(
        ["kind", "event_on", "died_on"].map(|name| held.json[name].clone()),
        [json!("work_accident"), json!("2026-11-02"), json!("2026-11-06")]
    );
    // 48 x 1,000,000 for the death, 24 x 500,000 and 10,000,000 for the funeral.
    assert_eq!(scene.estimate(&held).await["total_idr"], 70_000_000);
    // The office doubts it, and is convinced by the witnesses: the way back and forth.
    let doubt = json!({"kind": "death", "reason": "Belum ada saksi."});
    let held = scene.act(&held, &stage.officer, "reclassify", doubt).await;
    assert_eq!(
        (&held.json["kind"], scene.estimate(&held).await["total_idr"].clone()),
        (&json!("death"), json!(10_000_000))
    );
    let held = scene.act(&held, &stage.operator, "reclassify", accident).await;
    let held = scene.patch(&held, json!({"circumstances": "Tersiram minyak panas saat menggoreng."})).await;
    let clock = stage.app.get(&held.action("clock")).as_(&stage.operator).send().await.expect(200);
    // Two days to report, five years to claim, seven working days for the insurer; what is late stops nothing.
    assert_eq!(
        (&clock["is_reported_late"], &clock["lapses_on"], &clock["working_days"]),
        (&json!(true), &json!("2031-11-02"), &json!(7))
    );

    let widower = json!({"name": "Moh. Ali", "relation": "spouse", "share_basis_points": 10_000});
    let held = stage.add(&held, widower).await;
    let held = stage.give_account(&held, 0).await;
    let held = scene.act(&held, &stage.operator, "submit", json!({})).await;
    assert_eq!(
        scene.missing(&held).await,
        [
            "member_card",
            "worker_id_card",
            "bank_book",
            "stage_one_form",
            "stage_two_form",
            "chronology",
            "witness_id_cards"
        ]
    );
    // The second report is not there: the claim goes back, and comes again with it.
    let held = scene.send_papers(&held, &["stage_two_form"]).await;
    let held = scene.act(&held, &stage.officer, "return", json!({"missing": ["Laporan tahap II"]})).await;
    assert_eq!(held.json["returned_missing"], json!(["Laporan tahap II"]));
    assert_eq!(scene.work().await, ["claim_to_complete"]);
    let (held, _) = stage.send_paper(&held, "stage_two_form").await;
    let held = scene.act(&held, &stage.operator, "submit", json!({})).await;
    scene.only_a_second_person_verifies(&held).await;
    let held = scene.act(&held, &stage.approver, "verify", json!({"accept_documents": true})).await;
    let held = scene.act(&held, &stage.officer, "send-to-insurer", json!({})).await;

    // The insurer refuses, the family disputes it, and it pays.
    let refusal = json!({
        "outcome": "rejected", "decided_on": stage.today, "rejection_reason": "Bukan kecelakaan kerja.",
    });
    let held = scene.act(&held, &stage.insurer, "record-decision", refusal).await;
    let appeal = json!({"reason": "Dua saksi melihatnya."});
    let held = scene.act(&held, &stage.operator, "appeal", appeal).await;
    assert_eq!(scene.work().await, ["claim_to_decide"]);
    let approval = json!({
        "outcome": "approved", "decided_on": stage.today,
        "approved_lines": [
            {"benefit": "death", "amount_idr": 48_000_000}, {"benefit": "periodic", "amount_idr": 12_000_000},
            {"benefit": "funeral", "amount_idr": 10_000_000},
        ],
    });
    let held = scene.act(&held, &stage.insurer, "record-decision", approval).await;
    assert_eq!(held.json["approved_amount_idr"], 70_000_000);
    let transfer = stage.transfer(&held, 0, "TRF-2026-2");
    let held = scene.act(&held, &stage.insurer, "record-payment", transfer).await;
    assert_eq!(held.json["beneficiaries"][0]["payment"]["amount_idr"], 70_000_000);
    assert_eq!(scene.work().await, Vec::<String>::new());

    // Without the gate of three years two children get a scholarship, and a third does not.
    let father = held.beneficiary_id(0);
    let child = |name: &str, birth_on: &str, level: &str, year: i32| json!({"name": name, "birth_on": birth_on, "level": level, "level_year": year, "payee_id": father});
    let (held, dimas) = stage.child(&held, child("Dimas Ali", "2010-09-09", "senior", 1)).await;
    let (held, ani) = stage.child(&held, child("Ani Ali", "2016-03-01", "primary", 5)).await;
    let third = child("Budi Ali", "2020-01-01", "kindergarten", 1);
    let answer = stage.app.post(&held.action("children")).as_(&stage.operator).json(&third).send().await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("", "too_many_children")]));
    let estimate = scene.estimate(&held).await;
    // Dimas 3 x 3,000,000 + 5 x 12,000,000 = 69,000,000; Ani 2 x 1,500,000 + 3 x 2,000,000 + 3 x 3,000,000 +
    // 5 x 12,000,000 = 78,000,000. None of it is due at once.
    assert_eq!(
        (&estimate["total_idr"], &estimate["scholarships"]["total_idr"]),
        (&json!(70_000_000), &json!(147_000_000))
    );
    assert_eq!(scene.work().await, ["scholarship_due", "scholarship_due"]);

    let year = stage.school_year(0);
    let wrong = stage.try_year(&held, &dimas, &year, "higher").await.expect(201);
    assert_eq!(wrong["amount_idr"], 12_000_000);
    let held = stage.read(&held).await;
    let reason = json!({"reason": "Dimas masih SMA."});
    let (held, _) = stage.year_step(&held, &stage.operator, (&wrong, "withdraw"), reason).await;
    let first = stage.try_year(&held, &dimas, &year, "senior").await.expect(201);
    assert_eq!(first["amount_idr"], 3_000_000);
    let held = school_year(&scene, &stage.read(&held).await, &first, "BEA-2026-1").await;
    let second = stage.try_year(&held, &ani, &year, "primary").await.expect(201);
    let held = school_year(&scene, &stage.read(&held).await, &second, "BEA-2026-2").await;
    assert_eq!(scene.work().await, Vec::<String>::new());
    let sum = "SELECT sum(approved_amount_idr)::text FROM claim_scholarships WHERE status = 'paid'";
    assert_eq!(stage.column(sum).await, ["4500000"]);
    assert_eq!(stage.column("SELECT sum(amount_idr)::text FROM claim_payments").await, ["70000000"]);

    let told = scene.told(&held).await;
    let all: Vec<&str> =
        actions(&told).into_iter().filter(|action| !action.starts_with("document_")).collect();
    assert_eq!(
        all,
        [
            "created",
            "reclassified",
            "reclassified",
            "reclassified",
            "edited",
            "beneficiary_added",
            "payout_account_set",
            "submitted",
            "returned",
            "submitted",
            "verified",
            "sent_to_insurer",
            "rejected",
            "appealed",
            "approved",
            "payment_recorded",
            "child_added",
            "child_added",
            "scholarship_claimed",
            "scholarship_withdrawn",
            "scholarship_claimed",
            "scholarship_verified",
            "scholarship_approved",
            "scholarship_paid",
            "scholarship_claimed",
            "scholarship_verified",
            "scholarship_approved",
            "scholarship_paid",
        ]
    );
    let last = told.last().unwrap();
    assert_eq!(
        (&last["child_name"], &last["school_year"], &last["amount_idr"]),
        (&json!("Ani Ali"), &json!(year), &json!(1_500_000))
    );
    assert_eq!(last["summary"], "The payment of a scholarship was recorded.");
}
