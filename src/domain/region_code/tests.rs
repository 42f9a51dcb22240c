use proptest::prelude::*;

use super::*;
use crate::domain::string_form::testing::assert_travels_as;

/// The groups of a code of any level.
fn any_groups() -> impl Strategy<Value = Vec<String>> {
    (11_u32..=99, 1_u32..=99, 1_u32..=99, 1_000_u32..=3_999, 1_usize..=4).prop_map(
        |(province, regency, district, village, count)| {
            [format!("{province}"), format!("{regency:02}"), format!("{district:02}"), format!("{village}")]
                .into_iter()
                .take(count)
                .collect()
        },
    )
}

fn any_code() -> impl Strategy<Value = RegionCode> {
    any_groups().prop_filter_map("a region code", |groups| RegionCode::parse(&groups.join(".")).ok())
}

#[test]
fn a_village_knows_everything_above_it() -> Result<(), RegionCodeError> {
    let village = RegionCode::parse("35.29.01.2001")?;
    assert_eq!(village.level(), RegionLevel::Village);
    assert_eq!(village.village_kind(), Some(VillageKind::Desa));
    assert_eq!(village.parent(), Some(RegionCode::parse("35.29.01")?));
    assert_eq!(village.regency(), Some(RegionCode::parse("35.29")?));
    assert_eq!(village.at(RegionLevel::Village), Some(village.clone()));
    assert_eq!(village.prefix_pattern(), "35.29.01.2001%");
    let province = RegionCode::parse("35")?;
    assert_eq!((province.parent(), province.regency()), (None, None));
    assert_eq!((province.level(), province.village_kind()), (RegionLevel::Province, None));
    assert_eq!(RegionCode::parse("35.29")?.prefix_pattern(), "35.29%");
    Ok(())
}

#[test]
fn the_fourth_group_tells_the_kind_of_village() {
    let kind = |text| RegionCode::parse(text).map(|code| code.village_kind());
    assert_eq!(kind("35.29.01.1015"), Ok(Some(VillageKind::Kelurahan)));
    assert_eq!(kind("91.03.01.3001"), Ok(Some(VillageKind::DesaAdat)));
    assert_eq!(kind("35.29.01"), Ok(None));
    assert_eq!(kind("35.29.01.4001"), Err(RegionCodeError::VillageKind));
    assert_eq!(kind("3529010001"), Err(RegionCodeError::VillageKind));
}

#[test]
fn what_is_no_region_code_says_why() {
    for text in [
        "",
        "3",
        "352",
        "35291",
        "35290120",
        "352901200",
        "35290120011",
        "3529.01",
        "35.2901",
        "35.",
        ".35",
        "35..29",
        "35.29.01.2001.1",
        "35.29.1",
        "35.29.01.201",
        "35-29",
        "3x",
        "35.2x",
        "\u{ff13}5",
    ] {
        assert_eq!(RegionCode::parse(text), Err(RegionCodeError::Shape), "{text}");
    }
    assert_eq!(RegionCode::parse("10.29"), Err(RegionCodeError::Province));
    assert_eq!(RegionCode::parse("35.00"), Err(RegionCodeError::ZeroGroup));
    assert_eq!(RegionCode::parse("352900"), Err(RegionCodeError::ZeroGroup));
}

proptest! {
    #[test]
    fn dots_may_be_left_out_and_are_always_written(groups in any_groups()) {
        let (dotted, bare) = (groups.join("."), groups.concat());
        let parsed = RegionCode::parse(&bare);
        prop_assert_eq!(parsed.as_ref().map(RegionCode::as_str), Ok(dotted.as_str()));
        prop_assert_eq!(&RegionCode::parse(&dotted), &parsed);
        if let Ok(code) = parsed {
            assert_travels_as(&code, &dotted);
        }
    }

    #[test]
    fn a_region_contains_itself_and_what_has_it_above(one in any_code(), other in any_code()) {
        prop_assert!(one.contains(&one));
        prop_assert_eq!(one.contains(&other), other.at(one.level()).as_ref() == Some(&one));
        if let Some(parent) = one.parent() {
            prop_assert!(parent.contains(&one) && !one.contains(&parent));
            prop_assert!(parent.level() < one.level());
            prop_assert_eq!(RegionCode::parse(parent.as_str()), Ok(parent));
        }
    }

    #[test]
    fn any_text_is_read_or_refused_without_panic(text in ".{0,16}") {
        if let Ok(code) = RegionCode::parse(&text) {
            prop_assert_eq!(RegionCode::parse(code.as_str()), Ok(code));
        }
    }
}
