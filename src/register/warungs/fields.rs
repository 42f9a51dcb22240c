//! From what somebody typed to what a warung is said to be. Entering and correcting read their fields
//! here, and all that is wrong is told at once.

#[cfg(test)]
mod tests;

use super::model::WarungRow;
use crate::domain::{Coded, GeoPoint, GeoPointError, Kbli, KbliEdition, Line, Nib, RegionCode, RegionLevel};
use crate::platform::http::{Field, Issues, Problem, Text};
use crate::register::reference;

/// The longest name of a warung in characters.
pub const NAME_MAX: usize = 100;

/// The longest address in characters.
pub const ADDRESS_MAX: usize = 300;

/// The attributes of a warung as they were typed.
#[derive(Clone, Default)]
pub struct WarungFields {
    /// The village's code.
    pub village_code: Field<String>,
    /// The name.
    pub name: Field<String>,
    /// Hamlet, street, market.
    pub address: Field<String>,
    /// Decimal degrees.
    pub latitude: Field<f64>,
    /// Decimal degrees.
    pub longitude: Field<f64>,
    /// A code of `kbli_edition`.
    pub kbli_edition: Field<String>,
    /// A code of the edition's list.
    pub kbli_code: Field<String>,
    /// The business identification number.
    pub nib: Field<String>,
}

/// The attributes of a warung as values that cannot be wrong.
#[derive(Clone, PartialEq, Eq)]
pub struct WarungFacts {
    /// A region of the village level.
    pub village: RegionCode,
    /// The name.
    pub name: String,
    /// Hamlet, street, market.
    pub address: Option<String>,
    /// Where it stands.
    pub location: Option<GeoPoint>,
    /// What it does.
    pub kbli: Option<Kbli>,
    /// The business identification number.
    pub nib: Option<Nib>,
}

impl WarungFields {
    /// Reads the fields over the facts there are; a new warung has none. What is wrong is told together with
    /// the issues found before.
    pub fn settle(self, current: Option<&WarungFacts>, mut issues: Issues) -> Result<WarungFacts, Problem> {
        let village = current.map(|facts| facts.village.clone());
        let village = needed(&mut issues, "/village_code", self.village_code, village, RegionCode::parse);
        check_level(&mut issues, village.as_ref());
        let name = current.map(|facts| facts.name.clone());
        let name = needed(&mut issues, "/name", self.name, name, |text| {
            Line::<NAME_MAX>::parse(text).map(Line::into_string)
        });
        let address = read(&mut issues, "/address", self.address, Line::<ADDRESS_MAX>::parse)
            .map(Line::into_string)
            .apply_to(current.and_then(|facts| facts.address.clone()));
        let nib = read(&mut issues, "/nib", self.nib, Nib::parse)
            .apply_to(current.and_then(|facts| facts.nib.clone()));
        let location =
            locate(&mut issues, self.latitude, self.longitude, current.and_then(|facts| facts.location));
        let kbli = classify(
            &mut issues,
            self.kbli_edition,
            self.kbli_code,
            current.and_then(|facts| facts.kbli.as_ref()),
        );
        match (village, name) {
            (Some(village), Some(name)) if issues.is_empty() => {
                Ok(WarungFacts { village, name, address, location, kbli, nib })
            }
            _ => Err(issues.into_problem()),
        }
    }
}

impl WarungFacts {
    /// The facts of a stored warung.
    pub fn of(row: &WarungRow) -> Result<Self, Problem> {
        let location = match (row.latitude_microdegrees, row.longitude_microdegrees) {
            (Some(latitude), Some(longitude)) => {
                Some(GeoPoint::new(latitude, longitude).map_err(Problem::internal)?)
            }
            _ => None,
        };
        let kbli = match (row.kbli_edition, &row.kbli_code) {
            (Some(year), Some(code)) => {
                let edition = KbliEdition::from_year(year).map_err(Problem::internal)?;
                Some(Kbli::new(edition, code).map_err(Problem::internal)?)
            }
            _ => None,
        };
        Ok(Self {
            village: row.village_code.0.clone(),
            name: row.name.clone(),
            address: row.address.clone(),
            location,
            kbli,
            nib: row.nib.as_deref().map(Nib::parse).transpose().map_err(Problem::internal)?,
        })
    }

