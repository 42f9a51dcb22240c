//! How a system presents its id and secret: in `Authorization: Basic` or in the form (RFC 6749, 2.3.1).

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// An id and a secret as presented.
#[derive(Clone)]
pub struct Presented {
    /// The client's id, unread.
    pub client_id: String,
    /// The secret.
    pub secret: Zeroizing<String>,
}

/// What stands in the `Authorization` header.
pub enum Header {
    /// There is none.
    Absent,
    /// An id and a secret.
    Basic(Presented),
    /// Another scheme, or nothing that can be read.
    Unreadable,
}

/// Reads the header.
pub fn read(request: &HttpRequest) -> Header {
    let Some(value) = request.headers().get(AUTHORIZATION) else { return Header::Absent };
    match value.to_str().ok().and_then(parse) {
        Some(presented) => Header::Basic(presented),
        None => Header::Unreadable,
    }
}

fn parse(header: &str) -> Option<Presented> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = Zeroizing::new(String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?);
    let (id, secret) = decoded.split_once(':')?;
    Some(Presented { client_id: form_decoded(id)?, secret: Zeroizing::new(form_decoded(secret)?) })
}

/// Both parts are form-encoded before they are joined by a colon.
fn form_decoded(text: &str) -> Option<String> {
    let pairs = crate::platform::http::query::pairs(&format!("v={text}")).ok()?;
    match pairs.as_slice() {
        [(_, value)] => Some(value.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basic(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    #[test]
    fn id_and_secret_are_form_encoded_within() {
        let presented = parse(&basic("an%20id:a%3Ab+c")).unwrap();
        assert_eq!((presented.client_id.as_str(), presented.secret.as_str()), ("an id", "a:b c"));
        let secret_with_colon = parse(&basic("id:a:b")).unwrap();
        assert_eq!(secret_with_colon.secret.as_str(), "a:b");
    }

    #[test]
    fn what_is_no_basic_header_is_unreadable() {
        for header in
            ["", "Basic", "Basic !", "Bearer abc", &basic("no colon"), &basic("a:%zz"), &basic("a:b&v=c")]
        {
            assert!(parse(header).is_none(), "{header}");
        }
    }
}
