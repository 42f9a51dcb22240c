//! `GET /v1/enrolment-plans/{id}/pre-check`

use payung::access::caller::Role;
use serde_json::json;

use super::{computed, errors};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{apbd, one, source, start, statuses_by_role, stranger, with};
use crate::support::enrolment::{Plan, draft, execute, wanted};
use crate::support::request::Answer;

async fn take(app: &TestApp, account: &Account, plan: &Plan, purpose: Option<&str>) -> Answer {
    let path = format!("{}/pre-check?against=population_registry", plan.path);
    let request = app.get(&path).as_(account);
    match purpose {
        Some(purpose) => request.header("X-Purpose", purpose).send().await,
        None => request.send().await,
    }
}

#[tokio::test]
async fn the_list_goes_out_with_open_niks_and_room_for_the_answer() {
    let app = start().await;
    let (people, plan) = computed(&app).await;
    execute(&app, "update workers set name = '=1+1' where id = $1", &[&people[1].id]).await;
    let officer = app.officer();
    let answer = take(&app, &officer, &plan, Some("enrolment; padanan Dukcapil")).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("text/csv")));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let named = "attachment; filename=\"pra-cek-population-registry.csv\"";
    assert_eq!(answer.header("content-disposition"), Some(named));
    let row = |number: usize, name: &str, born: i32| {
        let one = &people[number - 1];
        format!(
            "{number},{},{},{name},{born}-06-15,female,35.29.01.1015,Kepanjin,Kota Sumenep,,",
            one.id,
            one.nik.as_str()
        )
    };
    // The chosen, then the reserve list; not who is excluded.
    let expected = [
        "row_number,worker_id,nik,name,birth_on,sex,village_code,village,district,verdict,note".to_owned(),
        row(1, "Siti Aminah", 1970),
        row(2, "'=1+1", 1980),
        row(3, "Siti Aminah", 1990),
    ];
    assert_eq!(answer.text().lines().collect::<Vec<_>>(), expected);
    let logged: String = one(
        &app,
        "select concat_ws(' ', count(*), count(distinct worker_id), min(purpose), min(note), min(fields::text)) \
         from person_access_log where purpose is not null",
    )
    .await;
    assert_eq!(logged, "3 3 enrolment padanan Dukcapil {nik}");
}

#[tokio::test]
async fn the_list_is_for_people_with_a_purpose() {
    let app = start().await;
    let (_, plan) = computed(&app).await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => take(&app, account, &plan, Some("enrolment")).await,
        None => app.get(&format!("{}/pre-check?against=insurer", plan.path)).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200), (Role::Approver, 200), (Role::Auditor, 200)]);
    let officer = app.officer();
    let problem = take(&app, &officer, &plan, None).await.expect_problem(400, "invalid_header");
    assert_eq!(errors(&problem), [("/X-Purpose", "required")]);
    take(&app, &stranger(&app), &plan, Some("enrolment")).await.expect_problem(404, "not_found");
    for query in ["", "?against=neighbour"] {
        let path = format!("{}/pre-check{query}", plan.path);
        let request = app.get(&path).as_(&officer).header("X-Purpose", "enrolment");
        request.send().await.expect_problem(400, "invalid_query");
    }
    let fresh = draft(&app, &wanted(source(&app, with(apbd(), json!({ "name": "Lain" }))).await)).await;
    let early = take(&app, &officer, &fresh, Some("enrolment")).await.expect_problem(409, "invalid_state");
    assert_eq!(early["allowed_actions"], json!(["update", "compute", "withdraw"]));
}
