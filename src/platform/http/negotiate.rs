//! What the caller can read: the language of texts, the form of an answer.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderMap};
use actix_web::{FromRequest, HttpRequest};

use super::problem::Problem;
pub use crate::platform::i18n::Language;
use crate::platform::i18n::parse_quality;

/// The language that the request's headers ask for; Indonesian when they ask for none.
#[must_use]
pub fn language_of(headers: &HeaderMap) -> Language {
    headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map_or_else(Language::default, Language::negotiate)
}

impl FromRequest for Language {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(language_of(req.headers())))
    }
}

/// The offer that the `Accept` header ranks highest, the earlier among equals; the first without such a header, none where
/// it takes none of them. For each offer the most specific range counts (RFC 9110, section 12.5.1).
#[must_use]
pub fn preferred(headers: &HeaderMap, offers: &[&'static str]) -> Option<&'static str> {
    let mut lines = headers.get_all(ACCEPT).filter_map(|value| value.to_str().ok()).peekable();
    if lines.peek().is_none() {
        return offers.first().copied();
    }
    let ranges: Vec<(&str, u16)> = lines.flat_map(|line| line.split(',')).map(range).collect();
    let mut best: Option<(u16, &'static str)> = None;
    for offer in offers {
        let fitting =
            ranges.iter().filter_map(|(range, quality)| Some((specificity(range, offer)?, *quality)));
        let quality = fitting.max().map_or(0, |(_, quality)| quality);
        if quality > best.map_or(0, |(held, _)| held) {
            best = Some((quality, offer));
        }
    }
    best.map(|(_, offer)| offer)
}

/// A range of media types with its quality; other parameters are left aside.
fn range(text: &str) -> (&str, u16) {
    let mut parts = text.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default();
    let quality = parts
        .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
        .map_or(1000, |quality| parse_quality(quality).unwrap_or(0));
    (media, quality)
}

/// How closely a range names an offer; none where it does not.
fn specificity(range: &str, offer: &str) -> Option<u8> {
    let kind = offer.split_once('/').map_or(offer, |(kind, _)| kind);
    if range.eq_ignore_ascii_case(offer) {
        return Some(2);
    }
    match range.split_once('/')? {
        ("*", "*") => Some(0),
        (wanted, "*") if wanted.eq_ignore_ascii_case(kind) => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn choice(accept: Option<&'static str>) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        if let Some(accept) = accept {
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
        }
        preferred(&headers, &["text/html", "application/x", "text/csv"])
    }

    #[test]
    fn the_best_offer_is_chosen_and_the_first_without_a_wish() {
        for (accept, expected) in [
            (None, Some("text/html")),
            (Some("*/*"), Some("text/html")),
            (Some("text/csv"), Some("text/csv")),
            (Some("TEXT/CSV; charset=utf-8"), Some("text/csv")),
            (Some("application/*"), Some("application/x")),
            (Some("text/html;q=0.5, application/x"), Some("application/x")),
            (Some("text/*, text/html;q=0"), Some("text/csv")),
            (Some("application/json, */*;q=0.1"), Some("text/html")),
            (Some("application/json"), None),
            (Some("text/html;q=0"), None),
            (Some(""), None),
        ] {
            assert_eq!(choice(accept), expected, "{accept:?}");
        }
    }
}
