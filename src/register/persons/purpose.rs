//! `X-Purpose`: why a caller wants to see identifiers in clear.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{Object, Required, Type};

use crate::domain::code_list;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// The request header that asks for identifiers in clear.
pub const X_PURPOSE: &str = "x-purpose";

/// The longest note in characters.
const NOTE_MAX: usize = 200;

code_list! {
    /// Why identifiers are opened.
    pub enum PurposeCode = "purpose" {
        /// Handling a claim.
        ClaimHandling = "claim_handling",
        /// Verifying data.
        Verification = "verification",
        /// Enrolling with the insurer.
        Enrolment = "enrolment",
        /// Reaching the worker or the family.
        Contact = "contact",
        /// A request of the person concerned.
        DataRequest = "data_request",
        /// An audit.
        Audit = "audit",
    }
}

/// A stated purpose: a code and, if the caller likes, a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose {
    /// The code.
    pub code: PurposeCode,
    /// What the caller adds in words.
    pub note: Option<String>,
}

/// The purpose that a request states, if it states one. 400 for one that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedPurpose(pub Option<Purpose>);

impl StatedPurpose {
    /// The purpose of a request that opens what nobody opens without one; 400 for one that states none.
    pub fn needed(self) -> Result<Purpose, Problem> {
        self.0.ok_or_else(unreadable)
    }
}

impl Purpose {
    /// Reads `code` or `code; note`.
    fn parse(header: &str) -> Option<Self> {
        let (code, note) = header.split_once(';').unwrap_or((header, ""));
        let code = PurposeCode::parse(code.trim()).ok()?;
        let note = note.trim();
        if note.chars().count() > NOTE_MAX {
            return None;
        }
        Some(Self { code, note: (!note.is_empty()).then(|| note.to_owned()) })
    }
}

impl FromRequest for StatedPurpose {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(header) = request.headers().get(X_PURPOSE) else {
            return ready(Ok(Self(None)));
        };
        let purpose = header.to_str().ok().and_then(Purpose::parse);
        ready(purpose.map(|purpose| Self(Some(purpose))).ok_or_else(unreadable))
    }
}

impl IntoParams for StatedPurpose {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            ParameterBuilder::new()
                .name("X-Purpose")
                .parameter_in(ParameterIn::Header)
                .required(Required::False)
                .schema(Some(Object::with_type(Type::String)))
                .build(),
        ]
    }
}

fn unreadable() -> Problem {
    let codes: Vec<&str> = PurposeCode::ALL.iter().map(|code| code.as_str()).collect();
    let codes = codes.join(", ");
    Problem::new(Code::InvalidHeader).errors(vec![FieldError::new(
        "/X-Purpose",
        "invalid_purpose",
        Text::new(
            format!("Tulis kode, lalu bila perlu titik koma dan catatan (paling banyak 200 huruf). Kode: {codes}."),
            format!("Write a code, then if needed a semicolon and a note (at most 200 characters). Codes: {codes}."),
        ),
    )])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_stands_alone_or_before_a_note() {
        let bare = Purpose { code: PurposeCode::Audit, note: None };
        for text in ["audit", " audit ", "audit;", "audit; "] {
            assert_eq!(Purpose::parse(text).as_ref(), Some(&bare), "{text:?}");
        }
        let noted = Purpose::parse("claim_handling; berkas 12; lanjutan").map(|purpose| purpose.note);
        assert_eq!(noted, Some(Some("berkas 12; lanjutan".to_owned())));
    }

    #[test]
    fn what_is_no_code_of_the_list_is_refused() {
        for text in ["", ";", "curiosity", "Audit", "audit, contact", &format!("audit;{}", "x".repeat(201))] {
            assert_eq!(Purpose::parse(text), None, "{text:?}");
        }
    }
}
