//! How the insurer's files are read.

use serde_json::json;

use crate::support::contributions::{funded, paid, workers};
use crate::support::cover::{found, one, start};
use crate::workers::merge::merge;

#[tokio::test]
async fn rows_have_the_numbers_that_a_spreadsheet_shows() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let file = "\r\nline_number;status\r\n1;ok\r\n\r\n;\r\n8;ok\r\n\r\n9;perhaps";
    let problem = batch.reconcile(&app, &app.officer(), "", file).await;
    let problem = problem.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/rows/6/status", "unknown_result")]);
    let file = file.replace("perhaps", "ok");
    let problem = batch.reconcile(&app, &app.officer(), "", &file).await;
    let problem = problem.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/rows/4", "no_such_line"), ("/rows/6", "no_such_line")]);
}

#[tokio::test]
async fn the_nik_of_a_merged_registration_means_the_lines_of_the_one_that_stays() {
    let app = start().await;
    let people = workers(&app, 2).await;
    let source = funded(&app, &[&people[0]]).await;
    merge(&app, &people[0], &people[1], json!({})).await.expect(200);
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let file = format!("nik,status\n{},ok\n", people[0].nik.as_str());
    batch.reconcile(&app, &app.officer(), "", &file).await.expect(200);
    let accepted = format!(
        "select count(*) from contribution_batch_lines where worker_id = '{}' and status = 'accepted'",
        people[1].id
    );
    assert_eq!(one::<i64>(&app, &accepted).await, 2);
}

#[tokio::test]
async fn a_file_of_more_rows_than_a_regency_has_people_is_refused_to_its_end() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let rows = |count: usize| format!("line_number,status\n{}", "1,accepted\n".repeat(count));
    let answer = batch.reconcile(&app, &app.officer(), "", &rows(200_001)).await;
    assert_eq!(found(&answer.expect_problem(422, "validation_failed")), [("", "too_many_rows")]);
    assert_eq!(one::<i64>(&app, "select count(*) from contribution_batch_lines where not is_open").await, 0);
}

/// A file that is wrong all through is not told row by row, and says so; what is no CSV at all is told as a whole.
#[tokio::test]
async fn what_is_left_off_is_said_and_what_is_no_csv_is_refused_as_a_whole() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    for (rows, code) in [("1,perhaps\n", "unknown_result"), ("999999,accepted\n", "no_such_line")] {
        let file = format!("line_number,status\n{}", rows.repeat(300));
        let answer = batch.reconcile(&app, &app.officer(), "", &file).await;
        let problem = answer.expect_problem(422, "validation_failed");
        let errors = found(&problem);
        assert_eq!((errors[0].1, errors.len()), (code, 201), "{code}");
        assert_eq!(errors[200], ("", "errors_left_off"));
    }
    let file = format!("line_number,status\n{}", "999999,accepted\n".repeat(200));
    let answer = batch.reconcile(&app, &app.officer(), "", &file).await;
    assert_eq!(found(&answer.expect_problem(422, "validation_failed")).len(), 200, "none is left off");
    for file in ["PK\u{3}\u{4}xl/workbook.xml", "%PDF-1.7\n1,accepted\n", "l\0i\0n\0e\0\n\0"] {
        let answer = batch.reconcile(&app, &app.officer(), "", file).await;
        assert_eq!(found(&answer.expect_problem(422, "validation_failed")), [("", "not_csv")]);
    }
}
