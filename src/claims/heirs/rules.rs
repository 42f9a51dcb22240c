//! Who may be paid from a claim, and with which shares.

use std::borrow::Cow;

use super::codes::{HeirClass, HeirRelation};
use crate::domain::{Coded, Day, age_on};

/// A whole claim in basis points.
pub const WHOLE: i32 = 10_000;

/// What the order of heirs asks about a beneficiary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heir {
    /// What they are to the worker.
    pub relation: HeirRelation,
    /// Whether their NIK is the worker's own.
    pub is_worker: bool,
    /// When they were born, if known.
    pub birth_on: Option<Day>,
    /// Whether somebody is named who is paid in their place.
    pub has_guardian: bool,
    /// Their part of the amount.
    pub share_basis_points: i32,
}

/// Why the beneficiaries of a claim cannot stand as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeirError {
    /// Nobody is named.
    #[error("A claim needs at least one beneficiary.")]
    Nobody,
    /// The shares are more or less than the whole.
    #[error("The shares of all beneficiaries must add up to 10,000 basis points.")]
    SharesDoNotAddUp,
    /// Somebody nearer excludes this one.
    #[error("A nearer heir excludes this one (PP 44/2015, article 40).")]
    ExcludedByNearer,
    /// The worker cannot inherit from themselves.
    #[error("The worker has died and cannot be a beneficiary.")]
    WorkerDied,
    /// An heir with the NIK of the dead.
    #[error("This is the NIK of the worker, who has died.")]
    NikOfTheWorker,
    /// The worker lives and is paid alone.
    #[error("The worker is the only beneficiary of this claim.")]
    OnlyTheWorker,
    /// A minor without a guardian.
    #[error("A minor is paid through a guardian.")]
    GuardianMissing,
    /// Somebody who may be a minor, of unknown age.
    #[error("The birth date is needed to know whether a guardian is.")]
    BirthDateMissing,
}

impl HeirError {
    /// The field of the beneficiary that is to blame.
    pub fn field(self) -> &'static str {
        match self {
            Self::Nobody | Self::SharesDoNotAddUp => "share_basis_points",
            Self::ExcludedByNearer | Self::WorkerDied | Self::OnlyTheWorker => "relation",
            Self::NikOfTheWorker => "nik",
            Self::GuardianMissing => "guardian_name",
            Self::BirthDateMissing => "birth_on",
        }
    }
}

impl Coded for HeirError {
    fn code(&self) -> &'static str {
        match self {
            Self::Nobody => "beneficiary_missing",
            Self::SharesDoNotAddUp => "shares_do_not_add_up",
            Self::ExcludedByNearer => "excluded_by_nearer_heir",
            Self::WorkerDied => "worker_died",
            Self::NikOfTheWorker => "nik_of_the_worker",
            Self::OnlyTheWorker => "only_the_worker",
            Self::GuardianMissing => "guardian_missing",
            Self::BirthDateMissing => "birth_date_missing",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Nobody => "Klaim memerlukan sekurang-kurangnya satu penerima.",
            Self::SharesDoNotAddUp => "Jumlah bagian semua penerima harus 10.000 basis poin.",
            Self::ExcludedByNearer => {
                "Ahli waris yang lebih dekat mendahului penerima ini (PP 44/2015 pasal 40)."
            }
            Self::WorkerDied => "Peserta telah meninggal dan tidak dapat menjadi penerima.",
            Self::NikOfTheWorker => "NIK ini milik peserta yang telah meninggal.",
            Self::OnlyTheWorker => "Peserta adalah satu-satunya penerima klaim ini.",
            Self::GuardianMissing => "Anak di bawah umur menerima melalui wali.",
            Self::BirthDateMissing => "Tanggal lahir diperlukan untuk mengetahui perlu tidaknya wali.",
        }
        .into()
    }
}

/// What is wrong, and with which beneficiary; `None` for all of them together.
pub type HeirProblem = (Option<usize>, HeirError);

