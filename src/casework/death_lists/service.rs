//! Recording a list.

use diesel_async::AsyncPgConnection;
use serde_json::Value;
use uuid::Uuid;

use super::intake::{ListFile, Told};
use super::model::{BothLanguages, DeathListRow, ListVerdictRow, RowProblem};
use super::queries;
use super::rules::ListVerdict;
use crate::access::caller::RegionScope;
use crate::casework::deaths::rules::{DeathSource, DeathStatus};
use crate::casework::deaths::service::{self as deaths, Acting, NewDeath};
use crate::cover::trail;
use crate::domain::{Nik, new_id};
use crate::platform::db::columns::AsText;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Code, FieldError, Language, Problem, Text};
use crate::platform::vault::Vault;

/// How a file is to be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Who told.
    pub source: DeathSource,
    /// What the file is called.
    pub file_name: Option<String>,
}

impl Options {
    /// The regency of the file: that of the caller, who has but one.
    pub fn regency_of(&self, scope: &RegionScope) -> Result<i32, Problem> {
        match scope.regency_ids.as_slice() {
            [only] => Ok(*only),
            _ => Err(Problem::new(Code::Forbidden).detail(ONE_REGENCY)),
        }
    }
}

const ONE_REGENCY: Text = Text::fixed(
    "Daftar kematian dikirim oleh akun satu kabupaten.",
    "A list of deaths is sent by an account of one regency.",
);

/// Records the deaths of a file, each as if it were told alone. A file that the same account sent before does nothing new and
/// answers as it did then; `false` says so.
pub async fn record(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    vault: &Vault,
    regency_id: i32,
    (options, file): (Options, ListFile),
) -> Result<(DeathListRow, bool), Problem> {
    let account = acting.origin.actor.id();
    if let Some(same) = queries::find_same(conn, regency_id, account, &file.sha256).await? {
        return Ok((same, false));
    }
    let id = new_id(acting.origin.now);
    let mut list = DeathListRow {
        id,
        regency_id,
        source: AsText(options.source),
        file_name: options.file_name,
        file_digest: file.sha256.to_vec(),
        recorded: 0,
        undecided: 0,
        not_registered: 0,
        known: 0,
        refused: 0,
        recorded_by: account,
        version: 1,
        created_at: trail::instant(acting.origin),
    };
    // What any row touches is locked before the first is written, in one order whatever that of the file is.
    let niks: Vec<&Nik> = file.rows.iter().filter_map(|(_, told)| told.as_ref().ok()?.nik()).collect();
    deaths::hold(conn, acting, vault, &niks).await?;
    let mut verdicts = Vec::with_capacity(file.rows.len());
    for (row_number, told) in file.rows {
        let (verdict, death_id, problems) = match told {
            Ok(told) => judge(conn, acting, vault, regency_id, (id, row_number), told).await?,
            Err(errors) => (ListVerdict::Refused, None, Some(shown(&errors)?)),
        };
        *count_of(&mut list, verdict) += 1;
        let verdict = AsText(verdict);
        verdicts.push(ListVerdictRow { list_id: id, regency_id, row_number, verdict, death_id, problems });
    }
    queries::insert(conn, &list, &verdicts).await?;
    trail::created(conn, acting.origin, &list).await?;
    Ok((list, true))
}

fn count_of(list: &mut DeathListRow, verdict: ListVerdict) -> &mut i32 {
    match verdict {
        ListVerdict::Recorded => &mut list.recorded,
        ListVerdict::Undecided => &mut list.undecided,
        ListVerdict::NotRegistered => &mut list.not_registered,
        ListVerdict::Known => &mut list.known,
        ListVerdict::Refused => &mut list.refused,
    }
}

/// Records the death of a row in a savepoint, so that what is refused leaves nothing behind.
async fn judge(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    vault: &Vault,
    regency_id: i32,
    list: (Uuid, i32),
    told: Told,
) -> Result<(ListVerdict, Option<Uuid>, Option<Value>), Problem> {
    let new = NewDeath { id: new_id(acting.origin.now), who: told.who, facts: told.facts, list: Some(list) };
    let recorded = transact(conn, async |conn| deaths::record(conn, acting, vault, new).await).await;
    match recorded {
        Ok(recorded) if recorded.row.regency_id != regency_id => {
            Err(Problem::internal("a list reached into another regency"))
        }
        Ok(recorded) => {
            let verdict = match recorded.row.status.0 {
                DeathStatus::Undecided => ListVerdict::Undecided,
                DeathStatus::NotRegistered => ListVerdict::NotRegistered,
                DeathStatus::Recorded | DeathStatus::Revoked => ListVerdict::Recorded,
            };
            Ok((verdict, Some(recorded.row.id), None))
        }
        Err(problem) if problem.code() == Code::AlreadyExists => {
            Ok((ListVerdict::Known, problem.existing_id(), None))
        }
        Err(problem) if problem.status().is_client_error() => {
            let errors = problem.field_errors();
            let whole = [FieldError::new("", problem.code().as_str(), problem.code().entry().explanation)];
            let errors = if errors.is_empty() { &whole } else { errors };
            Ok((ListVerdict::Refused, None, Some(shown(errors)?)))
        }
        Err(problem) => Err(problem),
    }
}

/// Problems as they are kept.
fn shown(errors: &[FieldError]) -> Result<Value, Problem> {
    let one = |error: &FieldError| RowProblem {
        field: error.pointer.trim_start_matches('/').to_owned(),
        code: error.code.to_string(),
        detail: BothLanguages {
            id: error.detail.get(Language::Id).to_owned(),
            en: error.detail.get(Language::En).to_owned(),
        },
    };
    serde_json::to_value(errors.iter().map(one).collect::<Vec<_>>()).map_err(Problem::internal)
}
