//! `GET /v1/warungs?q=`

use payung::access::caller::Role;
use serde_json::Value;

use super::{FOREIGN, KEPANJIN, PAMOLOKAN, names, warung};
use crate::support::TestApp;

#[tokio::test]
async fn names_are_found_in_spite_of_their_spelling_and_the_likest_come_first() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for name in ["Kedai Muhammad", "Warung Mohamad", "Warung Muhamad", "Kios Barokah", "Warung Bu Sri"] {
        warung(&app, &officer, PAMOLOKAN, name).await;
    }
    let foreigner = app.account(Role::Officer, &["35.28"]);
    warung(&app, &foreigner, FOREIGN, "Warung Muhamad Lain").await;
    let search = async |query: &str| -> Value {
        app.get(&format!("/v1/warungs?{query}")).as_(&officer).send().await.expect(200)
    };
    let found = search("q=muhamad&count=exact").await;
    let listed = names(&found);
    assert_eq!(listed[0], "Warung Muhamad");
    assert!(listed.contains(&"Kedai Muhammad") && listed.contains(&"Warung Mohamad"), "{listed:?}");
    assert_eq!(found["count"], listed.len());
    assert!(!listed.contains(&"Kios Barokah") && !listed.contains(&"Warung Muhamad Lain"), "{listed:?}");
    assert_eq!(names(&search("q=barokkah").await), ["Kios Barokah"]);
    assert!(names(&search("q=zzzz").await).is_empty());
    assert!(names(&search("q=barokah&status=closed").await).is_empty());
}

#[tokio::test]
async fn pages_of_a_search_follow_each_other_also_among_equals() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for _ in 0..3 {
        for (village, name) in [(PAMOLOKAN, "Warung Soto"), (KEPANJIN, "Warung Soto Ayam")] {
            warung(&app, &officer, village, name).await;
        }
    }
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let query = format!("/v1/warungs?q=warung%20soto&limit=2{cursor}");
        let page = app.get(&query).as_(&officer).send().await.expect(200);
        let items = page["data"].as_array().unwrap();
        seen.extend(items.iter().map(|item| (item["name"].clone(), item["id"].clone())));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen.len(), 6);
    assert!(seen.iter().take(3).all(|(name, _)| name == "Warung Soto"), "{seen:?}");
    let mut ids: Vec<String> = seen.iter().map(|(_, id)| id.to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 6, "nothing twice");
}
