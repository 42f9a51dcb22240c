//! Compression where it pays: above 1 KiB, by zstd or gzip at their low levels.

use actix_web::Error;
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap, HeaderValue};
use actix_web::middleware::Next;

use crate::platform::i18n::parse_quality;

/// Below this many bytes an answer is sent as it is.
const WORTH_COMPRESSING: u64 = 1024;

/// Marks small answers as final, so that the compression around leaves them alone. The mark is taken off again by
/// [`clear_mark`].
pub(super) async fn spare_small<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let mut response = next.call(req).await?;
    let is_small =
        matches!(response.response().body().size(), BodySize::Sized(size) if size < WORTH_COMPRESSING);
    if is_small && !response.headers().contains_key(CONTENT_ENCODING) {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("identity"));
    }
    Ok(response)
}

/// Takes the mark of [`spare_small`] off: `identity` is no content coding (RFC 9110, section 8.4.1).
pub(super) fn clear_mark(headers: &mut HeaderMap) {
    if headers.get(CONTENT_ENCODING).is_some_and(|value| value == "identity") {
        headers.remove(CONTENT_ENCODING);
    }
}

/// Reduces `Accept-Encoding` to the one coding that will be used. Whoever accepts neither gets the plain bytes: the
/// library's own negotiation would answer 406 or pick the dated deflate.
pub(super) fn choose(headers: &mut HeaderMap) {
    let wanted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .and_then(coding)
        .map(HeaderValue::from_static);
    match wanted {
        Some(coding) => headers.insert(ACCEPT_ENCODING, coding),
        None => headers.remove(ACCEPT_ENCODING),
    };
}

/// The better of gzip and zstd by the caller's qualities; zstd among equals.
fn coding(accept_encoding: &str) -> Option<&'static str> {
    let mut best: Option<(u16, &'static str)> = None;
    for part in accept_encoding.split(',') {
        let (name, quality) = part.split_once(";q=").unwrap_or((part, "1"));
        let coding = match name.trim() {
            "zstd" => "zstd",
            "gzip" | "x-gzip" | "*" => "gzip",
            _ => continue,
        };
        let quality = parse_quality(quality).unwrap_or(0);
        let better = best.is_none_or(|(held, name)| quality > held || (quality == held && name < coding));
        if quality > 0 && better {
            best = Some((quality, coding));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::coding;

    #[test]
    fn zstd_is_preferred_among_equals_and_unknown_codings_are_plain() {
        for (header, expected) in [
            ("gzip, deflate, br, zstd", Some("zstd")),
            ("zstd, gzip", Some("zstd")),
            ("gzip;q=1.0, zstd;q=0.5", Some("gzip")),
            ("gzip", Some("gzip")),
            ("*", Some("gzip")),
            ("br", None),
            ("gzip;q=0", None),
            ("identity;q=0", None),
            ("", None),
        ] {
            assert_eq!(coding(header), expected, "{header:?}");
        }
    }
}
