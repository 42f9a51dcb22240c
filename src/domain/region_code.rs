//! The Interior Ministry's codes of regions.

use std::borrow::Cow;
use std::fmt;

use super::{Coded, code_list, digits, string_form};

code_list! {
    /// The four levels of government territory, from the largest.
    pub enum RegionLevel = "region_level" {
        /// Provinsi.
        Province = "province",
        /// Kabupaten or kota.
        Regency = "regency",
        /// Kecamatan.
        District = "district",
        /// Kelurahan, desa or desa adat.
        Village = "village",
    }
}

code_list! {
    /// What a region of the fourth level is; the first digit of its group says it.
    pub enum VillageKind = "village_kind" {
        /// Urban ward, 1xxx.
        Kelurahan = "kelurahan",
        /// Village, 2xxx.
        Desa = "desa",
        /// Customary village, 3xxx.
        DesaAdat = "desa_adat",
    }
}

/// A region code of the Interior Ministry (Kepmendagri 300.2.2-2430/2025), kept with dots: `35`, `35.29`,
/// `35.29.01`, `35.29.01.2001`. The statistics office's codes look alike and differ: never mix them.
///
/// Whether the region exists is for the database to say; this type knows the shape.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(String);

/// Why a text is no region code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RegionCodeError {
    /// Neither of the four forms, with or without dots.
    #[error("A region code looks like 35, 35.29, 35.29.01 or 35.29.01.2001, with or without dots.")]
    Shape,
    /// The first group is below 11.
    #[error("Provinces are numbered from 11.")]
    Province,
    /// A regency or district numbered 00.
    #[error("No regency and no district is numbered 00.")]
    ZeroGroup,
    /// The fourth group does not begin with 1, 2 or 3.
    #[error("A village's group begins with 1 (kelurahan), 2 (desa) or 3 (desa adat).")]
    VillageKind,
}

impl Coded for RegionCodeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Shape => "region_code_shape",
            Self::Province => "region_code_province",
            Self::ZeroGroup => "region_code_zero_group",
            Self::VillageKind => "region_code_village_kind",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Shape => {
                "Kode wilayah berbentuk 35, 35.29, 35.29.01 atau 35.29.01.2001, dengan atau tanpa titik."
            }
            Self::Province => "Kode provinsi dimulai dari 11.",
            Self::ZeroGroup => "Tidak ada kabupaten, kota atau kecamatan bernomor 00.",
            Self::VillageKind => "Kode desa diawali 1 (kelurahan), 2 (desa) atau 3 (desa adat).",
        }
        .into()
    }
}

impl RegionCode {
    /// Reads a code of any level, with dots or without any.
    pub fn parse(text: &str) -> Result<Self, RegionCodeError> {
        let text = digits::cleaned(text);
        let dotted = if text.contains('.') { text.to_owned() } else { with_dots(text)? };
        check(&dotted)?;
        Ok(Self(dotted))
    }

    /// The code with dots.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The level of the region.
    pub fn level(&self) -> RegionLevel {
        match self.0.len() {
            2 => RegionLevel::Province,
            5 => RegionLevel::Regency,
            8 => RegionLevel::District,
            _ => RegionLevel::Village,
        }
    }

    /// The region one level up; a province has none.
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('.').map(|(parent, _)| Self(parent.to_owned()))
    }

    /// The region of this level that is this one or lies above it; `None` for a level below.
    pub fn at(&self, level: RegionLevel) -> Option<Self> {
        self.0.get(..width(level)).map(|code| Self(code.to_owned()))
    }

    /// The regency of the region; a province has none.
    pub fn regency(&self) -> Option<Self> {
        self.at(RegionLevel::Regency)
    }

    /// Whether the other region is this one or lies within it. Groups have fixed widths, so a common
    /// beginning is enough: no code of another region can begin with this whole code.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The pattern for SQL's `LIKE` that matches this region and all within it, such as `35.29%`. As in
    /// [`RegionCode::contains`], fixed widths keep it from matching a neighbour; digits and dots need no
    /// escape.
    pub fn prefix_pattern(&self) -> String {
        format!("{}%", self.0)
    }

    /// What kind of village it is; `None` above that level.
    pub fn village_kind(&self) -> Option<VillageKind> {
        kind_of(self.0.get(9..)?)
    }
}

/// How long a code of this level is, dots included.
fn width(level: RegionLevel) -> usize {
    match level {
        RegionLevel::Province => 2,
        RegionLevel::Regency => 5,
        RegionLevel::District => 8,
        RegionLevel::Village => 13,
    }
}

/// Puts the dots into a code of 2, 4, 6 or 10 digits.
fn with_dots(text: &str) -> Result<String, RegionCodeError> {
    let groups = match text.len() {
        2 => vec![text.get(0..2)],
        4 => vec![text.get(0..2), text.get(2..4)],
        6 => vec![text.get(0..2), text.get(2..4), text.get(4..6)],
        10 => vec![text.get(0..2), text.get(2..4), text.get(4..6), text.get(6..10)],
        _ => return Err(RegionCodeError::Shape),
    };
    let groups: Option<Vec<&str>> = groups.into_iter().collect();
    groups.map(|groups| groups.join(".")).ok_or(RegionCodeError::Shape)
}

fn check(dotted: &str) -> Result<(), RegionCodeError> {
    let mut groups = dotted.split('.');
    let province = groups.next().ok_or(RegionCodeError::Shape)?;
    let (regency, district, village) = (groups.next(), groups.next(), groups.next());
    let is_group = |group: &str, width| group.len() == width && digits::only_digits(group);
    let two_digits =
        [Some(province), regency, district].into_iter().flatten().all(|group| is_group(group, 2));
    if groups.next().is_some() || !two_digits || village.is_some_and(|village| !is_group(village, 4)) {
        return Err(RegionCodeError::Shape);
    }
    if province < "11" {
        return Err(RegionCodeError::Province);
    }
    if [regency, district].contains(&Some("00")) {
        return Err(RegionCodeError::ZeroGroup);
    }
    if village.is_some_and(|village| kind_of(village).is_none()) {
        return Err(RegionCodeError::VillageKind);
    }
    Ok(())
}

fn kind_of(village: &str) -> Option<VillageKind> {
    match village.get(..1)? {
        "1" => Some(VillageKind::Kelurahan),
        "2" => Some(VillageKind::Desa),
        "3" => Some(VillageKind::DesaAdat),
        _ => None,
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

string_form!(RegionCode, RegionCodeError);

#[cfg(test)]
mod tests;
