//! Versions on the wire: a strong `ETag`, `If-Match` for decisions, `If-None-Match` for reads.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{ETAG, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;

use super::codes::Code;
use super::problem::{FieldError, Problem, Reply};
use crate::platform::i18n::Text;

/// A version of a row as one caller sees it. Views (mask, language) differ in their bytes and so in their tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version<'v> {
    /// The row's version.
    pub row_version: i32,
    /// What makes the bytes differ at the same version: letters, digits and hyphens.
    pub view: &'v str,
}

impl<'v> Version<'v> {
    /// Makes a version.
    #[must_use]
    pub const fn new(row_version: i32, view: &'v str) -> Self {
        Self { row_version, view }
    }

    /// The strong entity tag, with its quotes.
    #[must_use]
    pub fn etag(&self) -> String {
        format!("\"{}.{}\"", self.row_version, self.view)
    }

    /// The entity tag as a header.
    pub fn header(&self) -> Result<(HeaderName, HeaderValue), Problem> {
        let value = HeaderValue::from_str(&self.etag()).map_err(Problem::internal)?;
        Ok((ETAG, value))
    }
}

/// Answers a read: 304 when the caller holds this version already, else the body with its tag.
pub fn respond<T: Serialize>(held: &IfNoneMatch, version: &Version<'_>, body: &T) -> Reply {
    let tag = version.header()?;
    if held.holds(version) {
        return Ok(HttpResponse::NotModified().insert_header(tag).finish());
    }
    Ok(HttpResponse::Ok().insert_header(tag).json(body))
}

/// The versions of which one must still be current; 428 when the header is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfMatch(Vec<i32>);

impl IfMatch {
    /// Names one version, for callers inside the service.
    #[must_use]
    pub fn exactly(version: i32) -> Self {
        Self(vec![version])
    }

    /// Fails with 412 unless the current version is the one that the caller decided upon.
    pub fn check(&self, current: i32) -> Result<(), Problem> {
        if self.0.contains(&current) { Ok(()) } else { Err(Problem::new(Code::VersionMismatch)) }
    }

    /// The version, for a guard in SQL, when the caller names exactly one (all but hand-written calls do).
    #[must_use]
    pub fn single(&self) -> Option<i32> {
        match self.0.as_slice() {
            [version] => Some(*version),
            _ => None,
        }
    }

    /// Reads a header. A weak tag counts too: proxies that compress weaken tags, and only the version part is compared.
    fn parse(header: &str) -> Option<Self> {
        let versions = header.split(',').map(|tag| {
            let tag = tag.trim();
            let tag = tag.strip_prefix("W/").unwrap_or(tag);
            let opaque = tag.strip_prefix('"')?.strip_suffix('"')?;
            let (version, view) = opaque.split_once('.')?;
            if view.contains('"') { None } else { version.parse().ok() }
        });
        versions.collect::<Option<Vec<i32>>>().map(Self)
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(header) = req.headers().get(IF_MATCH) else {
            return ready(Err(Problem::new(Code::PreconditionRequired)));
        };
        ready(header.to_str().ok().and_then(Self::parse).ok_or_else(|| {
            Problem::new(Code::InvalidHeader).errors(vec![FieldError::new(
                "/If-Match",
                "invalid_etag",
                Text::fixed(
                    "Kirim ETag persis seperti yang diterima; * tidak diterima.",
                    "Send the ETag exactly as it was received; * is not accepted.",
                ),
            )])
        }))
    }
}

/// The tags that the caller holds already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IfNoneMatch(Option<String>);

impl IfNoneMatch {
    /// Whether the caller holds this version; the weak comparison of RFC 9110, section 13.1.2.
    #[must_use]
    pub fn holds(&self, version: &Version<'_>) -> bool {
        let Some(header) = &self.0 else { return false };
        let current = version.etag();
        header
            .split(',')
            .map(str::trim)
            .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == current)
    }
}

impl FromRequest for IfNoneMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = req.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        ready(Ok(Self(header.map(str::to_owned))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_compares_the_version_part_of_any_view() {
        let held = IfMatch::parse(r#""3.masked-id""#).expect("header");
        assert!(held.check(3).is_ok());
        assert_eq!(held.single(), Some(3));
        assert_eq!(held.check(4).map_err(|p| p.code()), Err(Code::VersionMismatch));
        assert_eq!(IfMatch::parse(r#"W/"3.x", "5.y""#), Some(IfMatch(vec![3, 5])));
    }

    #[test]
    fn what_is_no_tag_of_ours_is_refused() {
        for wrong in ["", "*", "3", "\"3\"", "\"a.b\"", "\"3.x", "\"3.x\",", "\"3.x\" \"4.x\""] {
            assert_eq!(IfMatch::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn if_none_match_compares_the_whole_tag() {
        let version = Version::new(3, "masked-id");
        let holds = |header: &str| IfNoneMatch(Some(header.to_owned())).holds(&version);
        assert!(holds(r#""3.masked-id""#));
        assert!(holds(r#""1.x", W/"3.masked-id""#));
        assert!(holds("*"));
        assert!(!holds(r#""3.open-id""#));
        assert!(!holds(r#""4.masked-id""#));
        assert!(!IfNoneMatch::default().holds(&version));
    }
}
