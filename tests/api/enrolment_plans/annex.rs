//! `GET /v1/enrolment-plans/{id}/annex`

use payung::access::caller::Role;
use payung::platform::xlsx::XLSX;
use serde_json::json;

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{
    NEXT_DOOR, Worker, apbd, approver, one, source, start, statuses_by_role, stranger, with, worker_born,
};
use crate::support::enrolment::{Plan, draft, execute, set, wanted};
use crate::support::request::Answer;

/// Three chosen in two villages, of whom one has the name of a formula; one on the reserve list.
async fn computed(app: &TestApp) -> (Vec<Worker>, Plan) {
    let id = source(app, with(apbd(), json!({ "name": "APBD <2026> & lain" }))).await;
    let mut people = Vec::new();
    for (serial, year) in [(1, 1970), (2, 1975), (3, 1980), (4, 1990)] {
        people.push(worker_born(app, year, serial).await);
    }
    set(app, &people[0], &format!("village_code = '{NEXT_DOOR}'")).await;
    let columns = "occupation = 'tobacco_farm_worker', occupation_source = 'office_list'";
    set(app, &people[1], columns).await;
    let name = "=cmd|'<b>\"&";
    execute(app, "update workers set name = $2 where id = $1", &[&people[2].id, &name]).await;
    let terms = json!({ "places": 3, "priorities": ["oldest"], "name": "Pekerja <rentan>" });
    let plan = draft(app, &with(wanted(id), terms)).await.computed(app).await;
    (people, plan)
}

async fn annex(
    app: &TestApp,
    account: &Account,
    plan: &Plan,
    accept: Option<&str>,
    purpose: Option<&str>,
) -> Answer {
    let mut request = app.get(&format!("{}/annex", plan.path)).as_(account);
    if let Some(accept) = accept {
        request = request.header("Accept", accept);
    }
    if let Some(purpose) = purpose {
        request = request.header("X-Purpose", purpose);
    }
    request.send().await
}

#[tokio::test]
async fn the_page_lists_the_chosen_village_by_village_with_sums() {
    let app = start().await;
    let (people, plan) = computed(&app).await;
    let officer = app.officer();
    let answer = annex(&app, &officer, &plan, Some("text/html"), None).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("content-type")),
        (200, Some("text/html; charset=utf-8"))
    );
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    assert_eq!(answer.header("content-security-policy"), Some(policy));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("content-disposition"), Some("inline; filename=\"lampiran-konsep.html\""));
    let page = answer.text();

    assert!(page.starts_with("<!doctype html>\n<html lang=\"id\">") && page.ends_with("</html>\n"));
    for part in [
        "Keputusan Bupati Sumenep",
        "<strong>KONSEP.</strong> Belum ditetapkan.",
        "<td>APBD &lt;2026&gt; &amp; lain</td>",
        "<p class=\"name\">Pekerja &lt;rentan&gt;</p>",
        "Januari 2026 sampai dengan Desember 2026 (12 bulan)",
        "Jaminan Kecelakaan Kerja",
        "3 orang, Rp604.800",
        "<tr class=\"begins\"><th scope=\"rowgroup\" colspan=\"8\">Kecamatan Kota Sumenep</th></tr>",
        // 12 x 16,800 each: two in the first village, one next door.
        "<td class=\"n\">1</td><td>Siti Aminah</td><td class=\"id\">3529************</td><td class=\"c\">1975</td>\
         <td>Kelurahan Kepanjin</td><td>Kota Sumenep</td><td>Buruh tani tembakau</td><td class=\"n\">201.600</td>",
        "<td class=\"n\">2</td><td>=cmd|&#39;&lt;b&gt;&quot;&amp;</td>",
        "colspan=\"6\">Jumlah Kelurahan Kepanjin</th><td>2 orang</td><td class=\"n\">403.200</td>",
        "colspan=\"6\">Jumlah Kelurahan Pajagalan</th><td>1 orang</td><td class=\"n\">201.600</td>",
        "colspan=\"6\">Jumlah Kecamatan Kota Sumenep</th><td>3 orang</td><td class=\"n\">604.800</td>",
        "colspan=\"6\">Jumlah seluruhnya</th><td>3 orang</td><td class=\"n\">604.800</td>",
        "<h2>Rekapitulasi</h2>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(
        !page.contains("http:") && !page.contains("https:") && !page.contains("<script"),
        "nothing from elsewhere"
    );
    assert!(people.iter().all(|one| !page.contains(one.nik.as_str())));
    app.state.opens.flush(&app.state.db).await.unwrap();
    let noted =
        "select count(distinct worker_id) from person_access_log where purpose is null and fields = '{}'";
    assert_eq!(one::<i64>(&app, noted).await, 3);
}