    /// Writes the facts into a row.
    pub fn write_to(&self, row: &mut WarungRow) {
        row.village_code.0 = self.village.clone();
        row.name.clone_from(&self.name);
        row.address.clone_from(&self.address);
        row.latitude_microdegrees = self.location.map(GeoPoint::latitude_micro);
        row.longitude_microdegrees = self.location.map(GeoPoint::longitude_micro);
        row.kbli_edition = self.kbli.as_ref().map(|kbli| kbli.edition().year());
        row.kbli_code = self.kbli.as_ref().map(|kbli| kbli.code().to_owned());
        row.nib = self.nib.as_ref().map(|nib| nib.as_str().to_owned());
    }
}

/// Reads a text. One that does not fit is noted, and the field then counts as not mentioned.
fn read<T, E: Coded>(
    issues: &mut Issues,
    pointer: &str,
    field: Field<String>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Field<T> {
    match field {
        Field::Absent => Field::Absent,
        Field::Null => Field::Null,
        Field::Value(text) => issues.take(pointer, parse(&text)).map_or(Field::Absent, Field::Value),
    }
}

/// Reads a field that no warung is without.
fn needed<T, E: Coded>(
    issues: &mut Issues,
    pointer: &str,
    field: Field<String>,
    current: Option<T>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<T> {
    match field {
        Field::Value(text) => issues.take(pointer, parse(&text)),
        Field::Absent if current.is_some() => current,
        Field::Absent | Field::Null => {
            issues.missing(pointer);
            None
        }
    }
}

fn check_level(issues: &mut Issues, village: Option<&RegionCode>) {
    if village.is_some_and(|code| code.level() != RegionLevel::Village) {
        let text =
            Text::fixed("Kode ini bukan kode desa atau kelurahan.", "This is not the code of a village.");
        issues.push("/village_code", "village_level", text);
    }
}

/// The place, of which a patch may mention one coordinate alone.
fn locate(
    issues: &mut Issues,
    latitude: Field<f64>,
    longitude: Field<f64>,
    current: Option<GeoPoint>,
) -> Option<GeoPoint> {
    if latitude.is_absent() && longitude.is_absent() {
        return current;
    }
    let latitude = latitude.apply_to(current.map(GeoPoint::latitude));
    let longitude = longitude.apply_to(current.map(GeoPoint::longitude));
    let (latitude, longitude) = both(issues, ("/latitude", latitude), ("/longitude", longitude))?;
    let place = GeoPoint::from_degrees(latitude, longitude);
    let pointer = match place {
        Err(GeoPointError::Longitude) => "/longitude",
        _ => "/latitude",
    };
    issues.take(pointer, place)
}

/// The class of business. Only one of the edition's list will do, unless it stood there before.
fn classify(
    issues: &mut Issues,
    edition: Field<String>,
    code: Field<String>,
    current: Option<&Kbli>,
) -> Option<Kbli> {
    if edition.is_absent() && code.is_absent() {
        return current.cloned();
    }
    let edition = edition.apply_to(current.map(|kbli| kbli.edition().as_str().to_owned()));
    let code = code.apply_to(current.map(|kbli| kbli.code().to_owned()));
    let (edition, code) = both(issues, ("/kbli_edition", edition), ("/kbli_code", code))?;
    let edition = issues.take("/kbli_edition", KbliEdition::parse(&edition))?;
    let kbli = issues.take("/kbli_code", Kbli::new(edition, &code))?;
    let list = format!("kbli_{edition}");
    let is_listed = reference::label(&list, kbli.code()).is_some();
    if !is_listed {
        let text = Text::new(
            format!("Kode ini tidak ada dalam daftar {list}."),
            format!("This code is not in the list {list}."),
        );
        issues.push("/kbli_code", "unknown_code", text);
    }
    is_listed.then_some(kbli)
}

/// Two fields that mean nothing without each other.
fn both<A, B>(issues: &mut Issues, one: (&str, Option<A>), other: (&str, Option<B>)) -> Option<(A, B)> {
    match (one, other) {
        ((_, Some(one)), (_, Some(other))) => Some((one, other)),
        ((pointer, None), (_, Some(_))) | ((_, Some(_)), (pointer, None)) => {
            issues.missing(pointer);
            None
        }
        ((_, None), (_, None)) => None,
    }
}
