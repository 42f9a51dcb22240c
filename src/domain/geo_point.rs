//! Places on the map.

use std::borrow::Cow;
use std::fmt;

use super::{Coded, digits, string_form};

/// A place in WGS 84, kept in whole microdegrees (about eleven centimetres), so that it is exact and can be
/// compared. Written `-7.012345,113.860001`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GeoPoint {
    latitude_micro: i32,
    longitude_micro: i32,
}

/// Why something is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GeoPointError {
    /// Not two decimal numbers with a comma between.
    #[error(
        "A place is written as latitude and longitude in decimal degrees, for instance -7.012345,113.860001."
    )]
    Format,
    /// The latitude is beyond a pole.
    #[error("The latitude must be between -90 and 90.")]
    Latitude,
    /// The longitude goes round the earth.
    #[error("The longitude must be between -180 and 180.")]
    Longitude,
}

impl Coded for GeoPointError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "location_format",
            Self::Latitude => "location_latitude",
            Self::Longitude => "location_longitude",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Format => {
                "Lokasi ditulis sebagai lintang dan bujur dalam derajat desimal, misalnya -7.012345,113.860001."
            }
            Self::Latitude => "Lintang harus antara -90 dan 90.",
            Self::Longitude => "Bujur harus antara -180 dan 180.",
        }
        .into()
    }
}

const MICRO: i64 = 1_000_000;

impl GeoPoint {
    /// A place from microdegrees.
    pub fn new(latitude_micro: i32, longitude_micro: i32) -> Result<Self, GeoPointError> {
        if i64::from(latitude_micro).abs() > 90 * MICRO {
            return Err(GeoPointError::Latitude);
        }
        if i64::from(longitude_micro).abs() > 180 * MICRO {
            return Err(GeoPointError::Longitude);
        }
        Ok(Self { latitude_micro, longitude_micro })
    }

    /// A place from decimal degrees as JSON carries them, to the nearest microdegree.
    pub fn from_degrees(latitude: f64, longitude: f64) -> Result<Self, GeoPointError> {
        if !(latitude.is_finite() && longitude.is_finite()) {
            return Err(GeoPointError::Format);
        }
        Self::from_texts(&format!("{latitude:.6}"), &format!("{longitude:.6}"))
    }

    /// Reads `latitude,longitude` in decimal degrees; digits past the sixth decimal round to the nearest.
    pub fn parse(text: &str) -> Result<Self, GeoPointError> {
        let (latitude, longitude) = digits::cleaned(text).split_once(',').ok_or(GeoPointError::Format)?;
        Self::from_texts(latitude, longitude)
    }

    /// The latitude in microdegrees.
    pub const fn latitude_micro(self) -> i32 {
        self.latitude_micro
    }

    /// The longitude in microdegrees.
    pub const fn longitude_micro(self) -> i32 {
        self.longitude_micro
    }

    /// The latitude in decimal degrees, for JSON.
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude_micro) / 1e6
    }

    /// The longitude in decimal degrees, for JSON.
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude_micro) / 1e6
    }

    fn from_texts(latitude: &str, longitude: &str) -> Result<Self, GeoPointError> {
        let latitude = microdegrees(latitude).ok_or(GeoPointError::Format)?;
        let longitude = microdegrees(longitude).ok_or(GeoPointError::Format)?;
        Self::new(
            i32::try_from(latitude).map_err(|_| GeoPointError::Latitude)?,
            i32::try_from(longitude).map_err(|_| GeoPointError::Longitude)?,
        )
    }
}

