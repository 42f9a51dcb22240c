//! What there is to tell of a claim.

use diesel_async::AsyncPgConnection;

use super::Maker;
use super::addressees::{Addressee, addressee, addressees, is_mourned, to_kin};
use super::draft::Draft;
use super::happening::Before;
use super::papers::names;
use super::steps::ClaimStep;
use crate::casework::messages::model::MessageRow;
use crate::casework::messages::queries::causes::Card;
use crate::casework::messages::queries::locks;
use crate::casework::messages::rules::{MessageKind, MessageRecipient};
use crate::casework::messages::service::release;
use crate::casework::messages::texts::{Claim, Told, office};
use crate::claims::cases::codes::{ClaimKind, ClaimStatus};
use crate::claims::cases::model::ClaimFile;
use crate::claims::heirs::codes::HeirRelation;
use crate::claims::heirs::model::{Beneficiary, BeneficiaryRow};
use crate::platform::http::Problem;

/// What the family has to know as well as the worker: all but what becomes of the worker's own account.
const PASSED_ON: [MessageKind; 4] = [
    MessageKind::ClaimReturned,
    MessageKind::ClaimSent,
    MessageKind::ClaimApproved,
    MessageKind::ClaimRejected,
];

impl Maker {
    /// Something became of a claim.
    pub(super) async fn claim(
        &mut self,
        conn: &mut AsyncPgConnection,
        cause: &str,
        file: &ClaimFile,
        before: &Before,
        step: ClaimStep,
    ) -> Result<(), Problem> {
        self.take_back(conn, (file, before), step).await?;
        let worker = (file.claim.worker_id, file.claim.regency_id);
        let Some(card) = self.cards.get(&worker).cloned() else { return Ok(()) };
        let may_tell = matches!(step, ClaimStep::Submitted | ClaimStep::Withdrawn | ClaimStep::Reopened);
        if may_tell && file.claim.facts().is_fatal() {
            self.tells_of_death(conn, file, &card).await?;
        }
        let is_mourned = is_mourned(file, &card);
        let claim =
            Claim { title: title(file), worker: &card.name, is_mourned, is_account_of_the_dead: false };
        let told = match step {
            // What was missing when it was withdrawn is missing still, where anything was.
            ClaimStep::Reopened if file.claim.returned_missing.is_empty() => return Ok(()),
            ClaimStep::Returned | ClaimStep::Reclassified | ClaimStep::Reopened => {
                let Some(told) = missing(claim, file) else { return Ok(()) };
                told
            }
            ClaimStep::Sent => Told::ClaimSent { claim },
            ClaimStep::Approved => {
                let Some(amount) = file.claim.approved_amount_idr else { return Ok(()) };
                Told::ClaimApproved { claim, amount }
            }
            ClaimStep::Rejected => Told::ClaimRejected { claim },
            ClaimStep::Submitted
            | ClaimStep::Withdrawn
            | ClaimStep::Undecided
            | ClaimStep::Voided
            | ClaimStep::Removed
            | ClaimStep::AccountKept
            | ClaimStep::YearClaimed
            | ClaimStep::YearWithdrawn
            | ClaimStep::YearUndecided
            | ClaimStep::YearVoided => return Ok(()),
            ClaimStep::Added | ClaimStep::Edited => {
                if let Some(told) = missing(claim, file) {
                    self.added(conn, cause, (file, &card), &before.beneficiaries, &told).await?;
                }
                return Ok(());
            }
            ClaimStep::YearSent | ClaimStep::YearApproved | ClaimStep::YearRejected | ClaimStep::YearPaid => {
                self.school_year(cause, (file, &card), &before.children, step);
                return Ok(());
            }
            ClaimStep::Paid | ClaimStep::AccountWaits | ClaimStep::AccountChanged => {
                let found = about_one(claim, file, &before.beneficiaries, step);
                if let Some((beneficiary, told)) = found {
                    let addressee = addressee(file, &card, beneficiary);
                    self.inform_family(cause, file, &card, addressee, &told);
                }
                return Ok(());
            }
        };
        for addressee in addressees(file, &card) {
            self.inform_family(cause, file, &card, addressee, &told);
        }
        Ok(())
    }

    /// A claim for a death was handed in, taken back, or goes on: nothing waits for the dead, and whoever lives hears what was kept
    /// back.
    async fn tells_of_death(
        &mut self,
        conn: &mut AsyncPgConnection,
        file: &ClaimFile,
        card: &Card,
    ) -> Result<(), Problem> {
        let worker = (card.id, card.regency_id);
        match (file.claim.told_death().is_some(), card.is_dead()) {
            (true, true) => self.died(conn, worker).await,
            (false, false) => self.lives(conn, worker).await,
            // By now it is otherwise, of which a later change tells, or the register.
            _ => Ok(()),
        }
    }

