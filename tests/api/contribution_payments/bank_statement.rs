//! `POST /v1/contribution-payments/bank-statement`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{PAYMENTS, csr, funded, paid, workers};
use crate::support::cover::{HOME, active, found, one, proposal, source, start, statuses_by_role, stranger};
use crate::support::request::{Answer, Request};

fn statement(app: &TestApp, account: Option<&Account>, query: &str, file: &str) -> Request {
    let request = app.post(&format!("{PAYMENTS}/bank-statement{query}"));
    let request = match account {
        Some(account) => request.as_(account),
        None => request,
    };
    Request(request.header("content-type", "text/csv").0.body(file.to_owned()))
}

async fn send(app: &TestApp, query: &str, file: &str) -> Answer {
    statement(app, Some(&app.officer()), query, file).send().await
}

/// One transfer of 16,800 on 10 March with the reference SP2D-926011 and the billing code 926011.
async fn transfer(app: &TestApp) -> Value {
    let people = workers(app, 1).await;
    let source = funded(app, &[&people[0]]).await;
    let batch = paid(app, source, &["2026-01"], "926011").await;
    batch.shown["payment_id"].clone()
}

const FILE: &str = "Tgl;Uraian;Nominal;D/K\n\
    10/03/2026;Bunga;12.345,67;K\n\
    11/03/2026;TRF SP2D 926011 BPJS;16.800,00;D\n\
    11/03/2026;Listrik kantor;1.500.000,00;D\n";

