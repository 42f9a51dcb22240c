use proptest::prelude::*;

use super::*;
use crate::domain::string_form::testing::assert_travels_as;

fn day(year: i32, month: u32, day: u32) -> Day {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

const TODAY: (i32, u32, u32) = (2026, 11, 23);

fn today() -> Day {
    day(TODAY.0, TODAY.1, TODAY.2)
}

/// What a NIK is written from.
#[derive(Debug, Clone)]
struct Written {
    region: String,
    birth: Day,
    sex: Sex,
    serial: u32,
}

impl Written {
    fn text(&self) -> String {
        let shown = self.birth.format("%m%y");
        let added = if self.sex == Sex::Female { 40 } else { 0 };
        let day = self.birth.format("%d").to_string().parse::<u32>().unwrap_or_default() + added;
        format!("{}{day:02}{shown}{:04}", self.region, self.serial)
    }
}

/// People of 0 to 99 years, whose birth a NIK tells without doubt.
fn any_written() -> impl Strategy<Value = Written> {
    (11_u32..=99, 0_u32..=99, 0_u32..=99, 0_u64..36_000, any::<bool>(), 1_u32..=9_999)
        .prop_map(|(province, regency, district, age_in_days, female, serial)| Written {
            region: format!("{province:02}{regency:02}{district:02}"),
            birth: today() - chrono::Days::new(age_in_days),
            sex: if female { Sex::Female } else { Sex::Male },
            serial,
        })
        .prop_filter("not one digit repeated", |written| !digits::one_repeated(&written.text()))
}

#[test]
fn a_mans_and_a_womans_nik_are_read() -> Result<(), NikError> {
    let man = Nik::parse("3529011503900007")?;
    assert_eq!((man.sex(), man.birth_on(today())), (Sex::Male, Some(day(1990, 3, 15))));
    let woman = Nik::parse("3529015503900007")?;
    assert_eq!((woman.sex(), woman.birth_on(today())), (Sex::Female, Some(day(1990, 3, 15))));
    assert_eq!(woman.region_prefix(), "352901");
    Ok(())
}

#[test]
fn spreadsheet_dress_is_taken_off_but_nothing_between_the_digits() {
    let plain = Nik::parse("3529011503900007");
    assert!(plain.is_ok());
    assert_eq!(Nik::parse("  3529011503900007\t"), plain);
    assert_eq!(Nik::parse("'3529011503900007"), plain);
    for text in ["352901 1503900007", "352901-150390-0007", "352901.150390.0007", "3.52901E+15"] {
        assert_eq!(Nik::parse(text), Err(NikError::NotDigits), "{text}");
    }
}

#[test]
fn what_is_no_nik_says_why() {
    let table = [
        ("", NikError::Length),
        ("0", NikError::Length),
        ("-", NikError::NotDigits),
        ("352901150390007", NikError::Length),
        ("35290115039000070", NikError::Length),
        ("0000000000000000", NikError::Implausible),
        ("1111111111111111", NikError::Implausible),
        ("9999999999999999", NikError::Implausible),
        ("1029011503900007", NikError::Region),
        ("0029011503900007", NikError::Region),
        ("3529010003900007", NikError::BirthDate),
        ("3529014003900007", NikError::BirthDate),
        ("3529013203900007", NikError::BirthDate),
        ("3529017203900007", NikError::BirthDate),
        ("3529011500900007", NikError::BirthDate),
        ("3529011513900007", NikError::BirthDate),
        ("3529013002900007", NikError::BirthDate),
        ("3529013104900007", NikError::BirthDate),
        ("3529011503900000", NikError::SerialZero),
        ("3529\u{ff10}11503900007", NikError::NotDigits),
    ];
    for (text, error) in table {
        assert_eq!(Nik::parse(text), Err(error), "{text}");
    }
}

#[test]
fn a_leap_day_needs_a_leap_year_in_either_century() {
    let leap_in_2000_only = Nik::parse("3529012902000001").map(|nik| nik.birth_on(today()));
    assert_eq!(leap_in_2000_only, Ok(Some(day(2000, 2, 29))));
    assert_eq!(Nik::parse("3529012902010001"), Err(NikError::BirthDate));
    assert!(Nik::parse("3529016902960001").is_ok());
}

#[test]
fn the_century_is_the_one_that_leaves_a_living_person() -> Result<(), NikError> {
    let last_day = Nik::parse("3529012311260001")?;
    assert_eq!(last_day.birth_on(today()), Some(today()));
    let tomorrow = Nik::parse("3529012411260001")?;
    assert_eq!(tomorrow.birth_on(today()), Some(day(1926, 11, 24)));
    // 1900 was no leap year, so before 2000 this can be nobody's day of birth.
    let leap = Nik::parse("3529012902000001")?;
    assert_eq!(leap.birth_on(day(1999, 12, 31)), None);
    Ok(())
}

#[test]
fn a_stated_birth_in_the_other_possible_century_is_no_difference() -> Result<(), NikError> {
    let nik = Nik::parse("3529011503200007")?;
    assert_eq!(nik.birth_on(today()), Some(day(2020, 3, 15)));
    assert_eq!(nik.warnings(Some(day(1920, 3, 15)), None, None, today()), []);
    assert_eq!(nik.warnings(Some(day(2020, 3, 15)), None, None, today()), []);
    Ok(())
}

#[test]
fn each_difference_is_its_own_warning() -> Result<(), Box<dyn std::error::Error>> {
    let nik = Nik::parse("3529011503900007")?;
    let warned = |birth, sex, region: Option<&str>| -> Result<_, crate::domain::RegionCodeError> {
        let region = region.map(RegionCode::parse).transpose()?;
        Ok(nik.warnings(birth, sex, region.as_ref(), today()))
    };
    assert_eq!(warned(None, None, None)?, []);
    assert_eq!(warned(Some(day(1990, 3, 15)), Some(Sex::Male), Some("35.29.01.2001"))?, []);
    assert_eq!(warned(Some(day(1990, 3, 16)), None, None)?, [NikWarning::BirthDateDiffers]);
    assert_eq!(warned(None, Some(Sex::Female), None)?, [NikWarning::SexDiffers]);
    assert_eq!(warned(None, None, Some("35.28.01.2001"))?, [NikWarning::ForeignPrefix]);
    assert_eq!(
        warned(Some(day(1991, 3, 15)), Some(Sex::Female), Some("36"))?,
        [NikWarning::ForeignPrefix, NikWarning::BirthDateDiffers, NikWarning::SexDiffers]
    );
    Ok(())
}

#[test]
fn moving_within_the_regency_is_not_worth_a_warning() -> Result<(), Box<dyn std::error::Error>> {
    let nik = Nik::parse("3529011503900007")?;
    for region in ["35", "35.29", "35.29.27", "35.29.27.2001"] {
        assert_eq!(nik.warnings(None, None, Some(&RegionCode::parse(region)?), today()), [], "{region}");
    }
    Ok(())
}

#[test]
fn refusals_have_stable_codes_and_two_languages() {
    let table = [
        (NikError::NotDigits, "nik_not_digits"),
        (NikError::Length, "nik_length"),
        (NikError::Implausible, "nik_implausible"),
        (NikError::Region, "nik_region"),
        (NikError::BirthDate, "nik_birth_date"),
        (NikError::SerialZero, "nik_serial_zero"),
    ];
    for (error, code) in table {
        assert_eq!(error.code(), code);
        assert_ne!(error.to_string(), error.indonesian());
    }
}

proptest! {
    #[test]
    fn a_written_nik_is_read_as_what_it_was_written_from(written in any_written()) {
        let text = written.text();
        let nik = Nik::parse(&text);
        prop_assert_eq!(nik.as_ref().map(Nik::as_str), Ok(text.as_str()));
        prop_assert_eq!(nik.as_ref().map(Nik::sex), Ok(written.sex));
        prop_assert_eq!(nik.as_ref().map(|nik| nik.birth_on(today())), Ok(Some(written.birth)));
        prop_assert_eq!(nik.as_ref().map(Nik::region_prefix), Ok(written.region.as_str()));
        let warnings =
            nik.as_ref().map(|nik| nik.warnings(Some(written.birth), Some(written.sex), None, today()));
        prop_assert_eq!(warnings, Ok(vec![]));
        if let Ok(nik) = nik {
            assert_travels_as(&nik, &text);
        }
    }

    #[test]
    fn neither_mask_nor_debug_depends_on_birth_or_serial(one in any_written(), other in any_written()) {
        let other = Written { region: one.region.clone(), ..other };
        prop_assume!(!digits::one_repeated(&other.text()));
        let (one, other) = (Nik::parse(&one.text()), Nik::parse(&other.text()));
        prop_assert!(one.is_ok() && other.is_ok());
        prop_assert_eq!(one.as_ref().map(Nik::mask), other.as_ref().map(Nik::mask));
        prop_assert_eq!(format!("{one:?}"), format!("{other:?}"));
        let shown = one.map(|nik| nik.mask()).unwrap_or_default();
        prop_assert_eq!(shown.len(), 16);
        prop_assert_eq!(shown.get(4..), Some("************"));
    }

    #[test]
    fn any_sixteen_digits_are_read_as_themselves_or_refused(text in "[0-9]{16}") {
        if let Ok(nik) = Nik::parse(&text) {
            prop_assert_eq!(nik.as_str(), text.as_str());
            prop_assert_eq!(Nik::parse(nik.as_str()), Ok(nik));
        }
    }

    #[test]
    fn any_text_is_read_or_refused_without_panic(text in ".{0,20}") {
        if let Ok(nik) = Nik::parse(&text) {
            prop_assert_eq!(Nik::parse(nik.as_str()), Ok(nik));
        }
    }
}
