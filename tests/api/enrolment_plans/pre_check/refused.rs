//! Files that are taken as a whole or not at all

use serde_json::json;

use super::{bring, computed, errors};
use crate::support::cover::{one, start, worker};
use crate::support::enrolment::Plan;
use crate::workers::merge::merge;

#[tokio::test]
async fn the_row_of_a_merged_registration_gives_way_to_that_of_the_one_that_stays() {
    let app = start().await;
    let (people, plan) = computed(&app).await;
    merge(&app, &people[0], &people[1], json!({})).await.expect(200);
    let plan = Plan::read(&app, &plan.path).await;
    let query = "against=insurer&checked_on=2026-01-10";
    let row = |number: usize| format!("nik,verdict\n{},ok\n", people[number].nik.as_str());
    // Whoever really has the slip is dead: that says nothing of the one that stays.
    for both in [
        format!("nik,verdict\n{},meninggal\n{},ok\n", people[0].nik.as_str(), people[1].nik.as_str()),
        format!("worker_id,verdict\n{},ok\n{},meninggal\n", people[1].id, people[0].id),
    ] {
        let plan = Plan::read(&app, &plan.path).await;
        let shown = bring(&app, &app.officer(), &plan, query, &both).await.expect(200);
        assert_eq!(shown["verdicts"], json!([{ "verdict": "ok", "people": 1 }]));
    }
    let kept = "select string_agg(worker_id || ' ' || verdict, ', ') from enrolment_pre_checks";
    assert_eq!(one::<String>(&app, kept).await, format!("{} ok", people[1].id));
    // The one that stays twice is still twice.
    let twice = format!("{}{},ok\n", row(1), people[1].nik.as_str());
    let plan = Plan::read(&app, &plan.path).await;
    let problem = bring(&app, &app.officer(), &plan, query, &twice).await;
    assert_eq!(errors(&problem.expect_problem(422, "validation_failed")), [("/rows/2", "person_twice")]);
}

#[tokio::test]
async fn the_row_of_a_merged_registration_counts_alone_only_if_it_stood_in_the_list() {
    let app = start().await;
    let (people, plan) = computed(&app).await;
    let query = "against=insurer&checked_on=2026-01-10";
    // A double that the plan never looked at.
    let outsider = worker(&app, 77).await;
    merge(&app, &outsider, &people[1], json!({})).await.expect(200);
    let plan = Plan::read(&app, &plan.path).await;
    let stray = format!("nik,verdict\n{},meninggal\n", outsider.nik.as_str());
    let problem = bring(&app, &app.officer(), &plan, query, &stray).await;
    assert_eq!(errors(&problem.expect_problem(422, "validation_failed")), [("/rows/1", "not_a_candidate")]);
    merge(&app, &people[0], &people[1], json!({})).await.expect(200);
    let plan = Plan::read(&app, &plan.path).await;
    let alone = format!("nik,verdict\n{},ok\n", people[0].nik.as_str());
    bring(&app, &app.officer(), &plan, query, &alone).await.expect(200);
    let kept: String = one(&app, "select worker_id::text from enrolment_pre_checks").await;
    assert_eq!(kept, people[1].id.to_string());
}

#[tokio::test]
async fn a_file_counts_as_a_whole_and_every_bad_row_is_named() {
    let app = start().await;
    let (people, plan) = computed(&app).await;
    let outsider = worker(&app, 77).await;
    let officer = app.officer();
    let query = "against=insurer&checked_on=2026-01-10";
    let read = async |file: String| {
        let problem =
            bring(&app, &officer, &plan, query, &file).await.expect_problem(422, "validation_failed");
        assert!(people.iter().all(|one| !problem.to_string().contains(one.nik.as_str())), "{problem}");
        problem
    };
    let [first, second] = [&people[0], &people[1]];
    // What can be seen in the file alone.
    let problem = read(format!(
        "worker_id,nik,verdict,note\n{},,entah,\n,3529,ok,\nx,,ok,\n,,ok,\n{},,,what is it\n,{},ok,\n",
        first.id,
        first.id,
        second.nik.as_str(),
    ))
    .await;
    let wrong = [
        ("/rows/1/verdict", "unknown_value"),
        ("/rows/2/nik", "nik_length"),
        ("/rows/3/worker_id", "not_an_id"),
        ("/rows/4/worker_id", "required"),
        ("/rows/5/verdict", "required"),
    ];
    assert_eq!(errors(&problem), wrong);
    // Blank lines above the heading line are none; below it they count, as a spreadsheet shows them.
    let problem = read(format!("\n;\nworker_id;verdict\n\n{};entah\n", first.id)).await;
    assert_eq!(errors(&problem), [("/rows/2/verdict", "unknown_value")]);
    // What only the plan knows. The old one is excluded, but the plan looked at her; a spoilt NIK beside an id is no matter.
    let problem = read(format!(
        "worker_id,nik,verdict\n{0},3.52901E+15,ok\n,{1},ok\n{2},{3},ok\n,{4},ok\n{5},,ok\n",
        first.id,
        first.nik.as_str(),
        second.id,
        first.nik.as_str(),
        outsider.nik.as_str(),
        people[3].id,
    ))
    .await;
    let wrong =
        [("/rows/2", "person_twice"), ("/rows/3", "identifiers_differ"), ("/rows/4", "not_a_candidate")];
    assert_eq!(errors(&problem), wrong);
    assert_eq!(errors(&read("nama,catatan\n".to_owned()).await)[0], ("/worker_id", "column_missing"));
    assert_eq!(errors(&read("worker_id,verdict\n".to_owned()).await), [("", "empty_file")]);
    let kept = "select (select count(*) from enrolment_pre_checks) + (select count(*) from enrolment_pre_check_files)";
    assert_eq!(one::<i64>(&app, kept).await, 0);
    assert_eq!(Plan::read(&app, &plan.path).await.shown["version"], plan.shown["version"]);
}

#[tokio::test]
async fn what_is_left_off_is_said_and_a_day_of_long_ago_is_refused() {
    let app = start().await;
    let (people, plan) = computed(&app).await;
    let (officer, query) = (app.officer(), "against=insurer&checked_on=2026-01-10");
    let outside = "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10,ok\n";
    for row in [format!("{},entah\n", people[0].id), outside.to_owned()] {
        let file = format!("worker_id,verdict\n{}", row.repeat(300));
        let problem =
            bring(&app, &officer, &plan, query, &file).await.expect_problem(422, "validation_failed");
        let errors = errors(&problem);
        assert_eq!((errors.len(), errors[200]), (201, ("", "errors_left_off")));
    }
    let problem =
        bring(&app, &officer, &plan, query, "%PDF-1.4").await.expect_problem(422, "validation_failed");
    assert_eq!(errors(&problem), [("", "not_csv")]);
    let file = format!("worker_id,verdict\n{},ok\n", people[0].id);
    for (day, code) in
        [("1999-01-10", "day_too_long_ago"), ("2199-01-10", "day_in_future"), ("2200-01-10", "day_year")]
    {
        let query = format!("against=insurer&checked_on={day}");
        let problem = bring(&app, &officer, &plan, &query, &file).await.expect_problem(400, "invalid_query");
        assert_eq!(errors(&problem), [("/checked_on", code)]);
    }
}
