//! Query parameters: strict decoding, strict types, nothing twice.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;

use super::codes::Code;
use super::problem::{FieldError, Problem};
use super::shape;
use crate::platform::i18n::Text;

/// The filters of a request.
///
/// 400 `invalid_query` for what does not fit. Names that the operation does not document are refused centrally, so
/// that filter types leave `deny_unknown_fields` away and `PageQuery` can stand beside them. A list is one parameter
/// with commas (`#[param(explode = false)]`).
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(req.query_string()).map(Self))
    }
}

/// Reads a typed filter from a raw query string.
pub fn parse<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    of_pairs(&pairs(query)?)
}

/// Reads a typed filter from decoded pairs.
pub(super) fn of_pairs<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, Problem> {
    shape::from_pairs(pairs).map_err(shape::ShapeError::into_query_problem)
}

/// Decodes a raw query string; refuses what is not UTF-8, what holds NUL, and a name that stands twice.
pub(crate) fn pairs(query: &str) -> Result<Vec<(String, String)>, Problem> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let Some(name) = decode(name) else { return Err(undecodable("/")) };
        let pointer = format!("/{name}");
        let Some(value) = decode(value) else { return Err(undecodable(pointer)) };
        if pairs.iter().any(|(earlier, _)| *earlier == name) {
            return Err(invalid(
                pointer,
                "duplicate",
                Text::fixed("Parameter ini muncul dua kali.", "This parameter appears twice."),
            ));
        }
        pairs.push((name, value));
    }
    Ok(pairs)
}

fn undecodable(pointer: impl Into<String>) -> Problem {
    invalid(
        pointer,
        "undecodable",
        Text::fixed(
            "Parameter ini bukan teks UTF-8 yang sah tanpa NUL.",
            "This parameter is not valid UTF-8 text without NUL.",
        ),
    )
}

fn invalid(pointer: impl Into<String>, code: &'static str, detail: Text) -> Problem {
    Problem::new(Code::InvalidQuery).errors(vec![FieldError::new(pointer, code, detail)])
}

/// A filter that cannot be read, for checks that go beyond its type (`region` is no region code).
pub fn invalid_parameter(name: &str, code: &'static str, detail: Text) -> Problem {
    invalid(format!("/{name}"), code, detail)
}

/// Decodes one component of a form-encoded query.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next()?)?.checked_mul(16)?.checked_add(hex(rest.next()?)?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => digit.checked_sub(b'0'),
        b'a'..=b'f' => digit.checked_sub(b'a')?.checked_add(10),
        b'A'..=b'F' => digit.checked_sub(b'A')?.checked_add(10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Filter {
        q: Option<String>,
        decile: Option<i32>,
        open: Option<bool>,
        #[serde(default)]
        expand: Vec<Expand>,
        id: Option<uuid::Uuid>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Expand {
        Warungs,
        Standing,
    }

    #[test]
    fn fitting_filters_are_read_and_foreign_names_left_alone() {
        let filter =
            parse::<Filter>("q=Siti+Aminah%20%C3%A9&decile=-2&open=true&expand=warungs,standing&limit=50")
                .expect("fits");
        assert_eq!(filter.q.as_deref(), Some("Siti Aminah é"));
        assert_eq!((filter.decile, filter.open), (Some(-2), Some(true)));
        assert_eq!(filter.expand, [Expand::Warungs, Expand::Standing]);
        assert_eq!(parse::<Filter>("").expect("fits"), Filter::default());
    }

    #[test]
    fn every_misfit_names_its_parameter() {
        for (query, pointer, rule) in [
            ("decile=one", "/decile", "wrong_type"),
            ("decile=", "/decile", "wrong_type"),
            ("decile=01", "/decile", "wrong_type"),
            ("decile=%2B1", "/decile", "wrong_type"),
            ("decile=1.0", "/decile", "wrong_type"),
            ("decile=99999999999", "/decile", "wrong_type"),
            ("open=1", "/open", "wrong_type"),
            ("open=True", "/open", "wrong_type"),
            ("expand=warungs,x", "/expand", "unknown_value"),
            ("expand=", "/expand", "unknown_value"),
            ("id=7", "/id", "invalid_value"),
            ("q=a&q=b", "/q", "duplicate"),
            ("q=%00", "/q", "undecodable"),
            ("q=%ff", "/q", "undecodable"),
            ("q=%zz", "/q", "undecodable"),
            ("q=%2", "/q", "undecodable"),
        ] {
            let problem = parse::<Filter>(query).expect_err(query);
            assert_eq!(problem.code(), Code::InvalidQuery, "{query}");
            let field = problem.field_errors().first().expect("has a field error");
            assert_eq!((field.pointer.as_str(), field.code.as_ref()), (pointer, rule), "{query}");
        }
    }
}
