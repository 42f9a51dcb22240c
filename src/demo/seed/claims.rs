//! The claims of a village, from the first word of it to the state that their stories tell.

mod papers;
mod pupils;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::Place;
use super::people::People;
use crate::access::caller::Principal;
use crate::claims::cases::codes::ClaimKind;
use crate::claims::cases::model::{ApprovedLine, ClaimView};
use crate::claims::cases::rules::facts::Facts;
use crate::claims::cases::service::{self as cases, Confirmation, Decision, NewClaim};
use crate::claims::heirs::service::{self as heirs, NewBeneficiary};
use crate::claims::payouts::service::{self as payouts, PayoutAccount, Transfer};
use crate::demo::{
    BankAccount, DemoBeneficiary, DemoClaim, DemoClaimKind, DemoGrant, DemoStep, DemoWorker, Funding, Story,
};
use crate::domain::{AccountNumber, BankCode, Day, Nik, PersonName, Rupiah};
use crate::platform::db::transaction::transact;
use crate::platform::http::{IfMatch, Problem};

/// A claim on its way.
struct Case<'a> {
    place: &'a Place<'a>,
    people: &'a People,
    /// Who files it.
    filer: &'a Principal,
    claim: &'a DemoClaim,
    version: i32,
}

/// Files the claims that the stories of a village's workers tell, and carries each to its state: in a transaction of its own, as
/// it is handed in by its family. A death locks the sources that paid for the dead in their order; several in one transaction
/// would lock them in the order of the families, and two villages would wait for each other.
pub async fn file(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    workers: &[DemoWorker],
) -> Result<(), Problem> {
    for worker in workers {
        let Story::Funded(Funding { claim: Some(claim), .. }) = &worker.story else { continue };
        let filer = people.writer(&worker.village);
        let mut case = Case { place, people, filer, claim, version: 0 };
        transact(conn, async |conn| {
            case.open(conn, worker.id).await?;
            for (day, step) in &claim.steps {
                case.take(conn, *day, step).await?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

impl Case<'_> {
    /// Files the draft with whom and where to pay, as far as it is known.
    async fn open(&mut self, conn: &mut AsyncPgConnection, worker_id: Uuid) -> Result<(), Problem> {
        let claim = self.claim;
        let today = claim.filed_on;
        let origin = self.place.origin(self.filer, today);
        let new = NewClaim {
            id: claim.id,
            worker_id,
            facts: Facts {
                kind: kind(claim.kind),
                event_on: claim.event_on,
                died_on: claim.died_on,
                reported_on: claim.filed_on,
            },
            circumstances: claim.circumstances.map(str::to_owned),
            stated: Vec::new(),
            stated_by: origin.actor.id(),
        };
        let view = cases::create(conn, self.filer, &origin, new, today).await?;
        self.read(&view);
        for one in &claim.beneficiaries {
            let new = beneficiary(one)?;
            let by = (self.filer, &*self.place.state.vault);
            let (view, _) = heirs::add(conn, by, &origin, claim.id, new).await?;
            self.read(&view);
            if let Some(account) = one.account.as_ref().filter(|account| !account.is_late) {
                self.set_account(conn, (self.filer, today), one.id, account).await?;
            }
        }
        self.state_children(conn, today).await
    }

    async fn take(&mut self, conn: &mut AsyncPgConnection, day: Day, step: &DemoStep) -> Result<(), Problem> {
        let (place, people) = (self.place, self.people);
        let (id, read) = (self.claim.id, IfMatch::exactly(self.version));
        let held = (id, &read);
        let by = |who| place.origin(who, day);
        let view = match step {
            DemoStep::Submit => cases::submit(conn, self.filer, &by(self.filer), held, None, day).await?,
            DemoStep::Return(missing) => {
                let missing = missing.iter().map(|paper| (*paper).to_owned()).collect();
                let officer = &people.officer;
                cases::return_claim(conn, officer, &by(officer), held, (missing, None)).await?
            }
            DemoStep::Verify => {
                self.send_all(conn, day).await?;
                let second = people.second(self.filer);
                let confirmation = Confirmation { accept_documents: true, ..Confirmation::default() };
                let read = IfMatch::exactly(self.version);
                cases::verify(conn, second, &by(second), (id, &read), confirmation, day).await?
            }
            DemoStep::Send(reference) => {
                let officer = &people.officer;
                let sent = (Some(reference.clone()), None);
                cases::send_to_insurer(conn, officer, &by(officer), held, sent, day).await?
            }
            DemoStep::Grant(grant) => self.decide(conn, day, held, granted(grant)).await?,
            DemoStep::Refuse(reason) => {
                self.decide(conn, day, held, Decision::Rejected { reason: (*reason).to_owned() }).await?
            }
            DemoStep::Appeal(reason) => {
                cases::appeal(conn, self.filer, &by(self.filer), held, (*reason).to_owned()).await?
            }
            DemoStep::Withdraw(reason) => {
                cases::withdraw(conn, self.filer, &by(self.filer), held, (*reason).to_owned()).await?
            }
            DemoStep::SendSome => return self.send_some(conn, day).await,
            DemoStep::ChangeAccount(account) => {
                let Some(one) = self.claim.beneficiaries.first() else { return Ok(()) };
                return self.set_account(conn, (&people.officer, day), one.id, account).await;
            }
            DemoStep::Pay(reference) => return self.pay(conn, day, reference).await,
            DemoStep::School(child, schooling) => {
                return self.school(conn, day, (*child, *schooling)).await;
            }
        };
        self.read(&view);
        Ok(())
    }

    async fn decide(
        &self,
        conn: &mut AsyncPgConnection,
        day: Day,
        held: (Uuid, &IfMatch),
        decision: Decision,
    ) -> Result<ClaimView, Problem> {
        let insurer = &self.people.insurer;
        let origin = self.place.origin(insurer, day);
        cases::decide(conn, insurer, &origin, held, (decision, day, None), day).await
    }

    /// Pays those whose accounts are known by now what they are due.
    async fn pay(&mut self, conn: &mut AsyncPgConnection, day: Day, reference: &str) -> Result<(), Problem> {
        let (place, people, claim) = (self.place, self.people, self.claim);
        let view = cases::find(conn, &people.insurer.scope, claim.id).await?;
        let due = payouts::due_amounts(&view.file)?
            .ok_or_else(|| Problem::internal("a claim is to be paid that was not granted"))?;
        for (number, (one, amount)) in (1..).zip(claim.beneficiaries.iter().zip(due)) {
            let Some(account) = &one.account else { continue };
            if account.is_late {
                self.set_account(conn, (self.filer, day), one.id, account).await?;
            }
            let transfer = Transfer {
                beneficiary_id: one.id,
                amount,
                paid_on: day,
                reference: format!("{reference}-{number}"),
            };
            let read = IfMatch::exactly(self.version);
            let origin = place.origin(&people.insurer, day);
            let held = (claim.id, &read);
            let view = payouts::record_payment(conn, &people.insurer, &origin, held, transfer, day).await?;
            self.read(&view);
        }
        Ok(())
    }

    async fn set_account(
        &mut self,
        conn: &mut AsyncPgConnection,
        (who, day): (&Principal, Day),
        beneficiary_id: Uuid,
        account: &BankAccount,
    ) -> Result<(), Problem> {
        let read = IfMatch::exactly(self.version);
        let by = (who, &*self.place.state.vault);
        let origin = self.place.origin(who, day);
        let held = (self.claim.id, beneficiary_id, &read);
        let account = PayoutAccount {
            bank_name: account.bank.to_owned(),
            bank_code: account.code.map(BankCode::parse).transpose().map_err(Problem::internal)?,
            account_number: AccountNumber::parse(&account.number).map_err(Problem::internal)?,
            holder_name: PersonName::parse(&account.holder).map_err(Problem::internal)?,
            explanation: Some("Rekening keluarga atas permintaan penerima.".to_owned()),
        };
        let view = payouts::set_account(conn, by, &origin, held, account).await?;
        self.read(&view);
        Ok(())
    }

    fn read(&mut self, view: &ClaimView) {
        self.version = view.file.claim.version;
    }
}

fn kind(kind: DemoClaimKind) -> ClaimKind {
    match kind {
        DemoClaimKind::Death => ClaimKind::Death,
        DemoClaimKind::WorkAccident => ClaimKind::WorkAccident,
        DemoClaimKind::OldAge => ClaimKind::OldAge,
    }
}

fn beneficiary(one: &DemoBeneficiary) -> Result<NewBeneficiary, Problem> {
    let guardian = one.guardian.as_deref().map(PersonName::parse);
    Ok(NewBeneficiary {
        id: one.id,
        name: PersonName::parse(&one.name).map_err(Problem::internal)?,
        relation: one.relation,
        nik: one.nik.as_deref().map(Nik::parse).transpose().map_err(Problem::internal)?,
        birth_on: one.birth_on,
        guardian_name: guardian.transpose().map_err(Problem::internal)?,
        share_basis_points: one.share,
    })
}

fn granted(grant: &DemoGrant) -> Decision {
    let lines: Vec<ApprovedLine> = grant
        .iter()
        .map(|(benefit, amount)| ApprovedLine { benefit: *benefit, amount_idr: *amount })
        .collect();
    let amount = Rupiah::new(lines.iter().map(|line| line.amount_idr).sum());
    Decision::Approved { amount, lines }
}
