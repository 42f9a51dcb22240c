//! What happens at the same time has one winner.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::claims::stage::Stage;

#[tokio::test]
async fn of_sixteen_claims_of_one_year_one_stands() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let year = stage.school_year(0);
    let answers = join_all((0..16).map(|_| stage.try_year(&held, &child, &year, "primary"))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for loser in answers.iter().filter(|answer| answer.status != 201) {
        loser.expect_problem(409, "already_exists");
    }
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_scholarships").await, ["1"]);
    // What the lock sees to, the database holds, too.
    let twice = "INSERT INTO claim_scholarships SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).* \
        FROM claim_scholarships AS s";
    let refused = stage.database.execute(twice, &[]).await.unwrap_err();
    let constraint = refused.as_db_error().and_then(|error| error.constraint().map(str::to_owned));
    assert_eq!(constraint.as_deref(), Some("claim_scholarships_year_key"));
}

#[tokio::test]
async fn a_transfer_that_is_tried_until_it_is_heard_is_recorded_once() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.approved_year().await;
    let attempts = (0..16).map(async |number| {
        let mut seen = held.clone();
        loop {
            let transfer = stage.year_transfer(&seen, &scholarship, &format!("BEA-{number}"));
            let step = (&scholarship, "record-payment");
            let answer = stage.try_year_step(&seen, &stage.insurer, step, &transfer).await;
            match answer.status.as_u16() {
                412 => seen = stage.read(&seen).await,
                other => return other,
            }
        }
    });
    let mut statuses = join_all(attempts).await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (200, &[409; 15][..]));
    let paid = "SELECT format('%s %s', status, approved_amount_idr) FROM claim_scholarships";
    assert_eq!(stage.column(paid).await, ["paid 1500000"]);
}

#[tokio::test]
async fn of_two_decisions_one_counts_and_of_two_children_the_last_place_goes_to_one() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.verified_year().await;
    let approval = json!({"outcome": "approved", "decided_on": stage.today});
    let refusal = json!({"outcome": "rejected", "decided_on": stage.today, "rejection_reason": "Rapor."});
    let step = (&scholarship, "record-decision");
    let (one, other) = tokio::join!(
        stage.try_year_step(&held, &stage.insurer, step, &approval),
        stage.try_year_step(&held, &stage.insurer, step, &refusal),
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);

    let children: Vec<Value> = (0..8)
        .map(|number| {
            let birth_on = format!("2015-01-0{}", number + 1);
            json!({"name": format!("Anak {number}"), "birth_on": birth_on, "level": "primary", "level_year": 1})
        })
        .collect();
    let path = held.action("children");
    let answers =
        join_all(children.iter().map(|child| stage.app.post(&path).as_(&stage.operator).json(child).send()))
            .await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_children").await, ["2"]);
}
