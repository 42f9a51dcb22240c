//! What waits and was made wrong by a step of a claim does not go out. Which step makes what wrong is in [`super::steps`].

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::Maker;
use super::addressees::{heard_by, keys};
use super::claims::title;
use super::happening::Before;
use super::steps::{ClaimStep, Wrong};
use super::years::{beginning, changed};
use crate::casework::messages::model::MessageRow;
use crate::casework::messages::queries::locks;
use crate::casework::messages::rules::{MessageCancelReason, MessageKind};
use crate::casework::messages::service::withhold;
use crate::casework::messages::texts::REQUESTED;
use crate::claims::cases::model::ClaimFile;
use crate::claims::heirs::codes::HeirRelation;
use crate::claims::heirs::model::Beneficiary;
use crate::platform::http::Problem;

/// Whether a message of such a cause and such an Indonesian text is meant.
type Meant<'a> = &'a (dyn Fn(&str, &str) -> bool + Sync);

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
                Wrong::OfClaim(kind) => self.take_back_of(conn, (file, kind), &|_, _| true).await?,
                Wrong::OfYear(kind) => {
                    let Some(begins) = beginning(file, &before.children, kind) else { continue };
                    self.take_back_of(conn, (file, kind), &|_, text| text.starts_with(&begins)).await?;
                }
                Wrong::Payment => self.take_back_payment(conn, file, before).await?,
                Wrong::YearPayment => self.take_back_year_payment(conn, file, before).await?,
                Wrong::ToRemoved(kind) => self.take_back_of_removed(conn, (file, kind), before).await?,
                Wrong::EveryRequest => {
                    let kind = MessageKind::AccountChanged;
                    self.take_back_of(conn, (file, kind), &|_, text| text.starts_with(REQUESTED)).await?;
                }
                Wrong::Request => self.take_back_account(conn, (file, before), REQUESTED).await?,
                Wrong::Account => self.take_back_account(conn, (file, before), "").await?,
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
        let ends = endings(file, one);
        // A scholarship may be paid to the same beneficiary.
        let [title, _] = title(file);
        let is_it = |cause: &str, text: &str| is_of(cause, &ends) && text.contains(title);
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
        let begins = beginning(file, &before.children, kind);
        let Some((payee, begins)) = payee.zip(begins) else { return Ok(()) };
        let ends = endings(file, payee);
        // The claim's own money and that of other children may be paid to the same beneficiary.
        let is_it = |cause: &str, text: &str| is_of(cause, &ends) && text.starts_with(&begins);
        self.take_back_of(conn, (file, kind), &is_it).await
    }

    /// Whoever was taken out of a claim does not hear of it, unless as somebody else's guardian.
    async fn take_back_of_removed(
        &mut self,
        conn: &mut AsyncPgConnection,
        (file, kind): (&ClaimFile, MessageKind),
        before: &Before,
    ) -> Result<(), Problem> {
        let is_left = |old: &Beneficiary| file.beneficiaries.iter().any(|one| one.row.id == old.row.id);
        let Some(gone) = before.beneficiaries.iter().find(|old| !is_left(old)) else { return Ok(()) };
        let hears = file.beneficiaries.iter().any(|one| heard_by(one) == heard_by(gone));
        // The worker hears of the claim in any case.
        if hears || gone.row.relation.0 == HeirRelation::Member {
            return Ok(());
        }
        let ends = endings(file, gone);
        self.take_back_of(conn, (file, kind), &|cause, _| is_of(cause, &ends)).await
    }

    /// What was to tell in a text that begins so of the account of the beneficiary whom a change touched.
    async fn take_back_account(
        &mut self,
        conn: &mut AsyncPgConnection,
        (file, before): (&ClaimFile, &Before),
        begins: &str,
    ) -> Result<(), Problem> {
        let is_other = |one: &&Beneficiary| {
            let old = before.beneficiaries.iter().find(|old| old.row.id == one.row.id);
            old.is_some_and(|old| {
                old.row.pending_at != one.row.pending_at || old.row.account_hash != one.row.account_hash
            })
        };
        let Some(one) = file.beneficiaries.iter().find(is_other) else { return Ok(()) };
        let ends = endings(file, one);
        let is_it = |cause: &str, text: &str| is_of(cause, &ends) && text.starts_with(begins);
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
            !(draft.kind == kind && draft.subject_id == id && is_it(&draft.cause, text))
        });
        let mut rows: Vec<MessageRow> = locks::lock_of_claim(conn, (id, regency_id), kind).await?;
        rows.retain(|row| is_it(&row.cause, &row.text_id));
        withhold(conn, &self.origin, rows, MessageCancelReason::Superseded).await
    }
}

/// How the causes of what is told a beneficiary of a claim end.
fn endings(file: &ClaimFile, beneficiary: &Beneficiary) -> [String; 2] {
    keys(file, beneficiary).map(|key| format!(".{key}"))
}

fn is_of(cause: &str, endings: &[String; 2]) -> bool {
    endings.iter().any(|ending| cause.ends_with(ending.as_str()))
}
