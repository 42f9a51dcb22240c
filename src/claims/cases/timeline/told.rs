//! What the story of a claim reads of the versions that its history keeps.

use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::claims::cases::codes::{ClaimKind, ClaimStatus};

/// What the story needs of a version. Overwritten values hold only what the version changed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Told {
    pub(super) status: Option<ClaimStatus>,
    pub(super) kind: Option<ClaimKind>,
    pub(super) approved_amount_idr: Option<i64>,
    #[serde(default)]
    pub(super) returned_missing: Vec<String>,
    pub(super) beneficiaries: Option<Vec<ToldPart>>,
    pub(super) children: Option<Vec<ToldPart>>,
    pub(super) documents: Option<Vec<ToldPaper>>,
}

/// A beneficiary or a child.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct ToldPart {
    pub(super) id: Uuid,
    pub(super) name: String,
    /// Of beneficiaries.
    pub(super) relation: Option<String>,
    /// Of beneficiaries.
    pub(super) payment: Option<ToldPayment>,
    /// Of children.
    #[serde(default)]
    scholarships: Vec<ToldYear>,
    /// Everything else, to see whose part a version changed.
    #[serde(flatten)]
    rest: Value,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct ToldPayment {
    pub(super) amount_idr: i64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct ToldYear {
    pub(super) school_year: i32,
    pub(super) amount_idr: i64,
    pub(super) approved_amount_idr: Option<i64>,
    #[serde(flatten)]
    rest: Value,
}

/// A paper, whatever is to be seen on it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct ToldPaper {
    id: Uuid,
    pub(super) kind: String,
    #[serde(flatten)]
    rest: Value,
}

/// Something of which a claim has several.
pub(super) trait Part: PartialEq {
    /// Tells it from others, whatever of it changes.
    fn id(&self) -> Uuid;
}

impl Part for ToldPart {
    fn id(&self) -> Uuid {
        self.id
    }
}

impl Part for ToldPaper {
    fn id(&self) -> Uuid {
        self.id
    }
}

impl ToldPart {
    /// The one scholarship that a version added or changed.
    fn changed_year(&self, before: &[Self]) -> Option<ToldYear> {
        let was = before.iter().find(|other| other.id == self.id);
        let known = |year: &&ToldYear| was.is_some_and(|was| was.scholarships.contains(year));
        self.scholarships.iter().find(|year| !known(year)).cloned()
    }
}

/// What of a claim a version is about.
pub(super) struct Concerned<'t> {
    pub(super) about: Option<&'t ToldPart>,
    pub(super) child: Option<&'t ToldPart>,
    pub(super) year: Option<ToldYear>,
}

impl<'t> Concerned<'t> {
    pub(super) fn of(before: &'t Told, after: &'t Told) -> Self {
        let child = concerned(before.children.as_deref(), after.children.as_deref());
        Self {
            about: concerned(before.beneficiaries.as_deref(), after.beneficiaries.as_deref()),
            child,
            year: child.and_then(|child| child.changed_year(before.children.as_deref().unwrap_or_default())),
        }
    }
}

/// An erased or missing payload tells nothing.
pub(super) fn told(payload: Option<Value>) -> Result<Told, serde_json::Error> {
    payload.map_or_else(|| Ok(Told::default()), serde_json::from_value)
}

/// The one beneficiary, child or paper that a version added, changed or removed.
pub(super) fn concerned<'t, P: Part>(before: Option<&'t [P]>, after: Option<&'t [P]>) -> Option<&'t P> {
    let (before, after) = before.zip(after)?;
    let added_or_changed = after.iter().find(|one| !before.contains(one));
    let removed = before.iter().find(|one| !after.iter().any(|other| other.id() == one.id()));
    added_or_changed.or(removed)
}
