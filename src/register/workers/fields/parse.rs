//! Reading the fields: pure, and all problems at once.

use super::WorkerFields;
use crate::domain::{
    Coded, Day, Decile, FamilyCardNumber, KinRelation, Nik, Occupation, OccupationSource, PersonName, Phone,
    PovertySource, RegionCode, RegionLevel, Segment, Sex, is_invisible, parse_day,
};
use crate::platform::http::{Field, Issues, Text};

/// The longest address in characters.
const ADDRESS_MAX: usize = 300;

/// Nobody alive was born before it.
const OLDEST_AGE: u32 = 120;

/// The attributes of a registration as values that cannot be wrong.
#[derive(Debug, Clone, Default)]
pub struct ParsedFields {
    /// A region of the village level.
    pub village: Field<RegionCode>,
    /// The name.
    pub name: Field<PersonName>,
    /// The NIK.
    pub nik: Field<Nik>,
    /// Not after today.
    pub birth_on: Field<Day>,
    /// The sex.
    pub sex: Field<Sex>,
    /// The family card's number.
    pub family_card: Field<FamilyCardNumber>,
    /// The phone.
    pub phone: Field<Phone>,
    /// Hamlet, street, neighbourhood.
    pub address: Field<String>,
    /// The contribution segment.
    pub segment: Field<Segment>,
    /// The occupation.
    pub occupation: Field<Occupation>,
    /// Who says so.
    pub occupation_source: Field<OccupationSource>,
    /// The next of kin's name.
    pub next_of_kin_name: Field<PersonName>,
    /// The next of kin's relation.
    pub next_of_kin_relation: Field<KinRelation>,
    /// The next of kin's phone.
    pub next_of_kin_phone: Field<Phone>,
    /// The social registry.
    pub poverty_source: Field<PovertySource>,
    /// The decile.
    pub poverty_decile: Field<Decile>,
    /// Not after today.
    pub poverty_as_of: Field<Day>,
}

/// Which of the fields that need each other a registration has before its fields are applied. A new one
/// has none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Standing {
    /// A NIK.
    pub nik: bool,
    /// An occupation, and with it its source.
    pub occupation: bool,
    /// The next of kin's name.
    pub next_of_kin_name: bool,
    /// The next of kin's relation.
    pub next_of_kin_relation: bool,
    /// The next of kin's phone.
    pub next_of_kin_phone: bool,
    /// The social registry, and with it the day.
    pub poverty: bool,
    /// The decile.
    pub poverty_decile: bool,
}

impl WorkerFields {
    /// Reads every field and notes everything that is wrong.
    pub fn parse(self, standing: Standing, today: Day, issues: &mut Issues) -> ParsedFields {
        self.check_together(standing, issues);
        ParsedFields {
            village: read(issues, "/village_code", self.village_code, RegionCode::parse, true)
                .and_then_checked(issues, "/village_code", check_village),
            name: read(issues, "/name", self.name, PersonName::parse, true),
            nik: read(issues, "/nik", self.nik, Nik::parse, standing.nik),
            birth_on: read(issues, "/birth_on", self.birth_on, parse_day, false).and_then_checked(
                issues,
                "/birth_on",
                |day| check_birth(*day, today),
            ),
            sex: read(issues, "/sex", self.sex, Sex::parse, false),
            family_card: read(
                issues,
                "/family_card_number",
                self.family_card_number,
                FamilyCardNumber::parse,
                false,
            ),
            phone: read(issues, "/phone", self.phone, Phone::parse, false),
            address: self.address.map(|text| text.trim().to_owned()).and_then_checked(
                issues,
                "/address",
                |text| check_address(text),
            ),
            segment: read(issues, "/segment", self.segment, Segment::parse, true),
            occupation: read(issues, "/occupation", self.occupation, Occupation::parse, false),
            occupation_source: read(
                issues,
                "/occupation_source",
                self.occupation_source,
                OccupationSource::parse,
                false,
            ),
            next_of_kin_name: read(
                issues,
                "/next_of_kin_name",
                self.next_of_kin_name,
                PersonName::parse,
                false,
            ),
            next_of_kin_relation: read(
                issues,
                "/next_of_kin_relation",
                self.next_of_kin_relation,
                KinRelation::parse,
                false,
            ),
            next_of_kin_phone: read(
                issues,
                "/next_of_kin_phone",
                self.next_of_kin_phone,
                Phone::parse,
                false,
            ),
            poverty_source: read(issues, "/poverty_source", self.poverty_source, PovertySource::parse, false),
            poverty_decile: read_with(issues, "/poverty_decile", self.poverty_decile, Decile::new, false),
            poverty_as_of: read(issues, "/poverty_as_of", self.poverty_as_of, parse_day, false)
                .and_then_checked(issues, "/poverty_as_of", |day| check_not_after(*day, today)),
        }
    }