#[tokio::test]
async fn an_approved_annex_has_its_decree_and_open_niks_for_a_purpose() {
    let app = start().await;
    let (people, plan) = computed(&app).await;
    let plan = plan.take(&app, &app.officer(), "submit").await;
    let body = json!({ "decree_number": "188/<245>/KEP/2026", "decree_on": "2026-01-15" });
    let plan = Plan::of(&Plan::of(&plan).act(&app, &approver(&app), "approve", &body).await);
    let approver = approver(&app);
    let answer = annex(&app, &approver, &plan, None, Some("enrolment; lampiran")).await;
    assert_eq!(answer.header("content-disposition"), Some("inline; filename=\"lampiran-keputusan.html\""));
    let page = answer.text();
    assert!(!page.contains("KONSEP") && page.contains("Tanggal lahir"), "{page}");
    assert!(page.contains("Nomor 188/&lt;245&gt;/KEP/2026 tanggal 15 Januari 2026"), "{page}");
    for chosen in &people[..3] {
        let cell = format!("<td class=\"id\">{}</td><td class=\"c\">15-06-", chosen.nik.as_str());
        assert!(page.contains(&cell), "{page}");
    }
    let logged: String = one(
        &app,
        "select concat_ws(' ', count(*), count(distinct worker_id), min(purpose), min(note), min(fields::text)) \
         from person_access_log where purpose is not null",
    )
    .await;
    assert_eq!(logged, "3 3 enrolment lampiran {nik}");
}

#[tokio::test]
async fn a_table_has_no_formulas() {
    let app = start().await;
    let (_, plan) = computed(&app).await;
    let answer = annex(&app, &app.officer(), &plan, Some("text/csv"), None).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("text/csv")));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"lampiran-konsep.csv\""));
    let expected = [
        "number,name,nik,birth_year,village_code,village,district,occupation,amount_idr",
        "1,Siti Aminah,3529************,1975,35.29.01.1015,Kepanjin,Kota Sumenep,tobacco_farm_worker,201600",
        "2,\"'=cmd|'<b>\"\"&\",3529************,1980,35.29.01.1015,Kepanjin,Kota Sumenep,,201600",
        "3,Siti Aminah,3529************,1970,35.29.01.1016,Pajagalan,Kota Sumenep,,201600",
    ];
    assert_eq!(answer.text().lines().collect::<Vec<_>>(), expected);
}

/// The texts of a sheet of a workbook. The archive is read by its local headers, whose sizes follow the data.
fn sheet(workbook: &[u8], name: &str) -> String {
    use std::io::Read as _;
    let at = workbook.windows(name.len()).position(|part| part == name.as_bytes()).unwrap();
    let mut text = String::new();
    flate2::read::DeflateDecoder::new(&workbook[at + name.len()..]).read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn a_spreadsheet_has_the_list_and_the_sums_as_texts_and_numbers() {
    let app = start().await;
    let (people, plan) = computed(&app).await;
    let answer = annex(&app, &app.officer(), &plan, Some(XLSX), Some("enrolment")).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some(XLSX)));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"lampiran-konsep.xlsx\""));

    let list = sheet(&answer.body, "xl/worksheets/sheet1.xml");
    let text = |text: &str| format!("t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is>");
    for part in [
        text("Pekerja &lt;rentan&gt;"),
        text("Tanggal lahir"),
        text("=cmd|'&lt;b&gt;\"&amp;"),
        text(people[0].nik.as_str()),
        text("15-06-1970"),
        text("Buruh tani tembakau"),
        "<v>201600</v>".to_owned(),
    ] {
        assert!(list.contains(&part), "{part}\n{list}");
    }
    assert!(!list.contains("<f>"), "no formula");
    let sums = sheet(&answer.body, "xl/worksheets/sheet2.xml");
    for part in [
        text("Kelurahan Kepanjin"),
        text("35.29.01.1016"),
        text("Jumlah seluruhnya"),
        "<v>604800</v>".to_owned(),
    ] {
        assert!(sums.contains(&part), "{part}\n{sums}");
    }
}

#[tokio::test]
async fn the_annex_is_shown_to_those_who_decide_in_three_forms() {
    let app = start().await;
    let (_, plan) = computed(&app).await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => annex(&app, account, &plan, None, None).await,
        None => app.get(&format!("{}/annex", plan.path)).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200), (Role::Approver, 200), (Role::Auditor, 200)]);
    annex(&app, &stranger(&app), &plan, None, None).await.expect_problem(404, "not_found");
    let officer = app.officer();
    for accept in ["application/json", "application/pdf, text/html;q=0"] {
        annex(&app, &officer, &plan, Some(accept), None).await.expect_problem(406, "not_acceptable");
    }
    annex(&app, &officer, &plan, None, Some("curiosity")).await.expect_problem(400, "invalid_header");
    let fresh = draft(&app, &wanted(source(&app, with(apbd(), json!({ "name": "Lain" }))).await)).await;
    let early = annex(&app, &officer, &fresh, None, None).await.expect_problem(409, "invalid_state");
    assert_eq!(early["allowed_actions"], json!(["update", "compute", "withdraw"]));
}
