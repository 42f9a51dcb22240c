//! Letters: `GET /v1/messages` and `/{id}` with `Accept: text/html`

use payung::access::caller::Role;
use serde_json::json;

use super::{PATH, covered, made, only};
use crate::support::cover::{HOME, active, apbd, proposal, source, start, worker};
use crate::support::enrolment::execute;

#[tokio::test]
async fn a_letter_is_a_page_with_nothing_from_elsewhere() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    covered(&app, 1, budget).await;
    made(&app).await;
    execute(&app, "update messages set recipient_name = 'Siti <b>Aminah</b>'", &[]).await;
    let path = format!("{PATH}/{}", only(&app, "cover_started").await["id"].as_str().unwrap());
    let village = app.account(Role::VillageOperator, &[HOME]);
    let answer = app.get(&path).as_(&village).header("Accept", "text/html").send().await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    let page = answer.text();
    for words in [
        "<html lang=\"id\">",
        "Perlindungan dimulai",
        "Siti &lt;b&gt;Aminah&lt;/b&gt;",
        "Kelurahan ",
        "mulai 1 Februari 2026 Anda dilindungi",
        "tidak dipungut biaya",
        "23 November 2026",
        "bawa surat ini ke kantor kelurahan.",
        "Petugas kelurahan",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for foreign in ["http:", "https:", "<script", "<img", "+62"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    let english = app.get(&path).as_(&village).header("Accept", "text/html").header("Accept-Language", "en");
    let page = english.send().await.text();
    assert!(
        page.contains("<html lang=\"en\">") && page.contains("you are insured with BPJS Ketenagakerjaan")
    );
    assert!(page.contains("bring this letter to the kelurahan office."), "{page}");
    let other = app.get(&path).as_(&village).header("Accept", "image/png").send().await;
    other.expect_problem(406, "not_acceptable");
}

#[tokio::test]
async fn the_letters_of_a_village_are_one_page() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    for serial in 1..=2 {
        let member = worker(&app, serial).await;
        active(&app, &proposal(&member, budget), &format!("260000{serial:05}")).await;
    }
    made(&app).await;
    let village = app.account(Role::VillageOperator, &[HOME]);
    let path = format!("{PATH}?channel=letter&status=ready");
    let print =
        async |path: &str| app.get(path).as_(&village).header("Accept", "text/html").send().await.text();
    assert_eq!(print(&path).await.matches("<article>").count(), 2);
    let none = print(&format!("{PATH}?status=sent")).await;
    assert!(none.contains("Tidak ada surat."), "{none}");
    let other = app.get(&path).as_(&village).header("Accept", "text/csv").send().await;
    other.expect_problem(406, "not_acceptable");
    assert_eq!(app.get(&path).as_(&village).send().await.expect(200)["data"][0]["status"], json!("ready"));
}

#[tokio::test]
async fn a_page_of_letters_says_that_more_follow_and_where() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    for serial in 1..=2 {
        let member = worker(&app, serial).await;
        active(&app, &proposal(&member, budget), &format!("260000{serial:05}")).await;
    }
    made(&app).await;
    let village = app.account(Role::VillageOperator, &[HOME]);
    let print = async |path: &str| {
        let answer = app.get(path).as_(&village).header("Accept", "text/html").send().await;
        (answer.text(), answer.header("link").map(str::to_owned))
    };
    let (page, link) = print(&format!("{PATH}?channel=letter&limit=1")).await;
    assert_eq!(page.matches("<article>").count(), 1);
    assert!(page.contains("masih ada surat lain di halaman berikutnya"), "{page}");
    let link = link.unwrap();
    let next = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).unwrap();
    let (page, link) = print(next).await;
    assert_eq!((page.matches("<article>").count(), link), (1, None));
    assert!(!page.contains("halaman berikutnya"), "{page}");
}

#[tokio::test]
async fn what_is_cancelled_has_no_sheet() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    for serial in 1..=3 {
        let member = worker(&app, serial).await;
        active(&app, &proposal(&member, budget), &format!("260000{serial:05}")).await;
    }
    made(&app).await;
    let (village, officer) = (app.account(Role::VillageOperator, &[HOME]), app.officer());
    let listed = app.get(PATH).as_(&village).send().await.expect(200);
    let ids: Vec<String> = (0..3).map(|at| listed["data"][at]["id"].as_str().unwrap().to_owned()).collect();
    let cancel = app.post(&format!("{PATH}/{}/cancel", ids[0])).as_(&officer);
    let cancel = cancel.header("If-Match", "\"1.masked\"").json(&json!({ "reason": "Sudah diberi tahu" }));
    cancel.send().await.expect(200);
    let superseded = "update messages set status = 'cancelled', cancel_reason = 'superseded' where id = $1";
    let second: uuid::Uuid = ids[1].parse().unwrap();
    execute(&app, superseded, &[&second]).await;
    let print =
        async |path: &str| app.get(path).as_(&village).header("Accept", "text/html").send().await.text();
    for id in &ids[..2] {
        let page = print(&format!("{PATH}/{id}")).await;
        assert!(page.contains("Tidak ada surat.") && !page.contains("<article>"), "{page}");
    }
    assert_eq!(print(&format!("{PATH}/{}", ids[2])).await.matches("<article>").count(), 1);
    let page = print(PATH).await;
    assert!(page.matches("<article>").count() == 1 && page.contains(&ids[2]), "{page}");
    let page = print(&format!("{PATH}?status=cancelled")).await;
    assert!(page.contains("Tidak ada surat."), "{page}");
    // As data they are all there, and what was cancelled by hand is printed once it is opened again.
    let shown = app.get(&format!("{PATH}/{}", ids[0])).as_(&village).send().await.expect(200);
    assert_eq!((&shown["status"], &shown["cancel_reason"]), (&json!("cancelled"), &json!("by_hand")));
    let reopen = app.post(&format!("{PATH}/{}/reopen", ids[0])).as_(&officer);
    reopen.header("If-Match", "\"2.masked\"").send().await.expect(200);
    assert_eq!(print(&format!("{PATH}/{}", ids[0])).await.matches("<article>").count(), 1);
}
