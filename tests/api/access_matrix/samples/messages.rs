//! Messages: letters that the village prints, and short messages for whoever takes them.

use payung::domain::Phone;
use payung::platform::vault::Identifier as _;
use serde_json::json;
use uuid::Uuid;

use super::Sample;
use crate::access_matrix::cast::{Cast, VILLAGE};

/// What the recipient of what is taken is called.
const RECIPIENT: &str = "Hj. Khoirotun Nisa";

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    Some(match operation {
        "list_messages" => {
            Sample { query: "?limit=500", ..Sample::plain() }.showing(&written(cast, "letter").await)
        }
        // One for each who may take, and nothing else.
        "take_messages" => {
            let client = cast.app.database().owner().client().await.unwrap();
            client.execute("update messages set channel = 'letter'", &[]).await.unwrap();
            for _ in 0..2 {
                written(cast, "short_message").await;
            }
            Sample::plain().json(json!({ "limit": 1 })).showing(RECIPIENT)
        }
        "get_message" => Sample::about(&written(cast, "letter").await).showing(RECIPIENT),
        "list_message_history" => Sample::about(&written(cast, "letter").await),
        "report_sent_message" => Sample::about(&written(cast, "letter").await).json(json!({})),
        "report_failed_message" => {
            Sample::about(&written(cast, "letter").await).json(json!({ "reason": "Pindah" }))
        }
        "cancel_message" => {
            let id = written(cast, "letter").await;
            Sample::about(&id).if_match("\"1.masked\"").json(json!({ "reason": "Sudah diberi tahu" }))
        }
        "reopen_message" => {
            let id = written(cast, "letter").await;
            let client = cast.app.database().owner().client().await.unwrap();
            let cancel = "update messages set status = 'cancelled', cancel_reason = 'by_hand' where id = $1";
            client.execute(cancel, &[&id.parse::<Uuid>().unwrap()]).await.unwrap();
            Sample::about(&id).if_match("\"1.masked\"")
        }
        _ => return None,
    })
}

/// A message to somebody of the village; its id.
async fn written(cast: &Cast, channel: &str) -> String {
    let client = cast.app.database().owner().client().await.unwrap();
    let (person, worker, id) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    client.execute("insert into persons (id, created_at) values ($1, now())", &[&person]).await.unwrap();
    client
        .execute(
            "insert into workers (id, regency_id, person_id, village_code, name, status, status_on, version, created_at, \
             updated_at) select $1, r.id, $2, $3, 'Moh. Hasan', 'verified', current_date, 1, now(), now() \
             from regencies r where r.region_code = left($3, 5)",
            &[&worker, &person, &VILLAGE],
        )
        .await
        .unwrap();
    let phone = Phone::parse("081234567890").unwrap();
    let sealed = cast.app.state.vault.seal(&phone).unwrap();
    client
        .execute(
            "insert into messages (id, regency_id, cause, kind, channel, status, worker_id, village_code, recipient, \
             recipient_name, phone_sealed, phone_mask, subject_id, text_id, text_en, not_before, failures, try_at, version, \
             created_at, updated_at) select $1, w.regency_id, $7, 'claim_sent', $2, 'ready', w.id, w.village_code, \
             'family', $3, $4, $5, w.id, 'Klaim dikirim.', 'The claim was sent.', '2020-01-01', 0, now(), 1, now(), now() \
             from workers w where w.id = $6",
            &[&id, &channel, &RECIPIENT, &sealed.as_bytes(), &phone.masked(), &worker, &id.to_string()],
        )
        .await
        .unwrap();
    id.to_string()
}
