//! Who hears of a claim: a worker who lives, or else the heirs.

use uuid::Uuid;

use crate::casework::messages::queries::causes::Card;
use crate::casework::messages::rules::MessageRecipient;
use crate::claims::cases::model::ClaimFile;
use crate::claims::heirs::codes::HeirRelation;
use crate::claims::heirs::model::Beneficiary;
use crate::claims::payouts::rules::fits;
use crate::domain::Phone;
use crate::platform::vault::Sealed;

/// Somebody who hears of a claim.
pub(super) struct Addressee {
    /// Tells them apart.
    pub key: String,
    pub recipient: MessageRecipient,
    pub name: String,
    pub phone: Option<(Sealed<Phone>, String)>,
}

/// Whether the worker is dead: by what is claimed, or for another reason since.
pub(super) fn is_mourned(file: &ClaimFile, card: &Card) -> bool {
    file.claim.facts().is_fatal() || card.is_dead()
}

/// Whom a claim is for: the worker, or whoever is paid after the death, each once. A family that nobody has named yet is
/// addressed by whom the worker wanted to be asked.
pub(super) fn addressees(file: &ClaimFile, card: &Card) -> Vec<Addressee> {
    if !is_mourned(file, card) {
        return vec![to_member(card)];
    }
    let mut found: Vec<Addressee> = Vec::new();
    for beneficiary in file.beneficiaries.iter().filter(|one| one.row.relation.0 != HeirRelation::Member) {
        let one = addressee(file, card, beneficiary);
        if !found.iter().any(|known| known.name == one.name) {
            found.push(one);
        }
    }
    if found.is_empty() {
        found.push(to_kin(card));
    }
    found
}

/// A beneficiary, or the guardian of one.
pub(super) fn addressee(file: &ClaimFile, card: &Card, beneficiary: &Beneficiary) -> Addressee {
    let row = &beneficiary.row;
    if row.relation.0 == HeirRelation::Member {
        return if is_mourned(file, card) { to_kin(card) } else { to_member(card) };
    }
    of_family(card, row.id, heard_by(beneficiary).to_owned())
}

/// The name of whoever hears what an heir is to hear; none for the worker, who hears of a claim in any case.
pub(super) fn heir_heard(beneficiary: &Beneficiary) -> Option<&str> {
    (beneficiary.row.relation.0 != HeirRelation::Member).then(|| heard_by(beneficiary))
}

/// Whether whoever hears for a beneficiary is the same as before: another spelling of a name makes nobody somebody else.
pub(super) fn is_heard_as_before(old: &Beneficiary, new: &Beneficiary) -> bool {
    match (heir_heard(old), heir_heard(new)) {
        (Some(old), Some(new)) => old == new || fits(old, new),
        (old, new) => old == new,
    }
}

fn heard_by(beneficiary: &Beneficiary) -> &str {
    let row = &beneficiary.row;
    row.guardian_name.as_deref().unwrap_or(&row.name)
}

fn to_member(card: &Card) -> Addressee {
    Addressee {
        key: card.id.to_string(),
        recipient: MessageRecipient::Worker,
        name: card.name.clone(),
        phone: card.phone_sealed.clone().zip(card.phone_mask.clone()),
    }
}

/// Whom the worker wanted to be asked; where nobody was named, the heirs at the address of the dead.
pub(super) fn to_kin(card: &Card) -> Addressee {
    let name = card.next_of_kin_name.clone();
    Addressee {
        key: Uuid::nil().to_string(),
        recipient: MessageRecipient::Family,
        name: name.unwrap_or_else(|| format!("Ahli waris {}", card.name)),
        phone: card.next_of_kin_phone_sealed.clone().zip(card.next_of_kin_phone_mask.clone()),
    }
}

/// The phone of a relative is known where that is whom the worker wanted to be asked.
fn of_family(card: &Card, id: Uuid, name: String) -> Addressee {
    let is_kin = card.next_of_kin_name.as_deref().is_some_and(|kin| fits(kin, &name));
    let phone = card.next_of_kin_phone_sealed.clone().zip(card.next_of_kin_phone_mask.clone());
    Addressee {
        key: id.to_string(),
        recipient: MessageRecipient::Family,
        name,
        phone: phone.filter(|_| is_kin),
    }
}
