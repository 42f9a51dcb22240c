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
        "a place is written as latitude and longitude in decimal degrees, for instance -7.012345,113.860001"
    )]
    Format,
    /// The latitude is beyond a pole.
    #[error("the latitude must be between -90 and 90")]
    Latitude,
    /// The longitude goes round the earth.
    #[error("the longitude must be between -180 and 180")]
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
                "lokasi ditulis sebagai lintang dan bujur dalam derajat desimal, misalnya -7.012345,113.860001"
            }
            Self::Latitude => "lintang harus antara -90 dan 90",
            Self::Longitude => "bujur harus antara -180 dan 180",
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

/// Reads a decimal number of at most nine digits before the point as whole microdegrees.
fn microdegrees(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, magnitude) = match text.strip_prefix('-') {
        Some(magnitude) => (true, magnitude),
        None => (false, text),
    };
    let (whole, fraction) = magnitude.split_once('.').unwrap_or((magnitude, "0"));
    let well_formed = [whole, fraction].iter().all(|part| !part.is_empty() && digits::only_digits(part));
    if !well_formed || whole.len() > 9 {
        return None;
    }
    let kept: String = fraction.chars().chain("000000".chars()).take(6).collect();
    let rounds_up = fraction.chars().nth(6).is_some_and(|digit| digit >= '5');
    let magnitude = whole.parse::<i64>().ok()? * MICRO + kept.parse::<i64>().ok()? + i64::from(rounds_up);
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
