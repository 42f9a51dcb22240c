//! What people hear of their cover and their registration

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{covered, made, only, phone, told};
use crate::deaths::{Report, of};
use crate::monthly_closes::closed;
use crate::support::contributions::end;
use crate::support::cover::{
    ABROAD, HOME, active, apbd, one, proposal, settle, source, start, stranger, with, worker,
};
use crate::support::enrolment::execute;
use crate::support::places::period;

#[tokio::test]
async fn who_is_covered_hears_of_it_once() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let member = covered(&app, 1, budget).await;
    let shown = only(&app, "cover_started").await;
    assert_eq!(
        ["channel", "status", "worker_id", "region_code", "not_before", "not_after", "allowed_actions"]
            .map(|name| shown[name].clone()),
        [
            json!("short_message"),
            json!("ready"),
            json!(member.id),
            json!(HOME),
            json!("2026-11-23"),
            Value::Null,
            json!(["cancel"])
        ]
    );
    assert_eq!(
        shown["recipient"],
        json!({ "kind": "worker", "name": "Siti Aminah", "phone": "+62*******90" })
    );
    assert_eq!(shown["link"], json!(period(&app, &member).await.path));
    assert_eq!(shown["reason"], json!({ "id": "Perlindungan dimulai", "en": "Cover has begun" }));
    assert_eq!(
        shown["text"]["id"],
        "Siti Aminah, mulai 1 Februari 2026 Anda dilindungi BPJS Ketenagakerjaan. Iuran Anda ditanggung sampai Desember \
         2026. Bila celaka saat bekerja atau meninggal, ada santunan: lapor ke kantor kelurahan."
    );
    assert_eq!(
        shown["text"]["en"],
        "Siti Aminah, from 1 February 2026 you are insured with BPJS Ketenagakerjaan. Your contributions are paid for until \
         December 2026. An accident at work or a death is compensated: tell the kelurahan office."
    );
    let recorded = "select string_agg(action || ':' || actor_kind, ' ' order by version) from changes \
                    where subject = 'message'";
    assert_eq!(one::<String>(&app, recorded).await, "created:system");
    // Whoever reads everything again tells nobody twice.
    execute(&app, "update change_cursors set position = 0", &[]).await;
    assert_eq!(told(&app, "").await, [shown]);
}

#[tokio::test]
async fn who_has_no_phone_gets_a_letter_that_the_village_prints() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    for serial in 1..=2 {
        let member = worker(&app, serial).await;
        active(&app, &proposal(&member, budget), &format!("260000{serial:05}")).await;
    }
    let found = told(&app, "?channel=letter&status=ready").await;
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["recipient"]["phone"], Value::Null);
    let village = app.account(Role::VillageOperator, &[HOME]);
    let path = "/v1/work-items?kind=letters_to_print";
    let items = app.get(path).as_(&village).send().await.expect(200)["data"].clone();
    assert_eq!(items.as_array().unwrap().len(), 1);
    assert_eq!(
        ["owner", "people", "region_code", "reason", "link"].map(|name| items[0][name].clone()),
        [
            json!("village_operator"),
            json!(2),
            json!(HOME),
            json!("2 surat untuk 2 warga belum dicetak dan diantar."),
            json!(format!("/v1/messages?region={HOME}&channel=letter&status=ready"))
        ]
    );
    let link = items[0]["link"].as_str().unwrap();
    let listed = app.get(link).as_(&village).send().await.expect(200);
    assert_eq!(listed["data"].as_array().unwrap().len(), 2);
    // Whoever has several letters is one of them all the same.
    let second = "insert into messages select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), \
                  'cause', m.cause || '.again'))).* from messages as m where worker_id = $1";
    let first: uuid::Uuid = found[0]["worker_id"].as_str().unwrap().parse().unwrap();
    execute(&app, second, &[&first]).await;
    let item = app.get(path).as_(&village).send().await.expect(200)["data"][0].clone();
    assert_eq!(
        (&item["people"], &item["reason"]),
        (&json!(2), &json!("3 surat untuk 2 warga belum dicetak dan diantar."))
    );
}

#[tokio::test]
async fn who_falls_to_a_cut_hears_what_the_months_cost_and_an_undone_end_is_not_told() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let (cut, hired) = (covered(&app, 1, budget).await, covered(&app, 2, budget).await);
    made(&app).await;
    end(&app, &cut, "quota_cut", "2026-11-10").await;
    end(&app, &hired, "wage_worker", "2026-11-10").await;
    let ends = told(&app, "?kind=cover_ends").await;
    let of = |id: uuid::Uuid| ends.iter().find(|one| one["worker_id"] == json!(id)).unwrap();
    let text = of(cut.id)["text"]["id"].as_str().unwrap();
    assert!(
        text.contains("sampai November 2026. Agar tetap terlindungi, bayar sendiri Rp8.400 per bulan"),
        "{text}"
    );
    let text = of(hired.id)["text"]["id"].as_str().unwrap();
    assert!(text.contains("iuran menjadi tanggungan pemberi kerja Anda."), "{text}");
    // What began was not sent yet, and is wrong by now.
    let started = told(&app, "?kind=cover_started").await;
    assert!(started.iter().all(|one| one["cancel_reason"] == "superseded"), "{started:?}");

    let again = period(&app, &cut).await;
    let body = json!({ "reason": "salah orang" });
    again.act(&app, &app.officer(), "reopen", &body).await.expect(200);
    let ends = told(&app, &format!("?kind=cover_ends&worker_id={}", cut.id)).await;
    assert_eq!((&ends[0]["status"], &ends[0]["cancel_reason"]), (&json!("cancelled"), &json!("superseded")));
    assert_eq!(told(&app, "?kind=cover_resumed").await, [json!(null); 0]);
}

