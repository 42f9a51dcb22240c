//! What migrations make of rows that are there, and leave of them on the way back.

use std::path::Path;

use serde_json::json;

use crate::claims::stage::Stage;
use crate::support::contributions::{end, funded, paid, sums, workers};
use crate::support::cover::{apbd, one, source, start};
use crate::support::regions::SUMENEP;

/// The statements of a migration as they stand in its directory.
fn statements(migration: &str, file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(migration).join(file);
    std::fs::read_to_string(path).unwrap()
}

#[tokio::test]
async fn without_the_taking_back_of_refunds_only_those_are_left_that_hold() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    let client = app.database().owner().client().await.unwrap();
    // Of one reference: the one that was taken back, and the right one.
    for (amount, void) in
        [(6_000_i64, "gen_random_uuid(), now(), 'of another source'"), (800, "null, null, null")]
    {
        let refund = format!(
            "insert into contribution_refunds (id, regency_id, funding_source_id, amount_idr, refunded_on, bank_reference, \
               reason, recorded_by, created_at, voided_by, voided_at, void_reason) \
             values (gen_random_uuid(), $1, $2, $3, '2026-04-02', 'RTR-1', 'refused lines', gen_random_uuid(), now(), {void})"
        );
        client.execute(&refund, &[&SUMENEP, &id, &amount]).await.unwrap();
    }
    let migration = "2026-11-29-000705_void_contribution_refunds";
    client.batch_execute(&statements(migration, "down.sql")).await.unwrap();
    let left: Vec<i64> = client
        .query("select amount_idr from contribution_refunds", &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(left, [800]);
    client.batch_execute(&statements(migration, "up.sql")).await.unwrap();
    client.batch_execute(&statements("2026-11-29-000706_validate_voided_refunds", "up.sql")).await.unwrap();
}

#[tokio::test]
async fn without_the_taking_back_of_claim_payments_only_those_are_left_that_hold() {
    let stage = Stage::set().await;
    let (held, second) = (stage.approved().await, stage.second_insurer());
    let transfer = stage.transfer(&held, 0, "TRF-1");
    let paid = stage.step(&held, &stage.insurer, "record-payment", transfer.clone()).await;
    let wrong = paid.json["beneficiaries"][0]["payment"]["id"].as_str().unwrap();
    let void = format!("payments/{wrong}/void");
    let due = stage.step(&paid, &second, &void, json!({ "reason": "of another claim" })).await;
    let paid = stage.step(&due, &stage.insurer, "record-payment", transfer).await;
    let right = paid.json["beneficiaries"][0]["payment"]["id"].as_str().unwrap();

    let migration = "2026-11-30-000600_void_claim_payments";
    stage.database.batch_execute(&statements(migration, "down.sql")).await.unwrap();
    assert_eq!(stage.column("select id::text from claim_payments").await, [right]);
    stage.database.batch_execute(&statements(migration, "up.sql")).await.unwrap();
    let validation = statements("2026-11-30-000601_validate_voided_claim_payments", "up.sql");
    stage.database.batch_execute(&validation).await.unwrap();
    assert_eq!(stage.read(&paid).await.json["status"], "paid");
}

#[tokio::test]
async fn that_a_claim_was_verified_once_its_history_tells() {
    let stage = Stage::set().await;
    let verified = stage.verified().await;
    let missing = json!({ "missing": ["Akta kematian"] });
    stage.step(&verified, &stage.officer, "return", missing).await;
    stage.verified().await;
    stage.submitted().await;
    let known = "select format('%s %s', status, first_verified_at is not null) from claims order by status";
    let expected = ["returned t", "submitted f", "verified t"];
    assert_eq!(stage.column(known).await, expected);
    stage.database.batch_execute("update claims set first_verified_at = null").await.unwrap();
    let migration = "2026-11-30-000721_seed_first_verification";
    stage.database.batch_execute(&statements(migration, "up.sql")).await.unwrap();
    assert_eq!(stage.column(known).await, expected);
}

#[tokio::test]
async fn who_recorded_a_decision_its_history_tells() {
    let stage = Stage::set().await;
    let (held, year) = stage.verified_year().await;
    let second = stage.second_insurer();
    let decision = json!({ "outcome": "approved", "decided_on": stage.today });
    stage.year_step(&held, &second, (&year, "record-decision"), decision).await;
    stage.sent().await;
    let known = "select format('%s %s', status, decided_by) from claims \
                 union all select format('%s %s', level, decided_by) from claim_scholarships order by 1";
    let expected = [
        format!("approved {}", stage.insurer.id),
        format!("primary {}", second.id),
        "sent_to_insurer ".to_owned(),
    ];
    assert_eq!(stage.column(known).await, expected);
    let forget = "update claims set decided_by = null; update claim_scholarships set decided_by = null";
    stage.database.batch_execute(forget).await.unwrap();
    let migration = "2026-11-30-000831_seed_who_decided";
    stage.database.batch_execute(&statements(migration, "up.sql")).await.unwrap();
    assert_eq!(stage.column(known).await, expected);
}

