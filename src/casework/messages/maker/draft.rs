//! Messages before they are written.

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::casework::messages::model::MessageRow;
use crate::casework::messages::queries::causes;
use crate::casework::messages::rules::{MessageChannel, MessageKind, MessageRecipient, MessageStatus};
use crate::cover::trail;
use crate::domain::{Day, Phone, new_id};
use crate::platform::changes::{self, Change, Origin};
use crate::platform::db::columns::AsText;
use crate::platform::http::Problem;
use crate::platform::vault::Sealed;

/// So many rows are written by one statement.
const TOGETHER: usize = 500;

/// A message before it is written.
pub(super) struct Draft {
    /// Whatever else happened has another one.
    pub cause: String,
    pub kind: MessageKind,
    pub subject_id: Uuid,
    /// Whose registration it is about.
    pub worker: (Uuid, i32),
    pub village_code: String,
    pub recipient: MessageRecipient,
    pub recipient_name: String,
    /// The number and its mask.
    pub phone: Option<(Sealed<Phone>, String)>,
    pub text: [String; 2],
    pub not_after: Option<Day>,
}

impl Draft {
    /// Its cause as it is written: one happening may be told in several ways.
    pub fn written_cause(&self) -> String {
        format!("{}.{}", self.kind, self.cause)
    }

    fn into_row(self, id: Uuid, origin: &Origin, today: Day) -> MessageRow {
        let cause = self.written_cause();
        let now = trail::instant(origin);
        let channel = match self.phone {
            Some(_) => MessageChannel::ShortMessage,
            None => MessageChannel::Letter,
        };
        let (phone_sealed, phone_mask) = self.phone.unzip();
        let [text_id, text_en] = self.text;
        MessageRow {
            id,
            regency_id: self.worker.1,
            cause,
            kind: AsText(self.kind),
            channel: AsText(channel),
            status: AsText(MessageStatus::Ready),
            worker_id: self.worker.0,
            village_code: self.village_code,
            recipient: AsText(self.recipient),
            recipient_name: self.recipient_name,
            phone_sealed,
            phone_mask,
            subject_id: self.subject_id,
            text_id,
            text_en,
            not_before: today,
            not_after: self.not_after,
            lease_id: None,
            leased_by: None,
            leased_until: None,
            failures: 0,
            failure_reason: None,
            try_at: now,
            sent_at: None,
            sent_reference: None,
            reported_by: None,
            cancel_reason: None,
            cancel_note: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }
}

/// Writes what nobody has told yet, in the order in which it was drafted: that of what happened, which the ids follow, with an
/// instant for every time that a transaction writes. Nobody else writes meanwhile, for whoever does holds the cursor.
pub(super) async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    (at, today): (DateTime<Utc>, Day),
    drafts: Vec<Draft>,
) -> Result<(), Problem> {
    // Those of one instant differ by chance.
    let mut ids: Vec<Uuid> = drafts.iter().map(|_| new_id(at)).collect();
    ids.sort_unstable();
    let drafted = ids.into_iter().zip(drafts);
    let rows: Vec<MessageRow> = drafted.map(|(id, draft)| draft.into_row(id, origin, today)).collect();
    for part in rows.chunks(TOGETHER) {
        let written = causes::insert(conn, part).await?;
        let created: Result<Vec<Change>, _> = written.iter().map(Change::created).collect();
        changes::record(conn, origin, &created.map_err(Problem::internal)?).await?;
    }
    Ok(())
}