/// Reads a decimal number as whole microdegrees. A number too large to hold counts as the largest, which is
/// beyond every coordinate too.
fn microdegrees(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, magnitude) = match text.strip_prefix('-') {
        Some(magnitude) => (true, magnitude),
        None => (false, text),
    };
    let (whole, fraction) = magnitude.split_once('.').unwrap_or((magnitude, "0"));
    let well_formed = [whole, fraction].iter().all(|part| !part.is_empty() && digits::only_digits(part));
    if !well_formed {
        return None;
    }
    let kept: String = fraction.chars().chain("000000".chars()).take(6).collect();
    let rounds_up = fraction.chars().nth(6).is_some_and(|digit| digit >= '5');
    let fraction = kept.parse::<i64>().ok()? + i64::from(rounds_up);
    let magnitude = whole
        .parse::<i64>()
        .ok()
        .and_then(|whole| whole.checked_mul(MICRO)?.checked_add(fraction))
        .unwrap_or(i64::MAX);
    Some(if negative { -magnitude } else { magnitude })
}

/// Writes microdegrees as decimal degrees with six decimals.
fn write_degrees(formatter: &mut fmt::Formatter<'_>, micro: i32) -> fmt::Result {
    let sign = if micro < 0 { "-" } else { "" };
    let magnitude = i64::from(micro).abs();
    write!(formatter, "{sign}{}.{:06}", magnitude / MICRO, magnitude % MICRO)
}

impl fmt::Display for GeoPoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_degrees(formatter, self.latitude_micro)?;
        formatter.write_str(",")?;
        write_degrees(formatter, self.longitude_micro)
    }
}

string_form!(GeoPoint, GeoPointError, display);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::string_form::testing::assert_travels_as;

    fn any_point() -> impl Strategy<Value = GeoPoint> {
        (-90_000_000_i32..=90_000_000, -180_000_000_i32..=180_000_000)
            .prop_filter_map("a place", |(latitude, longitude)| GeoPoint::new(latitude, longitude).ok())
    }

    fn micro(text: &str) -> Result<(i32, i32), GeoPointError> {
        GeoPoint::parse(text).map(|point| (point.latitude_micro(), point.longitude_micro()))
    }

    #[test]
    fn degrees_are_read_to_the_nearest_microdegree() {
        assert_eq!(micro("-7.012345,113.860001"), Ok((-7_012_345, 113_860_001)));
        assert_eq!(micro(" -7 , 113.5 "), Ok((-7_000_000, 113_500_000)));
        assert_eq!(micro("-7.0123455,113.8600014"), Ok((-7_012_346, 113_860_001)));
        assert_eq!(micro("0.9999999,-0.0000001"), Ok((1_000_000, 0)));
    }

    #[test]
    fn what_is_no_place_says_why() {
        for text in ["", "-7.01", "-7,", "a,b", "1e1,2", "--7,113", "+7,113", ".5,113", "7.,113", "7,1,1"] {
            assert_eq!(micro(text), Err(GeoPointError::Format), "{text}");
        }
        assert_eq!(micro("90.000001,0"), Err(GeoPointError::Latitude));
        assert_eq!(micro("0,-180.000001"), Err(GeoPointError::Longitude));
        assert_eq!(micro("99999999999999999999,0"), Err(GeoPointError::Latitude));
        assert_eq!(GeoPoint::from_degrees(f64::NAN, 0.0), Err(GeoPointError::Format));
        assert_eq!(GeoPoint::from_degrees(0.0, f64::INFINITY), Err(GeoPointError::Format));
        assert_eq!(GeoPoint::from_degrees(1e300, 0.0), Err(GeoPointError::Latitude));
    }

    proptest! {
        #[test]
        fn a_place_travels_as_its_text(point in any_point()) {
            prop_assert_eq!(GeoPoint::parse(&point.to_string()), Ok(point));
            assert_travels_as(&point, &point.to_string());
        }

        #[test]
        fn a_place_survives_the_decimal_degrees_of_json(point in any_point()) {
            prop_assert_eq!(GeoPoint::from_degrees(point.latitude(), point.longitude()), Ok(point));
        }

        #[test]
        fn any_degrees_are_read_or_refused_without_panic(latitude in any::<f64>(), longitude in any::<f64>()) {
            if let Ok(point) = GeoPoint::from_degrees(latitude, longitude) {
                prop_assert!((point.latitude() - latitude).abs() < 1e-6);
            }
        }
    }
}