#[tokio::test]
async fn a_line_confirms_its_transfer_and_what_only_one_side_knows_is_listed() {
    let app = start().await;
    let payment = transfer(&app).await;
    let other = source(&app, csr()).await;
    let worker = crate::support::cover::worker(&app, 9).await;
    active(&app, &proposal(&worker, other), "26000000009").await;
    let unknown = paid(&app, other, &["2026-02"], "777777").await;
    let shown = send(&app, "", FILE).await.expect(200);
    assert_eq!((&shown["lines"], &shown["outgoing_lines"]), (&json!(3), &json!(2)));
    assert_eq!(
        shown["confirmed"],
        json!([{ "line_number": 2, "payment_id": payment, "booked_on": "2026-03-11", "amount_idr": 16_800 }])
    );
    assert_eq!(
        shown["unmatched_lines"],
        json!([{
            "line_number": 3, "booked_on": "2026-03-11", "amount_idr": 1_500_000, "reason": "no_such_amount",
        }])
    );
    assert_eq!(shown["unmatched_payments"][0]["payment_id"], unknown.shown["payment_id"]);
    assert_eq!(shown["unmatched_payments_total"], 1);
    let path = format!("{PAYMENTS}/{}", payment.as_str().unwrap());
    let now = app.get(&path).as_(&app.officer()).send().await.expect(200);
    assert_eq!(
        (&now["version"], &now["bank_confirmation"]["booked_on"], &now["bank_confirmation"]["line_number"]),
        (&json!(2), &json!("2026-03-11"), &json!(2))
    );
    for (filter, expected) in [("true", &payment), ("false", &unknown.shown["payment_id"])] {
        let listed = app.get(&format!("{PAYMENTS}?bank_confirmed={filter}")).as_(&app.officer()).send().await;
        assert_eq!(&listed.expect(200)["data"][0]["id"], expected);
    }
    let told: String = one(
        &app,
        "select string_agg(action, ' ' order by subject_id, version) from changes \
         where subject = 'contribution_payment' and action <> 'created'",
    )
    .await;
    assert_eq!(told, "confirmed_by_bank");
    let kept: i64 =
        one(&app, "select count(*) from contribution_payment_confirmations t where t::text like '%Listrik%'")
            .await;
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn the_same_statement_again_and_an_overlapping_one_change_nothing() {
    let app = start().await;
    let payment = transfer(&app).await;
    send(&app, "", FILE).await.expect(200);
    let again = send(&app, "", FILE).await.expect(200);
    assert_eq!((&again["confirmed"], &again["confirmed_before"][0]["payment_id"]), (&json!([]), &payment));
    let overlapping = "tanggal,debet,keterangan\n2026-03-11,16800,TRF SP2D 926011 BPJS\n";
    let again = send(&app, "", overlapping).await.expect(200);
    assert_eq!((&again["confirmed"], &again["confirmed_before"][0]["payment_id"]), (&json!([]), &payment));
    assert_eq!(one::<i64>(&app, "select count(*) from contribution_payment_confirmations").await, 1);
    let changes: i64 = one(&app, "select count(*) from changes where action = 'confirmed_by_bank'").await;
    assert_eq!(changes, 1);
}

#[tokio::test]
async fn of_two_statements_at_once_one_confirms() {
    let app = start().await;
    transfer(&app).await;
    let (first, second) = tokio::join!(send(&app, "", FILE), send(&app, "", FILE));
    let mut confirmed = [first.expect(200), second.expect(200)].map(|shown| {
        (shown["confirmed"].as_array().unwrap().len(), shown["confirmed_before"].as_array().unwrap().len())
    });
    confirmed.sort_unstable();
    assert_eq!(confirmed, [(0, 1), (1, 0)]);
}

#[tokio::test]
async fn the_days_and_the_columns_can_be_named() {
    let app = start().await;
    transfer(&app).await;
    let file = "Hari;Keluar;Jumlah;Berita Acara\n20/03/2026;16.800;5;926011\n";
    let columns = "day_column=Hari&amount_column=Keluar&description_column=Berita%20Acara";
    let far = send(&app, &format!("?{columns}"), file).await.expect(200);
    assert_eq!(far["unmatched_lines"][0]["reason"], "outside_days");
    let near = send(&app, &format!("?{columns}&days=10"), file).await.expect(200);
    assert_eq!(near["confirmed"].as_array().unwrap().len(), 1);
    send(&app, "?days=32", file).await.expect_problem(400, "invalid_query");
}

#[tokio::test]
async fn what_cannot_be_read_is_said_by_row_and_nothing_is_confirmed() {
    let app = start().await;
    transfer(&app).await;
    let file =
        "tanggal;jumlah;dk;keterangan\n11/03/2026;16.800;D;926011\n31/02/2026;1,5;D;x\n1/3/2026;10;?;x\n";
    let answer = send(&app, "", file).await;
    assert_eq!(
        found(&answer.expect_problem(422, "validation_failed")),
        [
            ("/rows/2/day", "day_format"),
            ("/rows/2/amount", "amount_not_whole"),
            ("/rows/3/direction", "unknown_direction"),
        ]
    );
    let headless = send(&app, "", "saldo\n1\n").await.expect_problem(422, "validation_failed");
    assert_eq!(headless["errors"].as_array().unwrap().len(), 3);
    let empty = send(&app, "", "tanggal;jumlah;keterangan\n").await;
    assert_eq!(found(&empty.expect_problem(422, "validation_failed")), [("", "wrong_count")]);
    app.post(&format!("{PAYMENTS}/bank-statement"))
        .as_(&app.officer())
        .json(&json!({}))
        .send()
        .await
        .expect_problem(415, "unsupported_media_type");
    assert_eq!(one::<i64>(&app, "select count(*) from contribution_payment_confirmations").await, 0);
}

#[tokio::test]
async fn who_pays_confirms_and_only_at_home() {
    let app = start().await;
    let statuses =
        statuses_by_role(&app, async |account| statement(&app, account, "", FILE).send().await).await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
    let foreign = statement(&app, Some(&stranger(&app)), "?regency=35.29", FILE).send().await;
    foreign.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_system_of_one_village_has_no_say_in_what_is_the_whole_regencys() {
    let app = start().await;
    transfer(&app).await;
    let system = app.system(&["contributions:pay", "closes:write", "contributions:prepare"], HOME);
    let mapping =
        json!({ "kind": "bank_statement", "name": "x", "columns": [{ "header": "Tgl", "field": "day" }] });
    for query in ["", "?regency=35.29"] {
        let answer = statement(&app, Some(&system), query, FILE).send().await;
        answer.expect_problem(404, "not_found");
    }
    let month = json!({ "month": "2026-10" });
    app.post("/v1/monthly-closes").as_(&system).json(&month).send().await.expect_problem(404, "not_found");
    app.post("/v1/column-mappings").as_(&system).json(&mapping).send().await.expect_problem(404, "not_found");
    for table in ["contribution_payment_confirmations", "monthly_closes", "column_mappings"] {
        assert_eq!(one::<i64>(&app, &format!("select count(*) from {table}")).await, 0, "{table}");
    }
}

#[tokio::test]
async fn what_is_left_off_is_said_and_a_spreadsheet_is_no_csv() {
    let app = start().await;
    let file = format!("Tgl;Uraian;Nominal;D/K\n{}", "kemarin;TRF;16.800,00;D\n".repeat(300));
    let problem = send(&app, "", &file).await.expect_problem(422, "validation_failed");
    let errors = found(&problem);
    assert_eq!((errors.len(), errors[0].0), (201, "/rows/1/day"));
    assert_eq!(errors[200], ("", "errors_left_off"));
    let problem =
        send(&app, "", "PK\u{3}\u{4}xl/workbook.xml").await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("", "not_csv")]);
}
