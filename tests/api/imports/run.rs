//! Jobs: what the merge refuses, who wins, and what a crash leaves behind.

use futures_util::future::join_all;
use payung::access::caller::Role;
use payung::domain::new_id;
use payung::exchange::imports::runner;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{URL, count, finish, import, nik, problems, rows, upload};
use crate::support::TestApp;

#[tokio::test]
async fn a_person_is_registered_once_whatever_the_file_says() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let neighbour = app.account(Role::Officer, &["35.28"]);
    let elsewhere = format!("nik,name,village_code\n{},Sri,35.28.01.2001\n", nik(1));
    assert_eq!(import(&app, &neighbour, &elsewhere).await["rows_applied"], 1);
    let here = format!("nik,name,village_code\n{},Ali,35.29.01.2006\n", nik(2));
    assert_eq!(import(&app, &officer, &here).await["rows_applied"], 1);

    let mut csv = "nik,name,village_code\n".to_owned();
    for number in [1, 2, 3, 3] {
        csv.push_str(&format!("{},Sri,35.29.01.2006\n", nik(number)));
    }
    let job = import(&app, &officer, &csv).await;
    assert_eq!((&job["rows_applied"], &job["rows_refused"]), (&json!(1), &json!(3)));
    let refused = rows(&app, &officer, &job["id"], "?verdict=refused").await.expect(200);
    let codes: Vec<String> = problems(&refused).into_iter().map(|(_, _, code)| code).collect();
    assert_eq!(codes, ["transfer_needed", "already_registered", "duplicate_in_file"]);
    assert_eq!(refused["data"][2]["problems"][0]["first_row_number"], 3);
    let once = "select count(*) from persons p where open_worker_id is null";
    assert_eq!(count(&app, once).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_concurrent_imports_of_the_same_people_one_wins_each_person() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let file = |reverse: bool| {
        let mut numbers: Vec<usize> = (0..40).collect();
        if reverse {
            numbers.reverse();
        }
        let rows: String =
            numbers.into_iter().map(|number| format!("{},Sri,35.29.01.2006\n", nik(number))).collect();
        format!("nik,name,village_code\n{rows}")
    };
    let mut ids = Vec::new();
    for number in 0..6 {
        let job = upload(&app, URL, &officer, &file(number % 2 == 1)).send().await.expect(202);
        ids.push(job["id"].as_str().unwrap().to_owned());
    }
    let jobs: Vec<Value> = join_all(ids.iter().map(|id| finish(&app, &officer, id))).await;
    let applied: i64 = jobs.iter().map(|job| job["rows_applied"].as_i64().unwrap()).sum();
    assert_eq!(applied, 40);
    assert_eq!(count(&app, "select count(*) from workers").await, 40);
    assert_eq!(count(&app, "select count(*) from persons where open_worker_id is not null").await, 40);
}

#[tokio::test]
async fn a_job_whose_process_died_is_taken_up_again_but_not_for_ever() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let done = import(&app, &officer, "name,village_code\nSri,35.29.01.2006\n").await;
    let client = app.database().owner().client().await.unwrap();
    // A job as a process leaves it that dies between its claim and its merge.
    let abandoned = |attempts: i32| {
        let client = &client;
        let from = done["id"].as_str().unwrap().to_owned();
        async move {
            client
                .query_one(
                    "insert into imports (id, regency_id, kind, status, region_codes, actor_kind, actor_id, rows_total, \
                       attempts, version, started_at, created_at, updated_at) \
                     select gen_random_uuid(), regency_id, kind, 'running', region_codes, actor_kind, actor_id, 0, \
                       $2, 1, now() - interval '1 minute', now(), now() from imports where id = $1::text::uuid returning id::text",
                    &[&from, &attempts],
                )
                .await
                .unwrap()
                .get::<_, String>(0)
        }
    };
    let just_claimed = abandoned(1).await;
    let claim = "update imports set started_at = now() where id = $1::text::uuid";
    client.execute(claim, &[&just_claimed]).await.unwrap();
    assert!(
        !runner::run_next(&app.state.db, &app.state.clock).await.unwrap(),
        "whoever has just claimed it may not have come to lock it"
    );
    client.execute("delete from imports where id = $1::text::uuid", &[&just_claimed]).await.unwrap();
    let once = abandoned(1).await;
    assert_eq!(finish(&app, &officer, &once).await["status"], "completed");
    let often = abandoned(3).await;
    let job = finish(&app, &officer, &often).await;
    assert_eq!((&job["status"], &job["failure_code"]), (&json!("failed"), &json!("interrupted")));
    assert!(!runner::run_next(&app.state.db, &app.state.clock).await.unwrap());
}

#[tokio::test]
async fn an_upload_that_broke_off_is_swept_away() {
    let app = TestApp::start().await;
    let client = app.database().owner().client().await.unwrap();
    let now = app.state.clock.now();
    let (old, new) = (Uuid::from_u128(0x0189_0000_0000_7000_8000_0000_0000_0001), new_id(now));
    for load in [old, new] {
        let staged = "insert into staged_workers \
                        (load_id, regency_id, row_number, worker_id, person_id, nik_warnings, segment) \
                      values ($1, 1, 1, gen_random_uuid(), gen_random_uuid(), '{}', 'general')";
        client.execute(staged, &[&load]).await.unwrap();
    }
    // The upkeep of the service does the same whenever it comes to it, so that not the count tells but what is left.
    runner::sweep(&app.state.db, now).await.unwrap();
    let left: Vec<Uuid> = client
        .query("select load_id from staged_workers", &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(left, [new]);
}
