//! Who did not die after all hears what became of the cover meanwhile

use serde_json::{Value, json};

use super::{covered, made, told};
use crate::deaths::{Report, of};
use crate::support::TestApp;
use crate::support::cover::{Worker, apbd, source, start, worker};
use crate::support::enrolment::execute;
use crate::support::places::period;

/// Kind, state and reason of what is told a worker, in the order in which it happened.
async fn states(app: &TestApp, worker: &Worker) -> Vec<String> {
    let found = told(app, &format!("?worker_id={}", worker.id)).await;
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let line = |one: &Value| [&one["kind"], &one["status"], &one["cancel_reason"]].map(text).join(" ");
    found.iter().map(line).collect()
}

#[tokio::test]
async fn whose_place_was_given_on_hears_that_cover_ended_and_not_that_it_began() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let sent = "update messages set status = 'sent', sent_at = now() where worker_id = $1";
    let cases = [(None, "cover_started cancelled superseded"), (Some(sent), "cover_started sent -")];
    for (serial, (happened, started)) in (1..).zip(cases) {
        let (alive, next) = (covered(&app, serial, budget).await, worker(&app, serial + 10).await);
        assert_eq!(states(&app, &alive).await, ["cover_started ready -"]);
        if let Some(statement) = happened {
            execute(&app, statement, &[&alive.id]).await;
        }
        let report = Report::recorded(&app, &of(&alive)).await;
        made(&app).await;
        let place = json!({ "worker_id": next.id });
        period(&app, &alive).await.act(&app, &app.officer(), "replace", &place).await.expect(201);
        made(&app).await;
        report.act(&app, &app.officer(), "revoke", &json!({ "reason": "saudaranya" })).await.expect(200);
        let expected = [started, "cover_ends ready -"];
        assert_eq!(states(&app, &alive).await, expected);
        let ends = told(&app, &format!("?worker_id={}&kind=cover_ends", alive.id)).await;
        assert_eq!(
            ends[0]["text"],
            json!({
                "id": "Siti Aminah, iuran BPJS Ketenagakerjaan Anda ditanggung sampai November 2026. Tempat Anda sudah \
                       diberikan kepada orang lain. Tanyakan kelanjutannya di kantor kelurahan.",
                "en": "Siti Aminah, your contributions to BPJS Ketenagakerjaan are paid for until November 2026. Your \
                       place was given to somebody else. Ask at the kelurahan office how it goes on.",
            })
        );
        // Held to be dead and raised once more, nobody hears it twice.
        let again = Report::recorded(&app, &of(&alive)).await;
        let silent = [started, "cover_ends cancelled recipient_died"];
        assert_eq!(states(&app, &alive).await, silent);
        again.act(&app, &app.officer(), "revoke", &json!({ "reason": "saudaranya" })).await.expect(200);
        assert_eq!(states(&app, &alive).await, expected);
    }
}

#[tokio::test]
async fn whose_place_was_given_on_before_anything_was_told_hears_that_cover_ended() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let (alive, next) = (covered(&app, 1, budget).await, worker(&app, 2).await);
    let report = Report::recorded(&app, &of(&alive)).await;
    let place = json!({ "worker_id": next.id });
    period(&app, &alive).await.act(&app, &app.officer(), "replace", &place).await.expect(201);
    report.act(&app, &app.officer(), "revoke", &json!({ "reason": "saudaranya" })).await.expect(200);
    let ready = told(&app, &format!("?worker_id={}&status=ready", alive.id)).await;
    let kinds: Vec<&Value> = ready.iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["cover_ends"]);
}

#[tokio::test]
async fn whose_cover_goes_on_hears_that_it_began_however_late_it_is_told() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let alive = covered(&app, 1, budget).await;
    let report = Report::recorded(&app, &of(&alive)).await;
    report.act(&app, &app.officer(), "revoke", &json!({ "reason": "saudaranya" })).await.expect(200);
    assert_eq!(states(&app, &alive).await, ["cover_started ready -"]);
}