#[tokio::test]
async fn an_end_that_was_told_and_undone_is_told_too() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let cut = covered(&app, 1, budget).await;
    end(&app, &cut, "quota_cut", "2026-11-10").await;
    made(&app).await;
    let sent = "update messages set status = 'sent', sent_at = now() where kind = 'cover_ends'";
    execute(&app, sent, &[]).await;
    let body = json!({ "reason": "salah orang" });
    period(&app, &cut).await.act(&app, &app.officer(), "reopen", &body).await.expect(200);
    let text = only(&app, "cover_resumed").await["text"]["id"].clone();
    assert!(
        text.as_str().unwrap().contains("berlanjut. Iuran Anda ditanggung sampai Desember 2026."),
        "{text}"
    );
    // Ended once more it does not go on.
    end(&app, &cut, "quota_cut", "2026-11-10").await;
    let shown = only(&app, "cover_resumed").await;
    assert_eq!((&shown["status"], &shown["cancel_reason"]), (&json!("cancelled"), &json!("superseded")));
}

#[tokio::test]
async fn a_closed_month_tells_whom_it_cuts_off_soon_and_whose_period_runs_out() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let late = covered(&app, 1, budget).await;
    settle(&app, &late, "2026-01", "2026-09", "2026-02-10").await;
    let short = worker(&app, 2).await;
    active(&app, &with(proposal(&short, budget), json!({ "until_month": "2026-11" })), "26000000002").await;
    settle(&app, &short, "2026-01", "2026-11", "2026-02-10").await;
    let first = closed(&app, "2026-10").await;
    let shown = only(&app, "near_lapse").await;
    assert_eq!(
        (&shown["worker_id"], &shown["not_after"], &shown["link"]),
        (&json!(late.id), &json!("2026-11-30"), &json!(late.path("/standing")))
    );
    let text = shown["text"]["id"].as_str().unwrap();
    assert!(text.contains("Bila belum dibayar sampai 30 November 2026, perlindungan putus"), "{text}");
    let ends = only(&app, "cover_ends").await;
    assert_eq!((&ends["worker_id"], &ends["channel"]), (&json!(short.id), &json!("letter")));
    let text = ends["text"]["en"].as_str().unwrap();
    assert!(text.contains("until November 2026. To stay insured pay Rp8,400 a month yourself"), "{text}");

    // The month is closed again: nobody hears the same twice.
    let reopened = first.act(&app, &app.officer(), "reopen", &json!({ "reason": "terlambat" })).await;
    reopened.expect(200);
    first.read(&app).await.act(&app, &app.officer(), "close", &json!({})).await.expect(200);
    assert_eq!(told(&app, "?kind=near_lapse").await.len(), 1);
    assert_eq!(told(&app, "?kind=cover_ends").await.len(), 1);
}

#[tokio::test]
async fn nothing_waits_for_the_dead_and_a_death_in_error_is_undone() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let dead = covered(&app, 1, budget).await;
    made(&app).await;
    let report = Report::recorded(&app, &of(&dead)).await;
    let about = format!("?worker_id={}", dead.id);
    let found = told(&app, &about).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        ["status", "cancel_reason", "allowed_actions"].map(|name| found[0][name].clone()),
        [json!("cancelled"), json!("recipient_died"), json!([])]
    );
    report.act(&app, &app.officer(), "revoke", &json!({ "reason": "saudaranya" })).await.expect(200);
    let found = told(&app, &about).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["status"], &found[0]["cancel_reason"]), (&json!("ready"), &Value::Null));
}

#[tokio::test]
async fn who_is_asked_for_by_another_village_hears_the_answer() {
    let app = start().await;
    let (neighbour, village) = (stranger(&app), app.account(Role::VillageOperator, &[HOME]));
    for (serial, action, body) in [(1, "accept", json!({})), (2, "refuse", json!({ "reason": "tetap" }))] {
        let mover = worker(&app, serial).await;
        phone(&app, mover.id).await;
        let open = "update persons set open_worker_id = $1, open_regency_id = 1 where id = $2";
        execute(&app, open, &[&mover.id, &mover.person_id]).await;
        let wanted = json!({ "nik": mover.nik.as_str(), "to_village_code": ABROAD });
        let asked = app.post("/v1/transfers").as_(&neighbour).json(&wanted).send().await;
        let path = format!("/v1/transfers/{}/{action}", asked.expect(201)["id"].as_str().unwrap());
        let request = app.post(&path).as_(&village).header("If-Match", asked.header("etag").unwrap());
        request.json(&body).send().await.expect(200);
    }
    let refused = only(&app, "transfer_refused").await;
    assert_eq!((&refused["region_code"], &refused["channel"]), (&json!(HOME), &json!("short_message")));
    assert!(refused["text"]["id"].as_str().unwrap().contains("ditolak. Pendaftaran Anda tetap."));
    // Who has moved is a person of the neighbour's.
    let path = "/v1/messages?kind=transfer_accepted";
    assert_eq!(told(&app, "?kind=transfer_accepted").await, [json!(null); 0]);
    let found = app.get(path).as_(&neighbour).send().await.expect(200)["data"].clone();
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(found[0]["region_code"], ABROAD);
}

#[tokio::test]
async fn old_history_is_no_news() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let member = worker(&app, 1).await;
    execute(&app, "update change_cursors set position = 1000000", &[]).await;
    active(&app, &proposal(&member, budget), "26000000001").await;
    execute(&app, "update changes set recorded_at = now() - interval '31 days'", &[]).await;
    execute(&app, "update change_cursors set position = 0", &[]).await;
    assert_eq!(told(&app, "").await, [json!(null); 0]);
}
