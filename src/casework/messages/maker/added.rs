//! Who is added to a claim that was given back hears what is missing, as the others did.

use diesel_async::AsyncPgConnection;

use super::Maker;
use super::addressees::{addressee, heir_heard, is_heard_as_before, is_mourned};
use crate::casework::messages::queries::causes::Card;
use crate::casework::messages::queries::returns;
use crate::casework::messages::rules::MessageKind;
use crate::casework::messages::texts::Told;
use crate::claims::cases::model::ClaimFile;
use crate::claims::heirs::model::Beneficiary;
use crate::platform::http::Problem;

impl Maker {
    /// Beneficiaries were added to a claim or are others since: whoever hears for them and was not told since the claim was given
    /// back is told now. Where the worker lives, no heir hears of it.
    pub(super) async fn added(
        &mut self,
        conn: &mut AsyncPgConnection,
        cause: &str,
        (file, card): (&ClaimFile, &Card),
        before: &[Beneficiary],
        told: &Told<'_>,
    ) -> Result<(), Problem> {
        let is_new = |one: &&Beneficiary| {
            let mut same = before.iter().filter(|old| old.row.id == one.row.id);
            heir_heard(one).is_some() && !same.any(|old| is_heard_as_before(old, one))
        };
        let new: Vec<&Beneficiary> = file.beneficiaries.iter().filter(is_new).collect();
        if new.is_empty() || !is_mourned(file, card) {
            return Ok(());
        }
        let claim = (file.claim.id, file.claim.regency_id);
        let returned = returns::last_return(conn, claim, file.claim.version).await?.unwrap_or(0);
        let all = returns::told_missing(conn, claim).await?;
        let since = all.iter().filter(|(cause, _)| version(cause).is_some_and(|version| version >= returned));
        let known: Vec<&str> = since.map(|(_, recipient)| recipient.as_str()).collect();
        for one in new {
            let addressee = addressee(file, card, one);
            let is_drafted = self.drafts.iter().any(|draft| {
                draft.kind == MessageKind::ClaimReturned
                    && draft.subject_id == file.claim.id
                    && draft.recipient_name == addressee.name
            });
            if !is_drafted && !known.contains(&addressee.name.as_str()) {
                self.inform_family(cause, file, card, addressee, told);
            }
        }
        Ok(())
    }
}

/// The version of which a written cause tells: behind the kind and what it is about.
fn version(cause: &str) -> Option<i32> {
    cause.split('.').nth(2)?.parse().ok()
}
