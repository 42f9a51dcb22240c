//! One open registration per person, also when everybody comes at once.

use futures_util::future::join_all;
use serde_json::json;

use super::{ABROAD, one, siti, stranger, with};
use crate::support::TestApp;

#[tokio::test]
async fn of_sixteen_registrations_in_two_regencies_one_wins() {
    let app = TestApp::start().await;
    let (here, there) = (app.officer(), stranger(&app));
    let posts = (0..16).map(|number| {
        let (account, body) = match number % 2 {
            0 => (&here, siti()),
            _ => (&there, with(siti(), json!({ "village_code": ABROAD }))),
        };
        app.post("/v1/workers").as_(account).json(&body).send()
    });
    let answers = join_all(posts).await;
    let winners: Vec<usize> = (0..16).filter(|number| answers[*number].status.as_u16() == 201).collect();
    assert_eq!(winners.len(), 1, "{:?}", answers.iter().map(|a| a.status).collect::<Vec<_>>());
    for (number, answer) in answers.iter().enumerate().filter(|(number, _)| *number != winners[0]) {
        let same_side = number % 2 == winners[0] % 2;
        let code = if same_side { "already_registered" } else { "transfer_needed" };
        answer.expect_problem(409, code);
    }
    let counts: String = one(
        &app,
        "select concat_ws(' ', (select count(*) from workers), (select count(*) from persons), \
         (select count(*) from changes where subject = 'worker'))",
    )
    .await;
    assert_eq!(counts, "1 1 1");
}
