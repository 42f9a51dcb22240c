//! What the tables of the national rules have in common, so that the second person is written once.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::rules::{Entry, RuleKind, RuleStatus};
use crate::platform::changes::Snapshot;

/// A row of the national rules.
pub trait DatedRule: Snapshot + Clone {
    /// What rows of this type are about.
    const KIND: RuleKind;

    /// What it carries besides what it says.
    fn entry(&self) -> Entry;

    /// The same row with another state.
    fn with_entry(self, entry: Entry) -> Self;

    /// One row.
    fn find(conn: &mut AsyncPgConnection, id: Uuid) -> impl Future<Output = QueryResult<Option<Self>>>;

    /// One row, locked until the transaction ends.
    fn lock(conn: &mut AsyncPgConnection, id: Uuid) -> impl Future<Output = QueryResult<Option<Self>>>;

    /// Writes a new row.
    fn insert(&self, conn: &mut AsyncPgConnection) -> impl Future<Output = QueryResult<()>>;

    /// Writes the row's state; what it says never changes.
    fn write_entry(&self, conn: &mut AsyncPgConnection) -> impl Future<Output = QueryResult<()>>;
}

/// Which rows a list shows, by their state.
#[derive(Debug, Clone, Copy)]
pub struct Listing {
    /// In which state.
    pub status: RuleStatus,
    /// What the register said at this instant; none: now.
    pub as_known_at: Option<DateTime<Utc>>,
    /// Also those that a correction replaced.
    pub with_superseded: bool,
}

impl Listing {
    /// Whether it shows what counts now, and nothing else.
    pub(in crate::cover::rules) fn is_of_rules_in_force(&self) -> bool {
        self.status == RuleStatus::Approved && self.as_known_at.is_none() && !self.with_superseded
    }
}

/// Makes a row type a [`DatedRule`]: columns of a table cannot be named by a generic function.
macro_rules! dated_rule {
    ($row:ident in $table:ident as $subject:ident, $kind:ident) => {
        impl $crate::platform::changes::Snapshot for $row {
            const SUBJECT: $crate::platform::changes::Subject = $crate::platform::changes::Subject::$subject;

            fn id(&self) -> uuid::Uuid {
                self.id
            }

            fn version(&self) -> i32 {
                self.version
            }

            fn regency_id(&self) -> i32 {
                $crate::platform::changes::WHOLE_DEPLOYMENT
            }

            fn region_code(&self) -> Option<&str> {
                None
            }
        }

        impl $crate::cover::rules::proposals::DatedRule for $row {
            const KIND: $crate::cover::rules::proposals::RuleKind =
                $crate::cover::rules::proposals::RuleKind::$kind;

            fn entry(&self) -> $crate::cover::rules::proposals::Entry {
                $crate::cover::rules::proposals::Entry {
                    status: self.status.0,
                    proposed_by: self.proposed_by,
                    approved_by: self.approved_by,
                    approved_at: self.approved_at,
                    withdrawn_at: self.withdrawn_at,
                    supersedes: self.supersedes,
                    superseded_at: self.superseded_at,
                    superseded_by: self.superseded_by,
                    version: self.version,
                    created_at: self.created_at,
                    updated_at: self.updated_at,
                }
            }

            fn with_entry(self, entry: $crate::cover::rules::proposals::Entry) -> Self {
                Self {
                    status: $crate::platform::db::columns::AsText(entry.status),
                    proposed_by: entry.proposed_by,
                    approved_by: entry.approved_by,
                    approved_at: entry.approved_at,
                    withdrawn_at: entry.withdrawn_at,
                    supersedes: entry.supersedes,
                    superseded_at: entry.superseded_at,
                    superseded_by: entry.superseded_by,
                    version: entry.version,
                    created_at: entry.created_at,
                    updated_at: entry.updated_at,
                    ..self
                }
            }

            async fn find(
                conn: &mut diesel_async::AsyncPgConnection,
                id: uuid::Uuid,
            ) -> diesel::QueryResult<Option<Self>> {
                let query = $table::table.find(id).select(Self::as_select());
                diesel_async::RunQueryDsl::first(query, conn).await.optional()
            }

            async fn lock(
                conn: &mut diesel_async::AsyncPgConnection,
                id: uuid::Uuid,
            ) -> diesel::QueryResult<Option<Self>> {
                let query = $table::table.find(id).select(Self::as_select()).for_no_key_update();
                diesel_async::RunQueryDsl::first(query, conn).await.optional()
            }

            async fn insert(&self, conn: &mut diesel_async::AsyncPgConnection) -> diesel::QueryResult<()> {
                let insert = diesel::insert_into($table::table).values(self);
                diesel_async::RunQueryDsl::execute(insert, conn).await.map(|_| ())
            }

            async fn write_entry(
                &self,
                conn: &mut diesel_async::AsyncPgConnection,
            ) -> diesel::QueryResult<()> {
                let update = diesel::update($table::table.find(self.id)).set((
                    $table::status.eq(self.status),
                    $table::approved_by.eq(self.approved_by),
                    $table::approved_at.eq(self.approved_at),
                    $table::withdrawn_at.eq(self.withdrawn_at),
                    $table::superseded_at.eq(self.superseded_at),
                    $table::superseded_by.eq(self.superseded_by),
                    $table::version.eq(self.version),
                    $table::updated_at.eq(self.updated_at),
                ));
                diesel_async::RunQueryDsl::execute(update, conn).await.map(|_| ())
            }
        }

        impl $row {
            /// Where the row comes from.
            pub(super) fn source(&self) -> $crate::cover::rules::source::Source {
                $crate::cover::rules::source::Source {
                    legal_reference: self.legal_reference.clone(),
                    note: self.note.clone(),
                    confidence: self.confidence.0,
                }
            }

            /// The rows that count, and that no correction has replaced.
            pub(super) fn in_force() -> $table::BoxedQuery<'static, diesel::pg::Pg> {
                $table::table
                    .filter($table::status.eq("approved"))
                    .filter($table::superseded_at.is_null())
                    .into_boxed()
            }

            /// The rows of a list, by their state.
            pub(super) fn listed(
                listing: $crate::cover::rules::proposals::Listing,
            ) -> $table::BoxedQuery<'static, diesel::pg::Pg> {
                use $crate::cover::rules::proposals::RuleStatus;
                if listing.is_of_rules_in_force() {
                    return Self::in_force();
                }
                let query = $table::table.into_boxed();
                let Some(instant) = listing.as_known_at else {
                    let query = query.filter($table::status.eq(listing.status.as_str()));
                    return if listing.with_superseded {
                        query
                    } else {
                        query.filter($table::superseded_at.is_null())
                    };
                };
                let query = query.filter($table::created_at.le(instant));
                match listing.status {
                    RuleStatus::Approved => {
                        let query = query
                            .filter($table::status.eq("approved"))
                            .filter($table::approved_at.is_null().or($table::approved_at.le(instant)));
                        if listing.with_superseded {
                            query
                        } else {
                            query
                                .filter($table::superseded_at.is_null().or($table::superseded_at.gt(instant)))
                        }
                    }
                    RuleStatus::Proposed => query
                        .filter($table::proposed_by.is_not_null())
                        .filter($table::approved_at.is_null().or($table::approved_at.gt(instant)))
                        .filter($table::withdrawn_at.is_null().or($table::withdrawn_at.gt(instant))),
                    RuleStatus::Withdrawn => query.filter($table::withdrawn_at.le(instant)),
                }
            }
        }
    };
}

pub(in crate::cover::rules) use dated_rule;
