//! The warungs that a file of workers names.

use serde_json::{Value, json};

use super::{count, import, nik, problems, rows};
use crate::support::TestApp;
use crate::support::app::Account;

const HEAD: &str = "nik,name,village_code,warung,role\n";

fn row(number: usize, village: &str, warung: &str, role: &str) -> String {
    format!("{},Sri,{village},{warung},{role}\n", nik(number))
}

/// The warungs with who works there: name, version, and the roles.
async fn warungs(app: &TestApp, account: &Account) -> Vec<Value> {
    let list = app.get("/v1/warungs").as_(account).send().await.expect(200);
    let mut found = Vec::new();
    for warung in list["data"].as_array().unwrap() {
        let path = format!("/v1/warungs/{}", warung["id"].as_str().unwrap());
        let history = app.get(&format!("{path}/history")).as_(account).send().await.expect(200);
        let workers = app.get(&format!("{path}/workers")).as_(account).send().await.expect(200);
        let mut roles: Vec<_> =
            workers["data"].as_array().unwrap().iter().map(|link| &link["role"]).collect();
        roles.sort_by_key(|role| role.to_string());
        found.push(json!([warung["name"], history["data"].as_array().unwrap().len(), roles]));
    }
    found.sort_by_key(ToString::to_string);
    found
}

#[tokio::test]
async fn a_warung_named_by_several_rows_is_entered_once_with_all_who_work_there() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let csv = [
        HEAD.to_owned(),
        row(1, "35.29.01.2006", "Warung Bu Sri", ""),
        row(2, "35.29.01.2006", "warung bu SRI", "keluarga"),
        row(3, "35.29.01.2007", "Warung Bu Sri", "owner"),
        row(4, "35.29.01.2006", "", ""),
    ];
    let job = import(&app, &officer, &csv.concat()).await;
    assert_eq!((&job["rows_applied"], &job["rows_refused"]), (&json!(4), &json!(0)));
    let entered = [json!(["Warung Bu Sri", 1, ["family", "owner"]]), json!(["Warung Bu Sri", 1, ["owner"]])];
    assert_eq!(warungs(&app, &officer).await, entered);

    let recorded = "select count(*) from changes where subject in ('warung', 'warung_worker') \
                    and action = 'created' and import_id is not null and region_code is not null";
    assert_eq!(count(&app, recorded).await, 5);
    let of_import = "select count(*) from warungs where import_id is not null and entered_by is not null";
    assert_eq!(count(&app, of_import).await, 2);
}

#[tokio::test]
async fn a_known_warung_takes_the_newcomers_and_no_second_owner() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let body = json!({ "village_code": "35.29.01.2006", "name": "Warung Bu Sri" });
    app.post("/v1/warungs").as_(&officer).json(&body).send().await.expect(201);
    let owner = [HEAD.to_owned(), row(1, "35.29.01.2006", "WARUNG BU SRI", "owner")].concat();
    assert_eq!(import(&app, &officer, &owner).await["rows_applied"], 1);
    assert_eq!(warungs(&app, &officer).await, [json!(["Warung Bu Sri", 2, ["owner"]])]);

    let csv = [
        HEAD.to_owned(),
        row(2, "35.29.01.2006", "Warung Bu Sri", "owner"),
        row(3, "35.29.01.2006", "Warung Bu Sri", "family"),
        row(4, "35.29.01.2006", "Kios Barokah", "owner"),
        row(5, "35.29.01.2006", "Kios Barokah", "owner"),
    ];
    let job = import(&app, &officer, &csv.concat()).await;
    assert_eq!((&job["rows_applied"], &job["rows_refused"]), (&json!(2), &json!(2)));
    let refused = rows(&app, &officer, &job["id"], "?verdict=refused").await.expect(200);
    let twice = |row| (row, "role".to_owned(), "owner_exists".to_owned());
    assert_eq!(problems(&refused), [twice(1), twice(4)]);
    let now = [json!(["Kios Barokah", 1, ["owner"]]), json!(["Warung Bu Sri", 3, ["family", "owner"]])];
    assert_eq!(warungs(&app, &officer).await, now);
    assert_eq!(count(&app, "select count(*) from workers").await, 3, "a refused row enters nobody");
    assert_eq!(count(&app, "select count(*) from persons").await, 3, "nor does it leave an identity behind");
}
