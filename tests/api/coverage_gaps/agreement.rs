//! What gaps and standings say of the same people: who falls out, and when

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{member, members};
use crate::support::TestApp;
use crate::support::cover::{Worker, apbd, settle, source, start};
use crate::support::enrolment::execute;

/// The first months in which the test looks for somebody who falls out, and so many of them.
const FIRST: (i32, u32) = (2026, 3);
const MONTHS: u32 = 16;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn month(number: u32) -> String {
    format!("2026-{number:02}")
}

async fn told(
    app: &TestApp,
    worker: &Worker,
    state: &str,
    as_of: &str,
    paid_until: Option<String>,
) -> (String, String) {
    let said = json!({
        "worker_id": worker.id, "state": state, "programmes": ["jkk", "jkm"], "paid_until": paid_until, "as_of": as_of,
        "evidence": "list",
    });
    let answer = app.post("/v1/memberships").as_(&app.officer()).json(&said).send().await;
    let id = answer.expect(201)["id"].as_str().unwrap().to_owned();
    (format!("/v1/memberships/{id}"), answer.header("etag").unwrap().to_owned())
}

/// Somebody with a life of a year: months paid from January to one, then what the number of the story says.
async fn life(app: &TestApp, serial: u32, source: uuid::Uuid, dice: &mut Dice) -> (Worker, String) {
    let worker = member(app, serial, source, None).await;
    let last = 1 + dice.roll(5);
    settle(app, &worker, "2026-01", &month(last), "2026-01-20").await;
    let story = serial % 12;
    match story {
        // Nothing more is paid.
        0 => {}
        // All of it was paid in advance.
        1 => settle(app, &worker, &month(last + 1), "2026-12", "2026-02-20").await,
        // Late, as long as it can still be paid.
        2 => {
            settle(app, &worker, &month(last + 1), &month(last + 2), &format!("{}-15", month(last + 3))).await
        }
        // After the membership was cut off: months for which it was, and nothing of later ones.
        3 => {
            settle(app, &worker, &month(last + 1), &month(last + 3), &format!("{}-15", month(last + 5))).await
        }
        // After it was cut off: a month since. A new membership begins.
        4 => {
            settle(app, &worker, &month(last + 4), &month(last + 4), &format!("{}-15", month(last + 6))).await
        }
        // The same in the month itself.
        5 => {
            settle(app, &worker, &month(last + 6), &month(last + 6), &format!("{}-15", month(last + 6))).await
        }
        // Late public money that the insurer counts in time, told by a word of before.
        6 => {
            let (path, etag) = told(app, &worker, "active", &format!("{}-25", month(last + 3)), None).await;
            settle(app, &worker, &month(last + 1), &month(last + 3), &format!("{}-15", month(last + 5)))
                .await;
            let months = json!({ "from_month": month(last + 1), "until_month": month(last + 3) });
            let request = app.post(&format!("{path}/correct-late-months")).as_(&app.officer());
            request.header("If-Match", &etag).json(&months).send().await.expect(200);
        }
        // The insurer calls an unpaid membership active.
        7 => {
            told(app, &worker, "active", &format!("{}-10", month(last + 3)), None).await;
        }
        // The insurer has seen less than we have paid.
        8 => {
            settle(app, &worker, &month(last + 1), &month(last + 2), &format!("{}-02", month(last + 1)))
                .await;
            told(app, &worker, "in_arrears", &format!("{}-10", month(last + 3)), Some(month(last))).await;
        }
        // The insurer sees arrears and names no month, and cover has begun since.
        9 => {
            told(app, &worker, "in_arrears", &format!("{}-10", month(last + 3)), None).await;
        }
        // The insurer has ended it for unpaid months, and something is paid since.
        10 => {
            told(app, &worker, "lapsed", &format!("{}-10", month(last + 5)), Some(month(last))).await;
            settle(app, &worker, &month(last + 6), &month(last + 6), &format!("{}-15", month(last + 6)))
                .await;
        }
        // It has ended it, and nothing is: nobody falls out of what the insurer itself has ended.
        _ => {
            told(app, &worker, "lapsed", &format!("{}-10", month(last + 5)), Some(month(last))).await;
        }
    }
    (worker, format!("story {story}, paid until {last}"))
}

fn day(months: u32) -> chrono::NaiveDate {
    let first = chrono::NaiveDate::from_ymd_opt(FIRST.0, FIRST.1, 1).unwrap();
    first.checked_add_months(chrono::Months::new(months)).unwrap()
}

/// Of each person the last month on whose first day the standing is lapsed and on the eve of which it was not; of those alone
/// who are not insured at the end either.
async fn fallen(app: &TestApp, people: &[(Worker, String)]) -> BTreeMap<String, String> {
    let mut fallen = BTreeMap::new();
    for (worker, story) in people {
        let days = (0..MONTHS).flat_map(|months| [day(months).pred_opt().unwrap(), day(months)]);
        let checks: Vec<Value> =
            days.map(|on| json!({ "type": "nik", "value": worker.nik.as_str(), "on": on })).collect();
        let body = json!({ "checks": checks });
        let shown = app.post("/v1/coverage-checks").as_(&app.officer()).json(&body).send().await.expect(200);
        let standings: Vec<&str> =
            shown["data"].as_array().unwrap().iter().map(|one| one["standing"].as_str().unwrap()).collect();
        let is_in = |standing: &str| matches!(standing, "active" | "in_arrears");
        let mut falls =
            standings.chunks(2).enumerate().filter(|(_, pair)| is_in(pair[0]) && pair[1] == "lapsed");
        let last = falls.next_back().map(|(place, _)| day(u32::try_from(place).unwrap()));
        let is_ended = story.starts_with("story 11,");
        if let Some(day) = last.filter(|_| !is_in(standings.last().unwrap()) && !is_ended) {
            fallen.insert(worker.id.to_string(), day.format("%Y-%m").to_string());
        }
    }
    fallen
}

/// Four dozen lives, with the same number of unpaid months for alerts and for standings.
#[tokio::test]
async fn gaps_and_standings_agree_on_who_falls_out_and_when() {
    let app = start().await;
    let same = "update rule_parameters set value = 3 where key = 'lapse_alert_after_unpaid_months'";
    execute(&app, same, &[]).await;
    let source = source(&app, apbd()).await;
    let mut dice = Dice(20_261_123);
    let mut people = Vec::new();
    for serial in 0..48 {
        people.push(life(&app, serial + 1, source, &mut dice).await);
    }
    let by_standing = fallen(&app, &people).await;
    let query = format!(
        "?from_month={}&until_month={}&limit=500",
        day(0).format("%Y-%m"),
        day(MONTHS - 1).format("%Y-%m")
    );
    let by_gap: BTreeMap<String, String> = members(&app, &query)
        .await
        .iter()
        .map(|one| (one["worker_id"].as_str().unwrap().to_owned(), one["month"].as_str().unwrap().to_owned()))
        .collect();
    let differ: Vec<_> = people
        .iter()
        .map(|(worker, story)| {
            (story, by_standing.get(&worker.id.to_string()), by_gap.get(&worker.id.to_string()))
        })
        .filter(|(_, standing, gap)| standing != gap)
        .collect();
    assert!(differ.is_empty(), "story, month by standing, month by gap: {differ:#?}");
    assert!(by_gap.len() > 30, "the lives end in gaps: {}", by_gap.len());
}
