//! Writing parsed fields into a row: identifiers are sealed here, and masks and hashes go beside them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::ParsedFields;
use crate::domain::{Day, Nik, RegionCodeError, Segment, Sex};
use crate::platform::http::Field;
use crate::platform::vault::{Identifier, LookupHash, Sealed, Vault, VaultError};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::rules::WorkerStatus;

/// Why a row does not take the fields: never the caller's fault.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// An identifier could not be sealed or opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The stored village is no region code.
    #[error(transparent)]
    Village(#[from] RegionCodeError),
    /// The stored sex is none.
    #[error("the stored sex is unknown")]
    Sex,
}

/// Who enters a registration, where and when.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The registration.
    pub id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// The account or client.
    pub entered_by: Option<Uuid>,
    /// The import it comes with.
    pub import_id: Option<Uuid>,
    /// When.
    pub now: DateTime<Utc>,
    /// The day in WIB.
    pub today: Day,
}

/// A registration of an unknown person without any attribute, for [`apply`] to fill.
pub fn blank(entry: Entry) -> WorkerRow {
    WorkerRow {
        id: entry.id,
        regency_id: entry.regency_id,
        person_id: crate::domain::new_id(entry.now),
        village_code: String::new(),
        name: String::new(),
        nik_sealed: None,
        nik_mask: None,
        nik_hash: None,
        nik_warnings: Vec::new(),
        birth_on: None,
        sex: None,
        family_card_sealed: None,
        family_card_mask: None,
        family_card_hash: None,
        phone_sealed: None,
        phone_mask: None,
        address: None,
        segment: Segment::General.as_str().to_owned(),
        occupation: None,
        occupation_source: None,
        next_of_kin_name: None,
        next_of_kin_relation: None,
        next_of_kin_phone_sealed: None,
        next_of_kin_phone_mask: None,
        poverty_source: None,
        poverty_decile: None,
        poverty_as_of: None,
        status: WorkerStatus::Registered.as_str().to_owned(),
        status_reason: None,
        status_on: entry.today,
        entered_by: entry.entered_by,
        import_id: entry.import_id,
        version: 1,
        created_at: entry.now,
        updated_at: entry.now,
        merged_into_id: None,
    }
}

/// Writes the fields into the row. The day of birth and the sex are taken from the NIK where nobody
/// states them.
pub fn apply(fields: ParsedFields, row: &mut WorkerRow, vault: &Vault, today: Day) -> Result<(), ApplyError> {
    if let Field::Value(village) = fields.village {
        row.village_code = village.as_str().to_owned();
    }
    if let Field::Value(name) = fields.name {
        row.name = name.as_str().to_owned();
    }
    if let Field::Value(segment) = fields.segment {
        row.segment = segment.as_str().to_owned();
    }
    let warns = !(fields.birth_on.is_absent() && fields.sex.is_absent());
    set(&mut row.birth_on, fields.birth_on);
    set(&mut row.sex, fields.sex.map(|sex| sex.as_str().to_owned()));
    set(&mut row.address, fields.address);
    set(&mut row.occupation, fields.occupation.map(|code| code.as_str().to_owned()));
    set(&mut row.occupation_source, fields.occupation_source.map(|code| code.as_str().to_owned()));
    set(&mut row.next_of_kin_name, fields.next_of_kin_name.map(|name| name.as_str().to_owned()));
    set(&mut row.next_of_kin_relation, fields.next_of_kin_relation.map(|code| code.as_str().to_owned()));
    set(&mut row.poverty_source, fields.poverty_source.map(|code| code.as_str().to_owned()));
    set(&mut row.poverty_decile, fields.poverty_decile.map(|decile| decile.number()));
    set(&mut row.poverty_as_of, fields.poverty_as_of);
    if let Some(number) = fields.family_card.into_change()
        && !holds(row.family_card_sealed.as_ref(), number.as_ref(), vault)?
    {
        (row.family_card_sealed, row.family_card_mask, row.family_card_hash) = hashed(number, vault)?;
    }
    if let Some(phone) = fields.phone.into_change()
        && !holds(row.phone_sealed.as_ref(), phone.as_ref(), vault)?
    {
        (row.phone_sealed, row.phone_mask) = sealed(phone, vault)?;
    }
    if let Some(phone) = fields.next_of_kin_phone.into_change()
        && !holds(row.next_of_kin_phone_sealed.as_ref(), phone.as_ref(), vault)?
    {
        (row.next_of_kin_phone_sealed, row.next_of_kin_phone_mask) = sealed(phone, vault)?;
    }
    match fields.nik {
        Field::Value(nik) => {
            row.birth_on = row.birth_on.or_else(|| nik.birth_on(today));
            row.sex.get_or_insert_with(|| nik.sex().as_str().to_owned());
            row.nik_warnings = warnings(&nik, row, today)?;
            if !holds(row.nik_sealed.as_ref(), Some(&nik), vault)? {
                (row.nik_sealed, row.nik_mask, row.nik_hash) = hashed(Some(nik), vault)?;
            }
        }
        _ if warns => rewarn(row, vault, today)?,
        _ => {}
    }
    Ok(())
}

/// Compares the stored NIK with the stated data anew.
fn rewarn(row: &mut WorkerRow, vault: &Vault, today: Day) -> Result<(), ApplyError> {
    row.nik_warnings = match &row.nik_sealed {
        Some(sealed) => warnings(&vault.open(sealed)?, row, today)?,
        None => Vec::new(),
    };
    Ok(())
}

fn warnings(nik: &Nik, row: &WorkerRow, today: Day) -> Result<Vec<String>, ApplyError> {
    let sex = row.sex.as_deref().map(Sex::parse).transpose().map_err(|_| ApplyError::Sex)?;
    let found = nik.warnings(row.birth_on, sex, Some(&row.village()?), today);
    Ok(found.into_iter().map(|warning| warning.as_str().to_owned()).collect())
}

fn set<T>(column: &mut Option<T>, field: Field<T>) {
    if let Some(change) = field.into_change() {
        *column = change;
    }
}

/// Whether the column holds the value already. Sealed anew it would be other bytes, and look like a change.
fn holds<T: Identifier + PartialEq>(
    column: Option<&Sealed<T>>,
    value: Option<&T>,
    vault: &Vault,
) -> Result<bool, VaultError> {
    match (column, value) {
        (Some(sealed), Some(value)) => Ok(vault.open(sealed)? == *value),
        (None, None) => Ok(true),
        _ => Ok(false),
    }
}

type SealedColumns<T> = (Option<Sealed<T>>, Option<String>);

fn sealed<T: Identifier>(value: Option<T>, vault: &Vault) -> Result<SealedColumns<T>, VaultError> {
    let Some(value) = value else { return Ok((None, None)) };
    Ok((Some(vault.seal(&value)?), Some(value.masked())))
}

type HashedColumns<T> = (Option<Sealed<T>>, Option<String>, Option<LookupHash<T>>);

fn hashed<T: Identifier>(value: Option<T>, vault: &Vault) -> Result<HashedColumns<T>, VaultError> {
    let hash = value.as_ref().map(|value| vault.lookup_hash(value)).transpose()?;
    let (sealed, mask) = sealed(value, vault)?;
    Ok((sealed, mask, hash))
}
