//! Keeping mappings, and finding the one by which a file is taken.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::model::MappingRow;
use super::queries;
use super::rules::{Delimiter, MappedColumn, MappingKind};
use crate::access::caller::RegionScope;
use crate::cover::trail;
use crate::platform::changes::Origin;
use crate::platform::csv;
use crate::platform::db::columns::AsText;
use crate::platform::http::query::invalid_parameter;
use crate::platform::http::{IfMatch, Problem, Text};

/// A mapping to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMapping {
    /// Its id.
    pub id: Uuid,
    /// Which files it is for.
    pub kind: MappingKind,
    /// What people call it.
    pub name: String,
    /// Its columns.
    pub columns: Vec<MappedColumn>,
    /// What stands between them.
    pub delimiter: Delimiter,
    /// Whether files are taken by it where a request names none.
    pub is_default: bool,
}

/// Keeps a new mapping. The default before it is none any more.
pub async fn create(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    regency_id: i32,
    new: NewMapping,
) -> Result<MappingRow, Problem> {
    let now = trail::instant(origin);
    let row = MappingRow {
        id: new.id,
        regency_id,
        kind: AsText(new.kind),
        name: new.name,
        headings: Vec::new(),
        fields: Vec::new(),
        delimiter: AsText(new.delimiter),
        is_default: new.is_default,
        version: 1,
        created_at: now,
        updated_at: now,
    }
    .with_columns(new.columns);
    if row.is_default {
        replace_default(conn, origin, &row).await?;
    }
    queries::insert(conn, &row).await?;
    trail::created(conn, origin, &row).await?;
    Ok(row)
}

/// Changes a mapping. `patch` makes the new row of the old one.
pub async fn update(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    patch: impl FnOnce(MappingRow) -> Result<MappingRow, Problem>,
) -> Result<MappingRow, Problem> {
    let found = queries::find(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    // The default first, as everybody locks them, and then the mapping itself.
    let wanted = patch(found.clone())?;
    if wanted.is_default && !found.is_default {
        replace_default(conn, origin, &wanted).await?;
    }
    let before = queries::lock(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    held.check(before.version)?;
    // Of the same version as what the patch was made of, or the caller has lost already.
    if before.version != found.version {
        return Err(Problem::new(crate::platform::http::Code::VersionMismatch));
    }
    if wanted == before {
        return Ok(before);
    }
    write(conn, origin, &before, wanted).await
}

/// Lets the default of a kind be one no longer.
async fn replace_default(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    by: &MappingRow,
) -> Result<(), Problem> {
    let Some(before) = queries::lock_default(conn, (by.regency_id, by.kind.0)).await? else { return Ok(()) };
    let after = MappingRow { is_default: false, ..before.clone() };
    write(conn, origin, &before, after).await.map(|_| ())
}

async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &MappingRow,
    after: MappingRow,
) -> Result<MappingRow, Problem> {
    let after = MappingRow { version: before.version + 1, updated_at: trail::instant(origin), ..after };
    queries::update(conn, &after).await?;
    trail::updated(conn, origin, before, &after, "updated", None).await?;
    Ok(after)
}

/// By which mapping a file is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// By the regency's default, if it has one.
    Default,
    /// By none.
    None,
    /// By this one.
    Named(Uuid),
}

/// The mapping by which a file of a regency is taken; 400 for one that the regency does not have for files of this kind.
pub async fn chosen(
    conn: &mut AsyncPgConnection,
    of: (i32, MappingKind),
    chosen: Chosen,
) -> Result<Option<MappingRow>, Problem> {
    match chosen {
        Chosen::None => Ok(None),
        Chosen::Default => Ok(queries::default_of(conn, of).await?),
        Chosen::Named(id) => match queries::of_regency(conn, of, id).await? {
            Some(row) => Ok(Some(row)),
            None => Err(unknown()),
        },
    }
}

fn unknown() -> Problem {
    let text = Text::fixed(
        "Kabupaten ini tidak mempunyai pemetaan kolom tersebut untuk berkas jenis ini.",
        "This regency has no such mapping for files of this kind.",
    );
    invalid_parameter("mapping", "unknown_mapping", text)
}

/// The headings by which a file is read: those that the request names, and those of the mapping for all other columns.
pub fn headings<C: csv::Column>(named: csv::Mapping<C>, by: Option<&MappingRow>) -> csv::Mapping<C> {
    let csv::Mapping(mut told) = named;
    for (heading, field) in by.map(MappingRow::columns).unwrap_or_default() {
        let column =
            C::by_name(field.as_str()).filter(|column| told.iter().all(|(named, _)| named != column));
        told.extend(column.map(|column| (column, heading)));
    }
    csv::Mapping(told)
}