    /// What was to tell the dead of their claims is for whom they wanted to be asked; where it was passed on before and kept back
    /// because the death was taken back, it goes out after all.
    pub(super) async fn pass_on(
        &mut self,
        conn: &mut AsyncPgConnection,
        card: &Card,
        rows: &[MessageRow],
    ) -> Result<(), Problem> {
        let told = rows.iter().filter(|row| PASSED_ON.contains(&row.kind.0));
        let drafts: Vec<Draft> = told.map(|row| passed_on(card, row)).collect();
        let causes: Vec<String> = drafts.iter().map(Draft::written_cause).collect();
        let kept_back = locks::lock_superseded(conn, (&causes, card.regency_id)).await?;
        release(conn, &self.origin, kept_back).await?;
        self.drafts.extend(drafts);
        Ok(())
    }

    pub(super) fn inform_family(
        &mut self,
        cause: &str,
        file: &ClaimFile,
        card: &Card,
        addressee: Addressee,
        told: &Told<'_>,
    ) {
        if addressee.recipient == MessageRecipient::Worker && card.is_dead() {
            return;
        }
        self.drafts.push(Draft {
            cause: format!("{cause}.{}", addressee.key),
            kind: told.kind(),
            subject_id: file.claim.id,
            worker: (card.id, card.regency_id),
            village_code: card.village_code.clone(),
            recipient: addressee.recipient,
            recipient_name: addressee.name,
            phone: addressee.phone,
            text: told.text(office(&card.village_code)),
            not_after: told.last_day(self.today),
        });
    }
}

fn passed_on(card: &Card, row: &MessageRow) -> Draft {
    let kin = to_kin(card);
    let cause = row.cause.split_once('.').map_or(row.cause.as_str(), |(_, cause)| cause);
    Draft {
        cause: format!("{cause}.{}", kin.key),
        kind: row.kind.0,
        subject_id: row.subject_id,
        worker: (row.worker_id, row.regency_id),
        village_code: card.village_code.clone(),
        recipient: kin.recipient,
        recipient_name: kin.name,
        phone: kin.phone,
        text: [row.text_id.clone(), row.text_en.clone()],
        not_after: row.not_after,
    }
}

/// What is missing of a claim that was given back.
fn missing<'a>(claim: Claim<'a>, file: &ClaimFile) -> Option<Told<'a>> {
    let missing = file.claim.returned_missing.iter().map(|paper| names(paper)).collect();
    (file.claim.status.0 == ClaimStatus::Returned).then_some(Told::ClaimReturned { claim, missing })
}

/// What people call a claim.
pub(super) fn title(file: &ClaimFile) -> [&'static str; 2] {
    match file.claim.kind.0 {
        ClaimKind::Death => ["santunan kematian", "death benefit"],
        ClaimKind::WorkAccident => ["kecelakaan kerja", "work accident"],
        ClaimKind::OldAge => ["Jaminan Hari Tua", "old-age savings"],
    }
}

/// What people call the scholarships of all children of a claim.
const SCHOLARSHIPS: [&str; 2] = ["beasiswa anak", "children's scholarship"];

/// Whether money goes elsewhere since: the same number at another bank is another account. What the holder is called is not told.
pub(super) fn account_differs(old: &BeneficiaryRow, new: &BeneficiaryRow) -> bool {
    old.account_hash != new.account_hash || old.bank_code != new.bank_code || old.bank_name != new.bank_name
}

/// What there is to tell one beneficiary, and which: whose part the change touched.
fn about_one<'f>(
    claim: Claim<'f>,
    file: &'f ClaimFile,
    before: &[Beneficiary],
    step: ClaimStep,
) -> Option<(&'f Beneficiary, Told<'f>)> {
    let was = |one: &Beneficiary| before.iter().find(|old| old.row.id == one.row.id);
    file.beneficiaries.iter().find_map(|one| {
        let old = was(one)?;
        let row = &one.row;
        let is_account_of_the_dead = claim.is_mourned && row.relation.0 == HeirRelation::Member;
        // Once the claim's own money was sent, nothing but scholarships goes to an account.
        let is_for_school = step != ClaimStep::Paid && one.payment.is_some();
        let title = if is_for_school { SCHOLARSHIPS } else { claim.title };
        let claim = Claim { title, is_account_of_the_dead, ..claim };
        let told = match step {
            ClaimStep::Paid => {
                let payment = one.payment.as_ref().filter(|_| old.payment.is_none())?;
                let (amount, on) = (payment.amount_idr, payment.paid_on);
                Told::ClaimPaid { claim, amount, on, account: &payment.account_mask }
            }
            ClaimStep::AccountWaits => {
                let is_new = row.pending_at.is_some() && row.pending_at != old.row.pending_at;
                let bank = row.pending_bank_name.as_deref().filter(|_| is_new)?;
                let account = row.pending_account_mask.as_deref()?;
                Told::AccountChanged { claim, bank, account, is_waiting: true }
            }
            _ => {
                let is_other = old.row.account_hash.is_some() && account_differs(&old.row, row);
                let bank = row.bank_name.as_deref().filter(|_| is_other)?;
                let account = row.account_mask.as_deref()?;
                Told::AccountChanged { claim, bank, account, is_waiting: false }
            }
        };
        Some((one, told))
    })
}
