//! Who may give which role where, and what may be done with an account.

use std::borrow::Cow;

use super::status::AccountStatus;
use crate::access::caller::Role;
use crate::domain::{Coded, RegionCode, RegionLevel};

/// Regions of one account; more would swell its token past what proxies accept in a header.
pub const MOST_REGIONS: usize = 50;

/// What may be done with an account in this state.
pub fn allowed_actions(status: AccountStatus) -> &'static [&'static str] {
    match status {
        AccountStatus::Active => &["disable", "issue_start_code"],
        AccountStatus::Disabled => &["enable"],
    }
}

/// Whether someone of this role manages accounts of that role: a regency's admin its people, the keeper
/// of the deployment those who begin a regency.
pub fn manages(manager: Role, role: Role) -> bool {
    match manager {
        Role::Admin => role != Role::PlatformAdmin,
        Role::PlatformAdmin => matches!(role, Role::Admin | Role::PlatformAdmin),
        _ => false,
    }
}

/// Why an account cannot be given these regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlacementError {
    /// The role needs a region.
    #[error("This account needs at least one region.")]
    NoRegion,
    /// The role is national.
    #[error("A national account has no regions.")]
    National,
    /// More than a token can carry.
    #[error("An account has at most 50 regions.")]
    TooMany,
    /// A village operator has villages, a district viewer districts, all others their regency.
    #[error("A region of this account is a {}.", .0.as_str())]
    WrongLevel(RegionLevel),
    /// A province or something above a regency.
    #[error("A region lies within one regency.")]
    AboveRegency,
    /// An account belongs to one regency.
    #[error("All regions of an account lie in one regency.")]
    SeveralRegencies,
}

impl Coded for PlacementError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoRegion => "region_required",
            Self::National => "region_not_expected",
            Self::TooMany => "too_many_regions",
            Self::WrongLevel(_) => "region_level",
            Self::AboveRegency => "region_above_regency",
            Self::SeveralRegencies => "several_regencies",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NoRegion => "Akun ini memerlukan sekurang-kurangnya satu wilayah.".into(),
            Self::National => "Akun nasional tidak mempunyai wilayah.".into(),
            Self::TooMany => "Akun paling banyak mempunyai 50 wilayah.".into(),
            Self::WrongLevel(level) => {
                let level = match level {
                    RegionLevel::Province => "provinsi",
                    RegionLevel::Regency => "kabupaten atau kota",
                    RegionLevel::District => "kecamatan",
                    RegionLevel::Village => "desa atau kelurahan",
                };
                format!("Wilayah akun ini adalah {level}.").into()
            }
            Self::AboveRegency => "Wilayah berada di dalam satu kabupaten atau kota.".into(),
            Self::SeveralRegencies => "Semua wilayah akun berada di satu kabupaten atau kota.".into(),
        }
    }
}

/// The regency that holds the regions of a person's account; none for a national role.
pub fn place_user(role: Role, regions: &[RegionCode]) -> Result<Option<RegionCode>, PlacementError> {
    let Some(level) = role.region_level() else {
        return if regions.is_empty() { Ok(None) } else { Err(PlacementError::National) };
    };
    if regions.iter().any(|region| region.level() != level) {
        return Err(PlacementError::WrongLevel(level));
    }
    place(regions).map(Some)
}

/// The one regency that holds the regions of an account.
pub fn place(regions: &[RegionCode]) -> Result<RegionCode, PlacementError> {
    let (first, rest) = regions.split_first().ok_or(PlacementError::NoRegion)?;
    if regions.len() > MOST_REGIONS {
        return Err(PlacementError::TooMany);
    }
    let regency = first.regency().ok_or(PlacementError::AboveRegency)?;
    for region in rest {
        match region.regency() {
            None => return Err(PlacementError::AboveRegency),
            Some(other) if other != regency => return Err(PlacementError::SeveralRegencies),
            Some(_) => {}
        }
    }
    Ok(regency)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(texts: &[&str]) -> Vec<RegionCode> {
        texts.iter().map(|text| RegionCode::parse(text).unwrap()).collect()
    }

    #[test]
    fn every_role_has_regions_of_its_level_in_one_regency() {
        let regency = RegionCode::parse("35.29").unwrap();
        for (role, regions, placed) in [
            (Role::VillageOperator, codes(&["35.29.01.2001", "35.29.02.2001"]), Ok(Some(regency.clone()))),
            (
                Role::VillageOperator,
                codes(&["35.29.01"]),
                Err(PlacementError::WrongLevel(RegionLevel::Village)),
            ),
            (
                Role::VillageOperator,
                codes(&["35.29.01.2001", "35.28.01.2001"]),
                Err(PlacementError::SeveralRegencies),
            ),
            (Role::DistrictViewer, codes(&["35.29.01"]), Ok(Some(regency.clone()))),
            (Role::Officer, codes(&["35.29"]), Ok(Some(regency))),
            (Role::Officer, codes(&["35"]), Err(PlacementError::WrongLevel(RegionLevel::Regency))),
            (Role::Officer, codes(&[]), Err(PlacementError::NoRegion)),
            (Role::PlatformAdmin, codes(&[]), Ok(None)),
            (Role::PlatformAdmin, codes(&["35.29"]), Err(PlacementError::National)),
        ] {
            assert_eq!(place_user(role, &regions), placed, "{role} {regions:?}");
        }
    }

    #[test]
    fn regions_of_a_system_lie_in_one_regency_at_any_level() {
        assert!(place(&codes(&["35.29.01", "35.29.02.2001"])).is_ok());
        assert_eq!(place(&codes(&["35"])), Err(PlacementError::AboveRegency));
        assert_eq!(place(&codes(&["35.29", "35"])), Err(PlacementError::AboveRegency));
        let villages: Vec<RegionCode> =
            (2001..2052).map(|number| RegionCode::parse(&format!("35.29.01.{number}")).unwrap()).collect();
        assert_eq!(place(&villages), Err(PlacementError::TooMany));
    }

    #[test]
    fn nobody_makes_an_account_above_their_own() {
        for &manager in Role::ALL {
            let managed: Vec<Role> =
                Role::ALL.iter().copied().filter(|role| manages(manager, *role)).collect();
            match manager {
                Role::Admin => assert!(managed.len() == 7 && !managed.contains(&Role::PlatformAdmin)),
                Role::PlatformAdmin => assert_eq!(managed, [Role::Admin, Role::PlatformAdmin]),
                _ => assert_eq!(managed, [], "{manager}"),
            }
        }
    }
}
