//! What waits for somebody whose registration moves.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::Maker;
use super::draft::Draft;
use crate::casework::messages::model::MessageRow;
use crate::casework::messages::queries::{self, locks};
use crate::casework::messages::rules::{MessageCancelReason, MessageChannel, MessageKind};
use crate::casework::messages::service::withhold;
use crate::casework::messages::texts::at_other_office;
use crate::cover::trail;
use crate::platform::http::Problem;

/// How somebody moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// By a transfer: what was told of earlier ones is wrong.
    ByTransfer,
    /// Because the village was corrected: a transfer that was refused is refused all the same.
    Corrected,
}

/// What is told of transfers: after another one it is wrong, wherever it was to be read.
const OF_TRANSFERS: [MessageKind; 2] = [MessageKind::TransferAccepted, MessageKind::TransferRefused];

impl Maker {
    /// A registration moved to a village, by a transfer or because it was corrected, which is known by a mark: what the village
    /// before was to print is for where the worker lives by now, with its office in it. What a sender has goes its way. A regency
    /// that somebody left keeps what it has to tell.
    pub(super) async fn moves_house(
        &mut self,
        conn: &mut AsyncPgConnection,
        (how, mark): (Move, &str),
        (from, worker): ((Uuid, i32), (Uuid, i32)),
        village_code: &str,
    ) -> Result<(), Problem> {
        let home = self.cards.get(&worker).map(|card| card.village_code.clone());
        let village_code = home.unwrap_or_else(|| village_code.to_owned());
        let ids = queries::registrations(conn, from).await?;
        let is_past = |kind: MessageKind| how == Move::ByTransfer && OF_TRANSFERS.contains(&kind);
        self.drafts.retain(|draft| {
            let is_own = draft.worker.1 == from.1 && ids.contains(&draft.worker.0);
            !(is_own && is_past(draft.kind))
        });
        let (now, today) = (trail::instant(&self.origin), self.today);
        let is_of_use = |row: &MessageRow| {
            let goes_out = row.is_waiting() && row.cancel_reason.is_none() && !row.is_held(now);
            goes_out && row.not_after.is_none_or(|day| day >= today)
        };
        let mut rows = locks::lock_elsewhere(conn, (&ids, from.1), &village_code).await?;
        rows.retain(|row| is_past(row.kind.0) || from == worker && is_of_use(row));
        let told = rows.iter().filter(|row| !is_past(row.kind.0));
        let drafts: Vec<Draft> = told.map(|row| readdressed(row, mark, &village_code)).collect();
        withhold(conn, &self.origin, rows, MessageCancelReason::Superseded).await?;
        self.drafts.extend(drafts);
        Ok(())
    }
}

/// The same for whoever lives in another village since a move, which its cause names.
fn readdressed(row: &MessageRow, mark: &str, village_code: &str) -> Draft {
    let cause = row.cause.split_once('.').map_or(row.cause.as_str(), |(_, cause)| cause);
    // What it is about stands before the first dot, with the move before this one, and whom it tells behind the last.
    let (what, rest) = cause.split_once('.').unwrap_or((cause, ""));
    let what = what.split_once('@').map_or(what, |(what, _)| what);
    let is_letter = row.channel.0 == MessageChannel::Letter;
    let phone = row.phone_sealed.clone().zip(row.phone_mask.clone());
    Draft {
        cause: format!("{what}@{mark}.{rest}"),
        kind: row.kind.0,
        subject_id: row.subject_id,
        worker: (row.worker_id, row.regency_id),
        village_code: village_code.to_owned(),
        recipient: row.recipient.0,
        recipient_name: row.recipient_name.clone(),
        // What could not be sent stays a letter.
        phone: phone.filter(|_| !is_letter),
        text: at_other_office([&row.text_id, &row.text_en], (&row.village_code, village_code)),
        not_after: row.not_after,
    }
}
