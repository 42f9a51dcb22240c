//! What waits, or may be opened again, and was made wrong by a step of a claim does not go out. Which step makes what wrong is in
//! [`super::steps`].

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::Maker;
use super::addressees::{heir_heard, is_heard_as_before};
use super::claims::{account_differs, title};
use super::happening::Before;
use super::steps::{ClaimStep, Wrong};
use super::years::{OfYear, changed};
use crate::casework::messages::model::MessageRow;
use crate::casework::messages::queries::{self, locks};
use crate::casework::messages::rules::{MessageCancelReason, MessageKind};
use crate::casework::messages::service::withhold;
use crate::casework::messages::texts::REQUESTED;
use crate::claims::cases::model::ClaimFile;
use crate::claims::heirs::codes::HeirRelation;
use crate::claims::heirs::model::Beneficiary;
use crate::claims::payouts::rules::fits;
use crate::platform::http::Problem;

/// By what it is seen whether a message is meant.
struct Seen<'a> {
    cause: &'a str,
    /// In Indonesian.
    text: &'a str,
    /// What its recipient is called.
    recipient: &'a str,
}

/// Whether a message is meant.
type Meant<'a> = &'a (dyn Fn(&Seen<'_>) -> bool + Sync);

impl Maker {
    /// Keeps everything from going out that a step made wrong.
    pub(super) async fn take_back(
        &mut self,
        conn: &mut AsyncPgConnection,
        (file, before): (&ClaimFile, &Before),
        step: ClaimStep,
    ) -> Result<(), Problem> {
        for wrong in step.makes_wrong() {
            match *wrong {
                Wrong::OfClaim(kind) => self.take_back_of(conn, (file, kind), &|_| true).await?,
                Wrong::OfYear(kind) => {
                    let Some(year) = OfYear::changed(file, &before.children, kind) else { continue };
                    let is_it = |one: &Seen<'_>| year.is_told(one.cause, one.text);
                    self.take_back_of(conn, (file, kind), &is_it).await?;
                }
                Wrong::Payment => self.take_back_payment(conn, file, before).await?,
                Wrong::YearPayment => self.take_back_year_payment(conn, file, before).await?,
                Wrong::ToRemoved(kind) => self.take_back_of_removed(conn, (file, kind), before).await?,
                Wrong::EveryRequest => {
                    let kind = MessageKind::AccountChanged;
                    let is_it = |one: &Seen<'_>| one.text.starts_with(REQUESTED);
                    self.take_back_of(conn, (file, kind), &is_it).await?;
                }
                Wrong::Account => self.take_back_account(conn, file, before).await?,
            }
        }
        Ok(())
    }

    /// A transfer was taken back: whoever was to hear of it does not, and hears of the right one.
    async fn take_back_payment(
        &mut self,
        conn: &mut AsyncPgConnection,
        file: &ClaimFile,
        before: &Before,
    ) -> Result<(), Problem> {
        let left = |id: Uuid| file.beneficiaries.iter().find(|one| one.row.id == id && one.payment.is_none());
        let mut paid = before.beneficiaries.iter().filter(|one| one.payment.is_some());
        let Some(one) = paid.find_map(|old| left(old.row.id)) else { return Ok(()) };
        let ends = endings(conn, file, one).await?;
        // A scholarship may be paid to the same beneficiary.
        let [title, _] = title(file);
        let is_it = |one: &Seen<'_>| is_of(one.cause, &ends) && one.text.contains(title);
        self.take_back_of(conn, (file, MessageKind::ClaimPaid), &is_it).await
    }

    /// The transfer of a year was taken back.
    async fn take_back_year_payment(
        &mut self,
        conn: &mut AsyncPgConnection,
        file: &ClaimFile,
        before: &Before,
    ) -> Result<(), Problem> {
        let kind = MessageKind::ClaimPaid;
        let Some((_, row)) = changed(file, &before.children) else { return Ok(()) };
        let mut old = before.children.iter().flat_map(|child| &child.scholarships);
        let payee_id = old.find(|old| old.id == row.id).and_then(|old| old.payee_id);
        let payee = file.beneficiaries.iter().find(|one| payee_id == Some(one.row.id));
        let year = OfYear::changed(file, &before.children, kind);
        let Some((payee, year)) = payee.zip(year) else { return Ok(()) };
        let ends = endings(conn, file, payee).await?;
        // The claim's own money and that of other children may be paid to the same beneficiary.
        let is_it = |one: &Seen<'_>| is_of(one.cause, &ends) && year.is_told(one.cause, one.text);
        self.take_back_of(conn, (file, kind), &is_it).await
    }

    /// Whoever was taken out of a claim, or has made room for somebody else, does not hear of it, unless as another one's
    /// guardian: who hears for several is told under one of them, maybe one who has left before.
    async fn take_back_of_removed(
        &mut self,
        conn: &mut AsyncPgConnection,
        (file, kind): (&ClaimFile, MessageKind),
        before: &Before,
    ) -> Result<(), Problem> {
        let is_left = |old: &Beneficiary| {
            let mut same = file.beneficiaries.iter().filter(|one| one.row.id == old.row.id);
            same.any(|one| is_heard_as_before(old, one))
        };
        let Some(gone) = before.beneficiaries.iter().find(|old| !is_left(old)) else { return Ok(()) };
        // The worker hears of the claim in any case.
        let Some(name) = heir_heard(gone) else { return Ok(()) };
        // What was told before a name was corrected has the old spelling.
        let hears = |heard: &str| {
            let mut left = file.beneficiaries.iter().filter_map(heir_heard);
            left.any(|left| left == heard || left == name && fits(heard, name))
        };
        let (own, to_kin) = ([format!(".{}", gone.row.id)], [format!(".{}", Uuid::nil())]);
        // Whom the worker wanted to be asked hears as that, whoever is an heir.
        let is_named = |one: &Seen<'_>| one.recipient == name && !is_of(one.cause, &to_kin);
        let is_it = |one: &Seen<'_>| !hears(one.recipient) && (is_named(one) || is_of(one.cause, &own));
        self.take_back_of(conn, (file, kind), &is_it).await
    }

    /// What was to tell of the account of the beneficiary whom a change touched: that another one is asked for, which is decided
    /// or asked for otherwise. That it was changed stays true as long as it is the same.
    async fn take_back_account(
        &mut self,
        conn: &mut AsyncPgConnection,
        file: &ClaimFile,
        before: &Before,
    ) -> Result<(), Problem> {
        let touched = file.beneficiaries.iter().find_map(|one| {
            let old = before.beneficiaries.iter().find(|old| old.row.id == one.row.id)?;
            let is_other = account_differs(&old.row, &one.row);
            (is_other || old.row.pending_at != one.row.pending_at).then_some((one, is_other))
        });
        let Some((one, is_other)) = touched else { return Ok(()) };
        let ends = endings(conn, file, one).await?;
        let begins = if is_other { "" } else { REQUESTED };
        let is_it = |one: &Seen<'_>| is_of(one.cause, &ends) && one.text.starts_with(begins);
        self.take_back_of(conn, (file, MessageKind::AccountChanged), &is_it).await
    }

    /// What was to tell this of a claim and is meant does not go out, whether it is written or not.
    async fn take_back_of(
        &mut self,
        conn: &mut AsyncPgConnection,
        (file, kind): (&ClaimFile, MessageKind),
        is_it: Meant<'_>,
    ) -> Result<(), Problem> {
        let (id, regency_id) = (file.claim.id, file.claim.regency_id);
        self.drafts.retain(|draft| {
            let [text, _] = &draft.text;
            let one = Seen { cause: &draft.cause, text, recipient: &draft.recipient_name };
            !(draft.kind == kind && draft.subject_id == id && is_it(&one))
        });
        let mut rows: Vec<MessageRow> = locks::lock_about(conn, (&[id], regency_id), kind).await?;
        rows.retain(|row| {
            is_it(&Seen { cause: &row.cause, text: &row.text_id, recipient: &row.recipient_name })
        });
        withhold(conn, &self.origin, rows, MessageCancelReason::Superseded).await
    }
}

/// How the causes of what is told a beneficiary of a claim end, whether the worker lived when it was written or not, and under
/// which registration that stands for the worker.
async fn endings(
    conn: &mut AsyncPgConnection,
    file: &ClaimFile,
    beneficiary: &Beneficiary,
) -> Result<Vec<String>, Problem> {
    let keys = match beneficiary.row.relation.0 {
        HeirRelation::Member => {
            let worker = (file.claim.worker_id, file.claim.regency_id);
            let mut keys = queries::registrations(conn, worker).await?;
            keys.push(Uuid::nil());
            keys
        }
        _ => vec![beneficiary.row.id],
    };
    Ok(keys.into_iter().map(|key| format!(".{key}")).collect())
}

fn is_of(cause: &str, endings: &[String]) -> bool {
    endings.iter().any(|ending| cause.ends_with(ending.as_str()))
}
