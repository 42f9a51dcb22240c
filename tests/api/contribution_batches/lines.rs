//! `GET /v1/contribution-batches/{id}/lines`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::contributions::{draft, end, funded, paid, workers};
use crate::support::cover::{one, start};

#[tokio::test]
async fn lines_are_read_in_pages_with_masks() {
    let app = start().await;
    let workers = workers(&app, 2).await;
    let source = funded(&app, &[&workers[0], &workers[1]]).await;
    let batch = draft(&app, source, &["2026-01", "2026-02"]).await;
    let officer = app.officer();
    let (mut path, mut numbers) = (format!("{}/lines?limit=3&count=exact", batch.path), Vec::new());
    loop {
        let page = app.get(&path).as_(&officer).send().await;
        let shown = page.expect(200);
        assert_eq!(shown["count"], 8);
        numbers.extend(
            shown["data"].as_array().unwrap().iter().map(|line| line["line_number"].as_i64().unwrap()),
        );
        match page.header("link") {
            Some(link) => path = link.split(['<', '>']).nth(1).unwrap().to_owned(),
            None => break,
        }
    }
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
    let shown = app.get(&format!("{}/lines", batch.path)).as_(&officer).send().await.expect(200);
    let line = &shown["data"][0];
    assert_eq!((&line["nik"], &line["status"]), (&json!("3529************"), &json!("sent")));
    assert_eq!((&line["name"], &line["amount_idr"]), (&json!("Siti Aminah"), &json!(10_000)));
    assert_eq!((&line["refusal_reason"], &line["default_action"]), (&Value::Null, &Value::Null));
    let none =
        app.get(&format!("{}/lines?status=refused", batch.path)).as_(&officer).send().await.expect(200);
    assert_eq!(none["data"], json!([]));
    let wrong = app.get(&format!("{}/lines?refusal_reason=bored", batch.path)).as_(&officer).send().await;
    wrong.expect_problem(400, "invalid_query");
}

#[tokio::test]
async fn a_niks_is_shown_for_a_purpose_that_is_written_down() {
    let app = start().await;
    let workers = workers(&app, 2).await;
    let source = funded(&app, &[&workers[0], &workers[1]]).await;
    let batch = draft(&app, source, &["2026-01"]).await;
    let path = format!("{}/lines", batch.path);
    let officer = app.officer();
    let shown =
        app.get(&path).as_(&officer).header("X-Purpose", "enrolment; daftar iuran").send().await.expect(200);
    let niks: Vec<&str> =
        shown["data"].as_array().unwrap().iter().map(|line| line["nik"].as_str().unwrap()).collect();
    for worker in &workers {
        assert_eq!(niks.iter().filter(|nik| **nik == worker.nik.as_str()).count(), 2);
    }
    let logged: String = one(
        &app,
        "select concat_ws(' ', count(*), count(distinct worker_id), min(purpose), min(note), min(fields::text)) \
         from person_access_log where purpose is not null",
    )
    .await;
    assert_eq!(logged, "2 2 enrolment daftar iuran {nik}");
    app.get(&path)
        .as_(&officer)
        .header("X-Purpose", "curiosity")
        .send()
        .await
        .expect_problem(400, "invalid_header");
}

#[tokio::test]
async fn a_spreadsheet_has_all_lines_and_no_formulas() {
    let app = start().await;
    let workers = workers(&app, 2).await;
    let source = funded(&app, &[&workers[0], &workers[1]]).await;
    let batch = draft(&app, source, &["2026-01", "2026-02"]).await;
    let client = app.database().owner().client().await.unwrap();
    let formula = "=HYPERLINK(\"http://x\")";
    client.execute("update workers set name = $1 where id = $2", &[&formula, &workers[0].id]).await.unwrap();
    let path = format!("{}/lines?limit=1", batch.path);
    let officer = app.officer();
    let export = async |purpose: Option<&str>| {
        let request = app.get(&path).as_(&officer).header("Accept", "text/csv");
        let request = match purpose {
            Some(purpose) => request.header("X-Purpose", purpose),
            None => request,
        };
        let answer = request.send().await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("text/csv")));
        answer.text()
    };
    let masked = export(None).await;
    let lines: Vec<&str> = masked.lines().collect();
    assert_eq!(lines.len(), 9, "a heading and every line, whatever the limit of a page");
    assert_eq!(
        lines[0],
        "line_number,worker_id,nik,name,birth_on,programme,month,wage_base_idr,amount_idr,status,refusal_reason"
    );
    assert!(masked.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{masked}");
    assert!(workers.iter().all(|worker| !masked.contains(worker.nik.as_str())));
    // Every export is in the access log of those whom it names.
    app.state.opens.flush(&app.state.db).await.unwrap();
    let noted =
        "select count(distinct worker_id) from person_access_log where purpose is null and fields = '{}'";
    assert_eq!(one::<i64>(&app, noted).await, 2);

    let opened = export(Some("enrolment")).await;
    assert!(workers.iter().all(|worker| opened.contains(worker.nik.as_str())));
    let logged = "select count(*) from person_access_log where purpose = 'enrolment' and fields = '{nik}'";
    assert_eq!(one::<i64>(&app, logged).await, 2);
    let approver = app.account(Role::Approver, &["35.29"]);
    let json = app.get(&path).as_(&approver).header("Accept", "application/json, text/csv").send().await;
    assert_eq!(json.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn a_refused_line_is_an_open_item_until_a_later_batch_takes_it_up() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let file = "line_number;status;refusal_reason\n1;accepted;\n2;refused;data_incomplete\n";
    batch.reconcile(&app, &app.officer(), "", file).await.expect(200);
    let open = async |open: bool| {
        let path = format!("{}/lines?open_item={open}&count=exact", batch.path);
        app.get(&path).as_(&app.officer()).send().await.expect(200)
    };
    let shown = open(true).await;
    assert_eq!(
        (&shown["count"], &shown["data"][0]["line_number"], &shown["data"][0]["open_action"]),
        (&json!(1), &json!(2), &json!("correct"))
    );
    let others = open(false).await;
    assert_eq!((&others["count"], &others["data"][0]["open_action"]), (&json!(1), &Value::Null));
    draft(&app, source, &["2026-02"]).await;
    assert_eq!(open(true).await["count"], 0);
    let path = format!("{}/lines?status=refused", batch.path);
    let refused = app.get(&path).as_(&app.officer()).send().await.expect(200);
    assert_eq!(
        (&refused["data"][0]["default_action"], &refused["data"][0]["open_action"]),
        (&json!("correct"), &Value::Null)
    );
}

#[tokio::test]
async fn months_paid_beyond_a_death_are_a_credit_on_the_line_and_in_the_ledger() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-03", "2026-04"], "926011").await;
    end(&app, &people[0], "death", "2026-03-20").await;
    let file = format!("nik;status\n{};accepted\n", people[0].nik.as_str());
    batch.reconcile(&app, &app.officer(), "", &file).await.expect(200);
    let lines = app.get(&format!("{}/lines", batch.path)).as_(&app.officer()).send().await.expect(200);
    let of_lines: i64 =
        lines["data"].as_array().unwrap().iter().map(|line| line["credit_idr"].as_i64().unwrap()).sum();
    let path = people[0].path("/ledger?from_month=2026-03&until_month=2026-04");
    let ledger = app.get(&path).as_(&app.officer()).send().await.expect(200);
    let of_ledger: i64 =
        ledger["data"].as_array().unwrap().iter().map(|entry| entry["credit_idr"].as_i64().unwrap()).sum();
    assert_eq!((of_lines, of_ledger), (16_800, 16_800), "April of both programmes");
}
