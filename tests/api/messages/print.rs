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