/// The class of a relation.
pub fn class_of(relation: HeirRelation) -> HeirClass {
    match relation {
        HeirRelation::Member => HeirClass::Member,
        HeirRelation::CourtRuling => HeirClass::CourtRuling,
        HeirRelation::Spouse | HeirRelation::Child => HeirClass::SpouseAndChildren,
        HeirRelation::Parent | HeirRelation::Grandchild | HeirRelation::Grandparent => HeirClass::BloodLine,
        HeirRelation::Sibling => HeirClass::Siblings,
        HeirRelation::ParentInLaw => HeirClass::ParentsInLaw,
        HeirRelation::NamedInWill => HeirClass::Will,
        HeirRelation::FuneralPayer => HeirClass::FuneralPayer,
    }
}

/// Everything that keeps these beneficiaries from being paid. `fatal` says whether the worker has died, be it of something else
/// since; `majority_age` is the dated parameter.
pub fn problems(fatal: bool, heirs: &[Heir], majority_age: u32, today: Day) -> Vec<HeirProblem> {
    let mut problems = Vec::new();
    if heirs.is_empty() {
        return vec![(None, HeirError::Nobody)];
    }
    let total: i64 = heirs.iter().map(|heir| i64::from(heir.share_basis_points)).sum();
    if total != i64::from(WHOLE) {
        problems.push((None, HeirError::SharesDoNotAddUp));
    }
    let nearest = nearest_class(heirs.iter().map(|heir| heir.relation));
    for (place, heir) in heirs.iter().enumerate() {
        let wrong_person = if fatal {
            entitlement_of_heir(heir, nearest)
        } else {
            (heir.relation != HeirRelation::Member || place > 0).then_some(HeirError::OnlyTheWorker)
        };
        let own_nik = (fatal && heir.is_worker && heir.relation != HeirRelation::Member)
            .then_some(HeirError::NikOfTheWorker);
        let too_young = fatal.then(|| age_problem(heir, majority_age, today)).flatten();
        let found = [wrong_person, own_nik, too_young];
        problems.extend(found.into_iter().flatten().map(|error| (Some(place), error)));
    }
    problems
}

/// Whether nobody nearer to the dead is named than who buried them: such a claim comes to the funeral benefit alone. As long as
/// nobody is named at all, heirs may still be.
pub fn is_without_heirs(relations: impl IntoIterator<Item = HeirRelation>) -> bool {
    nearest_class(relations) == Some(HeirClass::FuneralPayer)
}

fn nearest_class(relations: impl IntoIterator<Item = HeirRelation>) -> Option<HeirClass> {
    relations.into_iter().map(class_of).filter(|class| *class != HeirClass::Member).min()
}

/// A court that names one heir has decided about the others too, so beside such an heir the order is the
/// court's.
fn entitlement_of_heir(heir: &Heir, nearest: Option<HeirClass>) -> Option<HeirError> {
    if heir.relation == HeirRelation::Member {
        return Some(HeirError::WorkerDied);
    }
    let court_decided = nearest == Some(HeirClass::CourtRuling);
    (!court_decided && nearest != Some(class_of(heir.relation))).then_some(HeirError::ExcludedByNearer)
}

/// Relations whose age must be known: they are the ones that can be a child's.
fn may_be_minor(relation: HeirRelation) -> bool {
    matches!(
        relation,
        HeirRelation::Child
            | HeirRelation::Grandchild
            | HeirRelation::Sibling
            | HeirRelation::NamedInWill
            | HeirRelation::CourtRuling
    )
}

fn age_problem(heir: &Heir, majority_age: u32, today: Day) -> Option<HeirError> {
    if heir.has_guardian {
        return None;
    }
    match heir.birth_on {
        Some(birth) => {
            let of_age = age_on(birth, today).is_some_and(|age| age >= majority_age);
            (!of_age).then_some(HeirError::GuardianMissing)
        }
        None => may_be_minor(heir.relation).then_some(HeirError::BirthDateMissing),
    }
}

#[cfg(test)]
mod tests;
