//! What the events of a story are about.

use uuid::Uuid;

use crate::domain::code_list;

code_list! {
    /// What an event is about.
    pub enum TimelineSubject = "timeline_subject" {
        /// A registration.
        Worker = "worker",
        /// Work in a warung.
        WarungWorker = "warung_worker",
        /// A funded period.
        Coverage = "coverage",
        /// A word of the insurer.
        Membership = "membership",
        /// What became of a worker's contributions.
        Contribution = "contribution",
        /// A claim.
        Claim = "claim",
        /// A report of a death.
        Death = "death",
        /// A warung.
        Warung = "warung",
    }
}

impl TimelineSubject {
    /// Where more of it is read. `owner` is the warung of somebody's work.
    pub fn link(self, id: Uuid, owner: Option<Uuid>) -> String {
        match self {
            Self::Worker => format!("/v1/workers/{id}"),
            Self::WarungWorker => match owner {
                Some(warung) => format!("/v1/warungs/{warung}/workers/{id}"),
                None => "/v1/warungs".to_owned(),
            },
            Self::Coverage => format!("/v1/coverages/{id}"),
            Self::Membership => format!("/v1/memberships/{id}"),
            Self::Contribution => format!("/v1/workers/{id}/ledger"),
            Self::Claim => format!("/v1/claims/{id}"),
            Self::Death => format!("/v1/deaths/{id}"),
            Self::Warung => format!("/v1/warungs/{id}"),
        }
    }
}
