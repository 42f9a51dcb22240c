//! What other rooms add to a worker's page, so that a screen is spared its second and third call.
//!
//! This room does not know them: each hands in an [`Expander`], and `app.rs` puts them together.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use futures_util::future::LocalBoxFuture;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::model::WorkerRow;
use crate::access::caller::Principal;
use crate::domain::Day;
use crate::platform::http::{Code, Problem, Text, query};

/// Which worker to expand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerKey {
    /// The registration.
    pub id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// Whose registration it is.
    pub person_id: Uuid,
}

/// What an expander found, by worker. A worker that is missing in it is shown with the expander's `none`.
pub type Expanded = HashMap<Uuid, Value>;

/// Loads what belongs to all these workers, which lie in the caller's regions, in one query or a few,
/// never one for each worker. The day is today.
pub type Load = for<'a> fn(
    &'a mut AsyncPgConnection,
    &'a Principal,
    &'a [WorkerKey],
    Day,
) -> LocalBoxFuture<'a, Result<Expanded, Problem>>;

/// Something that can be added to a worker.
#[derive(Clone, Copy)]
pub struct Expander {
    /// As `expand` and the response name it.
    pub name: &'static str,
    /// Whether the caller may read it: `|caller| caller.may::<WarungsRead>()`.
    pub may: fn(&Principal) -> bool,
    /// Finds it.
    pub load: Load,
    /// What is shown for a worker that has none: an empty list, or null.
    pub none: fn() -> Value,
}

/// Everything that can be added, as app data.
#[derive(Clone, Copy)]
pub struct Expanders(pub &'static [Expander]);

impl Expanders {
    /// The expanders of these names. 400 for an unknown name, 403 for what the caller may not read.
    pub fn select(&self, names: &[String], caller: &Principal) -> Result<Vec<Expander>, Problem> {
        let mut selected: Vec<Expander> = Vec::with_capacity(names.len());
        for name in names {
            let expander =
                self.0.iter().find(|expander| expander.name == name).ok_or_else(|| self.unknown())?;
            if !(expander.may)(caller) {
                return Err(Problem::new(Code::Forbidden));
            }
            if selected.iter().all(|earlier| earlier.name != expander.name) {
                selected.push(*expander);
            }
        }
        Ok(selected)
    }

    fn unknown(&self) -> Problem {
        let known: Vec<&str> = self.0.iter().map(|expander| expander.name).collect();
        let known = known.join(", ");
        query::invalid_parameter(
            "expand",
            "unknown_value",
            Text::new(format!("Nilai yang dikenal: {known}."), format!("Known values: {known}.")),
        )
    }
}

/// Loads what the expanders add to each row, in the order of the rows.
pub(super) async fn expand(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    rows: &[WorkerRow],
    expanders: &[Expander],
    today: Day,
) -> Result<Vec<Map<String, Value>>, Problem> {
    let keys: Vec<WorkerKey> = rows
        .iter()
        .map(|row| WorkerKey { id: row.id, regency_id: row.regency_id, person_id: row.person_id })
        .collect();
    let mut all = vec![Map::new(); rows.len()];
    for expander in expanders {
        let mut found = (expander.load)(conn, caller, &keys, today).await?;
        for (key, members) in keys.iter().zip(&mut all) {
            let value = found.remove(&key.id).unwrap_or_else(expander.none);
            members.insert(expander.name.to_owned(), value);
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::caller::Role;

    fn nothing<'a>(
        _: &'a mut AsyncPgConnection,
        _: &'a Principal,
        _: &'a [WorkerKey],
        _: chrono::NaiveDate,
    ) -> LocalBoxFuture<'a, Result<Expanded, Problem>> {
        Box::pin(async { Ok(Expanded::new()) })
    }

    const OPEN: Expander = Expander { name: "warungs", may: |_| true, load: nothing, none: || Value::Null };
    const OFFICE: Expander = Expander {
        name: "memberships",
        may: |caller| caller.role == Some(Role::Officer),
        load: nothing,
        none: || Value::Null,
    };

    fn select(names: &[&str], role: Role) -> Result<Vec<&'static str>, Code> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Expanders(&[OPEN, OFFICE])
            .select(&names, &Principal::of_role(role))
            .map(|selected| selected.iter().map(|expander| expander.name).collect())
            .map_err(|problem| problem.code())
    }

    #[test]
    fn an_addition_is_selected_once_if_it_is_known_and_allowed() {
        assert_eq!(select(&[], Role::Officer), Ok(vec![]));
        assert_eq!(
            select(&["memberships", "warungs", "memberships"], Role::Officer),
            Ok(vec!["memberships", "warungs"])
        );
        assert_eq!(select(&["warungs", "moon"], Role::Officer), Err(Code::InvalidQuery));
        assert_eq!(select(&["warungs", "memberships"], Role::VillageOperator), Err(Code::Forbidden));
    }
}
