//! Path parameters. What does not parse addresses nothing, so that the answer is 404.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::problem::Problem;

/// Path parameters: `Path<Uuid>`, `Path<String>`, or a tuple of them.
///
/// Parameters called `id` or `..._id` must be UUIDs in the one form that the service writes.
#[derive(Clone, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Path<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if !req.match_info().iter().all(|(name, value)| is_sound(name, value)) {
            return ready(Err(Problem::not_found()));
        }
        ready(
            web::Path::<T>::from_request(req, payload)
                .into_inner()
                .map(|path| Self(path.into_inner()))
                .map_err(|_| Problem::not_found()),
        )
    }
}

/// Whether a value can address anything: no NUL, and ids hyphenated (the crate would also read `{...}` and `urn:`).
fn is_sound(name: &str, value: &str) -> bool {
    let is_id = name == "id" || name.ends_with("_id");
    !value.contains('\0') && (!is_id || (value.len() == 36 && Uuid::try_parse(value).is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_form() {
        assert!(is_sound("id", "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10"));
        for wrong in ["", "1", "01999d2e7f3a7c528d110f6c1f2b9a10", "{01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10}"] {
            assert!(!is_sound("worker_id", wrong), "{wrong}");
        }
    }

    #[test]
    fn other_parameters_are_any_text_without_nul() {
        assert!(is_sound("code", "35.29"));
        assert!(!is_sound("code", "35\0"));
    }
}
