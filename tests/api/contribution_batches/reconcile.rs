//! `POST /v1/contribution-batches/{id}/reconcile`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::contributions::{
    Batch, billed, draft, end, funded, paid, prepare, sums, wanted, workers,
};
use crate::support::cover::{found, one, start, statuses_by_role, with};

#[tokio::test]
async fn accepted_months_are_paid_and_refused_ones_keep_their_month_for_a_later_batch() {
    let app = start().await;
    let workers = workers(&app, 2).await;
    let source = funded(&app, &[&workers[0], &workers[1]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let insurer = app.account(Role::Insurer, &["35.29"]);
    let file = format!(
        "NIK;Program;Bulan;Hasil;Alasan\n{0};JKK;01/2026;diterima;\n{0};JKM;2026-01;Ditolak;Data tidak lengkap\n{1};;;accepted;\n",
        workers[0].nik.as_str(),
        workers[1].nik.as_str(),
    );
    let answer = batch.reconcile(&app, &insurer, "", &file).await;
    let shown = answer.expect(200);
    assert_eq!((&shown["accepted_lines"], &shown["accepted_idr"]), (&json!(3), &json!(26_800)));
    assert_eq!((&shown["refused_lines"], &shown["refused_idr"]), (&json!(1), &json!(6_800)));
    let after = &shown["batch"];
    assert_eq!((&after["status"], &after["open_lines"]), (&json!("reconciled"), &json!(0)));
    assert_eq!((&after["refused_idr"], &after["allowed_actions"]), (&json!(6_800), &json!([])));
    // What was refused is still owed, and its money a credit with the insurer.
    assert_eq!(sums(&app, source).await, [403_200, 33_600, 6_800, 1_209_600_000 - 403_200]);
    let ledger = app
        .get(&workers[0].path("/ledger?programme=jkm&limit=1"))
        .as_(&app.officer())
        .send()
        .await
        .expect(200);
    let entry = &ledger["data"][0];
    assert_eq!((&entry["status"], &entry["line_status"]), (&json!("due"), &json!("refused")));
    assert_eq!(
        (&entry["refusal_reason"], &entry["batch_id"]),
        (&json!("data_incomplete"), &json!(batch.id()))
    );
    let ledger =
        app.get(&workers[1].path("/ledger?status=paid")).as_(&app.officer()).send().await.expect(200);
    assert_eq!(
        (ledger["data"].as_array().unwrap().len(), &ledger["data"][0]["paid_on"]),
        (2, &json!("2026-03-10"))
    );
    let refused =
        app.get(&format!("{}/lines?status=refused", batch.path)).as_(&app.officer()).send().await.expect(200);
    assert_eq!(refused["data"][0]["default_action"], "correct");

    // The next batch carries it beside its own month.
    let next = draft(&app, source, &["2026-02"]).await;
    assert_eq!((&next.shown["lines"], &next.shown["amount_idr"]), (&json!(5), &json!(40_400)));
    let carried = "select count(*) from contribution_batch_lines where is_open and month = '2026-01-01'";
    assert_eq!(one::<i64>(&app, carried).await, 1);
    let trace: String = one(
        &app,
        "select string_agg(action, ' ' order by version) from changes where subject_id = \
         (select id from contribution_batches where number = 1)",
    )
    .await;
    assert_eq!(trace, "created approved billing_code_issued paid reconciled");
}

#[tokio::test]
async fn what_should_end_is_not_sent_again_unless_somebody_insists() {
    let app = start().await;
    let workers = workers(&app, 2).await;
    let source = funded(&app, &[&workers[0], &workers[1]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let file = format!(
        "nik,status,reason\n{},refused,deceased\n{},refused,system_error\n",
        workers[0].nik.as_str(),
        workers[1].nik.as_str()
    );
    batch.reconcile(&app, &app.officer(), "", &file).await.expect(200);
    let officer = app.officer();
    let ask =
        async |changes: Value| prepare(&app, &officer, &with(wanted(source, &["2026-01"]), changes)).await;
    let again = ask(json!({})).await;
    assert_eq!((&again.expect(201)["people"], &again.json()["lines"]), (&json!(1), &json!(2)));
    let dead = json!([{ "reason": "deceased", "people": 1 }]);
    assert_eq!((&again.json()["left_out"], &again.json()["left_out_reasons"]), (&json!(1), &dead));
    let nothing = ask(json!({})).await.expect_problem(409, "conflict");
    assert!(nothing["errors"][0]["detail"].as_str().unwrap().contains("1 orang"), "{nothing}");
    let insisted = ask(json!({ "include_to_be_ended": true })).await;
    assert_eq!((&insisted.expect(201)["people"], &insisted.json()["lines"]), (&json!(1), &json!(2)));
    assert_eq!((&insisted.json()["left_out"], &insisted.json()["left_out_reasons"]), (&json!(0), &json!([])));
    for batch in [&again, &insisted] {
        Batch::of(batch).act(&app, &officer, "cancel", &json!({ "reason": "a trial" })).await.expect(200);
    }
    // Nor are the other months of somebody who is dead by the insurer's word.
    let apart = with(wanted(source, &["2026-02"]), json!({ "carry_refused": false }));
    assert_eq!(prepare(&app, &officer, &apart).await.expect(201)["lines"], 2);
}

#[tokio::test]
async fn the_last_word_of_the_insurer_counts_and_not_the_last_file() {
    let app = start().await;
    let workers = workers(&app, 2).await;
    let source = funded(&app, &[&workers[0], &workers[1]]).await;
    let officer = app.officer();
    let file = |reason: &str| format!("nik,status,reason\n{},refused,{reason}\n", workers[0].nik.as_str());
    // The first batch is answered in part only, and so is reconciled last.
    let first = paid(&app, source, &["2026-01"], "926011").await;
    first.reconcile(&app, &officer, "", &file("system_error")).await.expect(200);
    let second = paid(&app, source, &["2026-01"], "926012").await;
    second.reconcile(&app, &officer, "", &file("deceased")).await.expect(200);
    let rest = format!("nik,status\n{},accepted\n", workers[1].nik.as_str());
    Batch::read(&app, &first.path).await.reconcile(&app, &officer, "", &rest).await.expect(200);
    let next = prepare(&app, &officer, &wanted(source, &["2026-01", "2026-02"])).await;
    assert_eq!(
        (&next.expect(201)["people"], &next.json()["lines"]),
        (&json!(1), &json!(2)),
        "only the second person"
    );
}

#[tokio::test]
async fn months_paid_after_a_death_are_shown_as_excess_and_refused_ones_are_waived() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = paid(&app, source, &["2026-01", "2026-02", "2026-03"], "926011").await;
    end(&app, &workers[0], "death", "2026-01-20").await;
    let batch = Batch::read(&app, &batch.path).await;
    // The insurer takes January and February and refuses March.
    let file = "line_number,month,status,reason\n1,2026-01,ok,\n2,,ok,\n3,,refused,deceased\n4,,ok,\n5,,ok,\n6,,refused,deceased\n";
    batch.reconcile(&app, &app.officer(), "", file).await.expect(200);
    // January is owed, and paid; February is a credit like March.
    assert_eq!(sums(&app, source).await[..3], [16_800, 50_400, 33_600]);
    let ledger =
        app.get(&workers[0].path("/ledger?status=paid")).as_(&app.officer()).send().await.expect(200);
    let excess: Vec<(&str, bool)> = ledger["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["month"].as_str().unwrap(), entry["is_excess"].as_bool().unwrap()))
        .collect();
    assert_eq!(excess, [("2026-01", false), ("2026-02", true), ("2026-01", false), ("2026-02", true)]);
    let forecast =
        app.get(&format!("/v1/funding-sources/{source}/forecast")).as_(&app.officer()).send().await;
    assert_eq!(forecast.expect(200)["months"][1]["excess_idr"], 16_800);
}

#[tokio::test]
async fn an_answer_may_come_in_parts_and_with_rows_of_others() {
    let app = start().await;
    let workers = workers(&app, 2).await;
    let source = funded(&app, &[&workers[0], &workers[1]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let insurer = app.account(Role::Insurer, &["35.29"]);
    // By member number, with the insurer's own headings, and a stranger in the file.
    let file = "No Peserta;Sts\n26000000001;Lunas\n26000999999;Lunas\n";
    let query = "?member_number_column=No%20Peserta&status_column=STS";
    let refused = batch.reconcile(&app, &insurer, query, file).await;
    let problem = refused.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/rows/2", "no_such_line")]);
    assert!(!refused.text().contains("26000999999"));
    assert_eq!(one::<i64>(&app, "select count(*) from contribution_batch_lines where not is_open").await, 0);
    let first = batch.reconcile(&app, &insurer, &format!("{query}&skip_unmatched=true"), file).await;
    let shown = first.expect(200);
    assert_eq!((&shown["skipped_rows"], &shown["batch"]["status"]), (&json!(1), &json!("paid")));
    assert_eq!((&shown["batch"]["open_lines"], &shown["accepted_lines"]), (&json!(2), &json!(2)));
    let batch = Batch::read(&app, &batch.path).await;
    let rest = format!("nik,status\n{},ok\n", workers[1].nik.as_str());
    let shown = batch.reconcile(&app, &insurer, "", &rest).await.expect(200);
    assert_eq!(
        (&shown["batch"]["status"], &shown["batch"]["accepted_lines"]),
        (&json!("reconciled"), &json!(4))
    );
}

#[tokio::test]
async fn everything_wrong_with_a_file_is_said_without_its_values() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let officer = app.officer();
    let send = async |file: &str| batch.reconcile(&app, &officer, "", file).await;
    let problem = send("bulan,periode\n").await.expect_problem(422, "validation_failed");
    let expected = [("/nik", "column_missing"), ("/status", "column_missing"), ("/month", "column_repeated")];
    assert_eq!(found(&problem), expected);
    let file = "nik,program,bulan,status,alasan\n3529,jkx,Mei,maybe,\n,jkk,2026-01,refused,\n,,,accepted,\n3529015506820001,jkk,,ditolak,entah\n";
    let answer = send(file).await;
    let problem = answer.expect_problem(422, "validation_failed");
    let pointers: Vec<&str> = found(&problem).into_iter().map(|(pointer, _)| pointer).collect();
    let expected = [
        "/rows/1/nik",
        "/rows/1/programme",
        "/rows/1/month",
        "/rows/1/status",
        "/rows/2/nik",
        "/rows/2/refusal_reason",
        "/rows/3/nik",
        "/rows/4/refusal_reason",
    ];
    assert_eq!(pointers, expected);
    assert!(!answer.text().contains("3529015506820001"));
    let twice = send("line_number,status\n1,ok\n1,ok\n").await.expect_problem(422, "validation_failed");
    assert_eq!(found(&twice), [("/rows/2", "line_answered_twice")]);
    // A line's number with another person's NIK means nobody.
    let mixed = send("line_number,nik,status\n1,3529015506820077,ok\n")
        .await
        .expect_problem(422, "validation_failed");
    assert_eq!(found(&mixed), [("/rows/1", "no_such_line")]);
    send("nik,status\n").await.expect_problem(422, "validation_failed");
    let path = format!("{}/reconcile", batch.path);
    let json = app.post(&path).as_(&officer).header("If-Match", &batch.etag).json(&json!({})).send().await;
    json.expect_problem(415, "unsupported_media_type");
    let mut bare = app.post(&path).as_(&officer).header("content-type", "text/csv");
    bare.0 = bare.0.body("line_number,status\n1,ok\n");
    bare.send().await.expect_problem(428, "precondition_required");
    assert_eq!(one::<i64>(&app, "select count(*) from contribution_batch_lines where not is_open").await, 0);
}

#[tokio::test]
async fn only_paid_batches_are_reconciled_by_the_office_or_the_insurer_and_once() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let file = "line_number,status\n1,ok\n2,ok\n";
    let waiting = billed(&app, source, &["2026-01"], "926011").await;
    let problem =
        waiting.reconcile(&app, &app.officer(), "", file).await.expect_problem(409, "invalid_state");
    assert_eq!(
        problem["allowed_actions"],
        json!(["update", "issue_billing_code", "revoke_billing_code", "pay", "cancel"])
    );
    let batch = paid(&app, source, &["2026-02"], "926012").await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => {
            batch.reconcile(&app, account, "?skip_unmatched=true", "line_number,status\n9,ok\n").await
        }
        None => {
            let mut bare = app.post(&format!("{}/reconcile", batch.path)).header("content-type", "text/csv");
            bare.0 = bare.0.body(file);
            bare.send().await
        }
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 422), (Role::Insurer, 422)]);
    let foreign = app.account(Role::Insurer, &["35.28"]);
    batch.reconcile(&app, &foreign, "", file).await.expect_problem(404, "not_found");
    let officer = app.officer();
    let send = || {
        let path = format!("{}/reconcile", batch.path);
        let request =
            app.post(&path).as_(&officer).header("If-Match", &batch.etag).header("Idempotency-Key", "one");
        let mut request = request.header("content-type", "text/csv");
        request.0 = request.0.body(file);
        request.send()
    };
    let (first, second) = (send().await, send().await);
    assert_eq!(first.expect(200), second.expect(200));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    let path = format!("{}/reconcile", batch.path);
    let other =
        app.post(&path).as_(&officer).header("If-Match", &batch.etag).header("Idempotency-Key", "one");
    let mut other = other.header("content-type", "text/csv");
    other.0 = other.0.body("line_number,status\n1,ok\n");
    other.send().await.expect_problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn a_row_that_is_accepted_with_a_reason_of_a_refusal_says_neither() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let file = "line_number,status,reason\n1,accepted,deceased\n2,accepted,sukses\n";
    let problem =
        batch.reconcile(&app, &app.officer(), "", file).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/rows/1/refusal_reason", "reason_without_refusal")]);
    batch.reconcile(&app, &app.officer(), "", &file.replace("deceased", "")).await.expect(200);
}