    /// Fields that mean nothing without each other.
    fn check_together(&self, standing: Standing, issues: &mut Issues) {
        let occupation = stands(&self.occupation, standing.occupation);
        let occupation_source = stands(&self.occupation_source, standing.occupation);
        needs(issues, occupation && !occupation_source, "/occupation_source");
        needs(issues, occupation_source && !occupation, "/occupation");

        let kin = stands(&self.next_of_kin_relation, standing.next_of_kin_relation)
            || stands(&self.next_of_kin_phone, standing.next_of_kin_phone);
        let kin_name = stands(&self.next_of_kin_name, standing.next_of_kin_name);
        needs(issues, kin && !kin_name, "/next_of_kin_name");

        let source = stands(&self.poverty_source, standing.poverty);
        let as_of = stands(&self.poverty_as_of, standing.poverty);
        let decile = stands(&self.poverty_decile, standing.poverty_decile);
        needs(issues, (decile || as_of) && !source, "/poverty_source");
        needs(issues, (decile || source) && !as_of, "/poverty_as_of");
    }
}

/// Whether a field will hold something.
fn stands<T>(field: &Field<T>, before: bool) -> bool {
    match field {
        Field::Absent => before,
        Field::Null => false,
        Field::Value(_) => true,
    }
}

fn needs(issues: &mut Issues, is_missing: bool, pointer: &str) {
    if is_missing {
        issues.missing(pointer);
    }
}

/// Reads a text; notes a null where the field must keep a value.
fn read<T, E: Coded>(
    issues: &mut Issues,
    pointer: &str,
    field: Field<String>,
    parse: impl FnOnce(&str) -> Result<T, E>,
    is_kept: bool,
) -> Field<T> {
    read_with(issues, pointer, field, |text| parse(&text), is_kept)
}

fn read_with<V, T, E: Coded>(
    issues: &mut Issues,
    pointer: &str,
    field: Field<V>,
    parse: impl FnOnce(V) -> Result<T, E>,
    is_kept: bool,
) -> Field<T> {
    match field {
        Field::Absent => Field::Absent,
        Field::Null => {
            needs(issues, is_kept, pointer);
            Field::Null
        }
        Field::Value(value) => issues.take(pointer, parse(value)).map_or(Field::Absent, Field::Value),
    }
}

/// A rule that a value of the right form can still break: its code and its words.
type Broken = (&'static str, Text);

/// A further check of a value that was read.
trait AndThenChecked<T>: Sized {
    fn and_then_checked(
        self,
        issues: &mut Issues,
        pointer: &str,
        check: impl FnOnce(&T) -> Result<(), Broken>,
    ) -> Self;
}

impl<T> AndThenChecked<T> for Field<T> {
    fn and_then_checked(
        self,
        issues: &mut Issues,
        pointer: &str,
        check: impl FnOnce(&T) -> Result<(), Broken>,
    ) -> Self {
        if let Self::Value(value) = &self
            && let Err((code, text)) = check(value)
        {
            issues.push(pointer, code, text);
        }
        self
    }
}

fn check_village(code: &RegionCode) -> Result<(), Broken> {
    if code.level() == RegionLevel::Village {
        return Ok(());
    }
    Err((
        "village_level",
        Text::fixed("Kode ini bukan kode desa atau kelurahan.", "This is not the code of a village."),
    ))
}

fn check_birth(day: Day, today: Day) -> Result<(), Broken> {
    check_not_after(day, today)?;
    match crate::domain::age_on(day, today) {
        Some(age) if age <= OLDEST_AGE => Ok(()),
        _ => Err((
            "birth_too_long_ago",
            Text::fixed("Tidak ada orang hidup setua ini.", "Nobody alive is as old as that."),
        )),
    }
}

fn check_not_after(day: Day, today: Day) -> Result<(), Broken> {
    if day <= today {
        return Ok(());
    }
    Err(("day_in_future", Text::fixed("Tanggal ini belum tiba.", "This day has not come yet.")))
}

fn check_address(text: &str) -> Result<(), Broken> {
    if text.is_empty() {
        return Err(("address_empty", Text::fixed("Alamat kosong.", "The address is empty.")));
    }
    if text.chars().count() > ADDRESS_MAX {
        return Err((
            "address_too_long",
            Text::fixed("Alamat paling banyak 300 huruf.", "An address has at most 300 characters."),
        ));
    }
    if text.chars().any(is_invisible) {
        return Err((
            "address_control_characters",
            Text::fixed(
                "Alamat tidak boleh memuat ganti baris atau karakter kendali.",
                "An address must not contain line breaks or control characters.",
            ),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