#[tokio::test]
async fn transfers_that_were_recorded_before_have_their_references() {
    let stage = Stage::set().await;
    for reference in ["TRF - 1", "TRF-2"] {
        let held = stage.approved().await;
        stage.step(&held, &stage.insurer, "record-payment", stage.transfer(&held, 0, reference)).await;
    }
    let taken =
        "select format('%s %s', reference, payment_id) from claim_transfer_references order by reference";
    let before = stage.column(taken).await;
    assert_eq!(before.len(), 2);
    let migration = "2026-11-30-000730_create_claim_transfer_references";
    for file in ["down.sql", "up.sql"] {
        stage.database.batch_execute(&statements(migration, file)).await.unwrap();
    }
    assert_eq!(stage.column(taken).await, before);
    // Of two that differ in case alone the first has it.
    let alike = "update claim_payments set transfer_reference = 'trf-1' where transfer_reference = 'TRF-2'";
    stage.database.batch_execute(alike).await.unwrap();
    for file in ["down.sql", "up.sql"] {
        stage.database.batch_execute(&statements(migration, file)).await.unwrap();
    }
    assert_eq!(stage.column(taken).await, before[..1]);
}

#[tokio::test]
async fn what_was_noted_on_refused_lines_is_found_under_their_numbers() {
    let app = start().await;
    let worker = workers(&app, 1).await.remove(0);
    let id = funded(&app, &[&worker]).await;
    let batch = paid(&app, id, &["2026-03"], "926011").await;
    let file = format!("nik,status,reason\n{},refused,nik_not_found\n", worker.nik.as_str());
    batch.reconcile(&app, &app.officer(), "", &file).await.expect(200);
    let key = format!("refused_line_to_correct.{}.1", batch.id());
    let finish = app.post(&format!("/v1/work-items/{key}/finish")).as_(&app.officer());
    finish.json(&json!({ "note": "moved away" })).send().await.expect(200);

    let client = app.database().owner().client().await.unwrap();
    let migration = "2026-11-30-000820_name_refused_lines_by_number";
    let noted = "select item_key from work_item_marks";
    client.batch_execute(&statements(migration, "down.sql")).await.unwrap();
    let before = format!("refused_line_to_correct.{}.{}.nik_not_found", batch.id(), worker.id);
    assert_eq!(one::<String>(&app, noted).await, before);
    client.batch_execute(&statements(migration, "up.sql")).await.unwrap();
    assert_eq!(one::<String>(&app, noted).await, key);
}

#[tokio::test]
async fn excess_months_stand_after_the_way_back_and_money_that_was_used_bars_it() {
    let app = start().await;
    let worker = workers(&app, 1).await.remove(0);
    let id = funded(&app, &[&worker]).await;
    let batch = paid(&app, id, &["2026-01", "2026-02", "2026-03"], "926011").await;
    let nik = worker.nik.as_str();
    let file = format!("nik,month,status\n{nik},2026-01,ok\n{nik},2026-02,ok\n{nik},2026-03,ok\n");
    batch.reconcile(&app, &app.officer(), "", &file).await.expect(200);
    end(&app, &worker, "quota_cut", "2026-02-10").await;
    let excess = "select coalesce(sum(amount_idr), 0)::bigint from contribution_obligations where is_credit";
    let before = sums(&app, id).await;
    assert_eq!((before[2], one::<i64>(&app, excess).await), (16_800, 16_800));

    let client = app.database().owner().client().await.unwrap();
    let migration = "2026-11-29-000702_seed_excess_months";
    let (up, down) = (statements(migration, "up.sql"), statements(migration, "down.sql"));
    client.batch_execute(&down).await.unwrap();
    let [committed, paid, credit, _] = before;
    assert_eq!(sums(&app, id).await[..3], [committed + 16_800, paid, credit - 16_800]);
    assert_eq!(one::<i64>(&app, excess).await, 0);
    client.batch_execute(&up).await.unwrap();
    assert_eq!((sums(&app, id).await, one::<i64>(&app, excess).await), (before, 16_800));

    for (bar, constraint) in [
        ("credit_idr = 16799", "funding_sources_credit_idr_check"),
        ("credit_idr = 33600, committed_idr = budget_idr - 16799", "funding_sources_committed_idr_check"),
    ] {
        client.batch_execute(&format!("update funding_sources set {bar}")).await.unwrap();
        let refused = client.batch_execute(&down).await.unwrap_err();
        assert_eq!(refused.as_db_error().unwrap().constraint(), Some(constraint), "{bar}");
        assert_eq!(one::<i64>(&app, excess).await, 16_800);
    }
}
