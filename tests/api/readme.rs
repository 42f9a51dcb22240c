//! The README says what is true: its tour runs as it stands, its table is the table of the code.

use std::process::{Command, Stdio};

use payung::demo;
use payung::platform::config::KEYS;

use crate::support::{TestApp, TestDatabase};

const README: &str = include_str!("../../README.md");

/// The shell blocks below a heading, in their order.
fn blocks(heading: &str) -> String {
    let section = README.split("\n## ").find(|section| section.starts_with(heading)).expect("the heading");
    let blocks = section.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap());
    blocks.collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tour_does_what_it_says() {
    let app = TestApp::on(TestDatabase::migrated().await, |_| {}).await;
    let mut credentials = demo::seed(&app.state, 300).await.unwrap();
    credentials.base_url = format!("http://{}", app.address);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("credentials.json");
    credentials.write(&file).unwrap();

    // curl ends with an error where the service refuses, and the shell with it.
    let script =
        format!("set -eu\ncurl() {{ command curl --fail-with-body \"$@\" && echo; }}\n{}", blocks("Tour"));
    let (url, path) = (credentials.base_url.clone(), file.clone());
    let here = folder.path().to_owned();
    let output = tokio::task::spawn_blocking(move || {
        Command::new("sh")
            .args(["-c", &script])
            .current_dir(here)
            .env("URL", url)
            .env("CREDENTIALS", path)
            .stdin(Stdio::null())
            .output()
            .expect("sh and curl run")
    })
    .await
    .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("\"standing\":\"active\""), "{told}");
    assert!(told.contains("\"status\":\"reconciled\""), "{told}");
    let annex = std::fs::read_to_string(folder.path().join("annex.html")).unwrap();
    assert!(annex.contains("188/12/KEP/435.013/") && annex.contains("Siti Aminah"), "{annex}");
    assert!(told.contains("\"left_open\":[]"), "{told}");
    assert!(told.contains("\"rows_applied\":1,\"rows_refused\":1"), "{told}");
    assert!(told.contains("\"verdict\":\"applied\"") && told.contains("\"verdict\":\"refused\""), "{told}");

    let claim = app.get("/v1/claims/01999d2e-7f3a-7c52-8d11-0f6c1f2b9a13").as_(&app.officer()).send().await;
    assert_eq!(claim.expect(200)["status"], "paid");
}

#[test]
fn the_configuration_table_is_the_one_of_the_code() {
    let table = README.split("|---|---|---|\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let expected: Vec<String> = KEYS
        .iter()
        .map(|key| {
            let default = key.default.filter(|default| !default.is_empty());
            let default = default.map_or("-".to_owned(), |default| format!("`{default}`"));
            format!("| `{}` | {default} | {} |", key.name, key.meaning)
        })
        .collect();
    assert_eq!(table.trim_end().lines().collect::<Vec<_>>(), expected);
}
