//! The API reference: the document, a page to read it with, and a page for every error code.
//!
//! Everything comes from the binary: an office without internet reads the same pages.

use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use utoipa_swagger_ui::Config;

use super::codes::Code;
use super::edge::Edge;
use super::html::escape;
use super::path::Path;
use super::problem::{Problem, Reply};
use crate::platform::i18n::Language;

/// Swagger UI sets styles from its script; everything else comes from files of ours.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

const DOCS_PAGE: &str = include_str!("reference/docs.html");
const PROBLEM_PAGE: &str = include_str!("reference/problem.html");
const PROBLEM_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// Read the OpenAPI document
///
/// The description of every operation of this server.
#[utoipa::path(
    tag = "operation",
    security(()),
    responses((status = 200, description = "The document", body = serde_json::Value))
)]
#[get("/openapi.json")]
pub async fn get_openapi_document(edge: Data<Edge>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(edge.document.json())
}

/// Read the API reference
///
/// An interactive page made from the OpenAPI document.
#[utoipa::path(
    tag = "operation",
    security(()),
    responses((status = 200, description = "The page", body = String, content_type = "text/html"))
)]
#[get("/docs")]
pub async fn get_api_reference() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, DOCS_POLICY))
        .body(DOCS_PAGE)
}

/// Read a file of the API reference
///
/// The scripts and styles of the reference page.
#[utoipa::path(
    tag = "operation",
    security(()),
    params(("file" = String, Path, description = "The file's name", example = "swagger-ui.css")),
    responses((
        status = 200,
        description = "The file",
        content((String = "text/css"), (String = "text/javascript"), (Vec<u8> = "image/png"))
    ))
)]
#[get("/docs/{file}")]
pub async fn get_api_reference_file(file: Path<String>) -> Reply {
    // Without a validator's address the page would send the document to validator.swagger.io.
    let config = Config::from("/openapi.json").validator_url("none").try_it_out_enabled(true);
    let found = utoipa_swagger_ui::serve(&file.0, Arc::new(config))
        .map_err(|error| Problem::internal(error.to_string()))?
        .ok_or_else(Problem::not_found)?;
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, found.content_type)).insert_header((CACHE_CONTROL, "max-age=3600"));
    if found.gzpipped {
        response.insert_header((CONTENT_ENCODING, "gzip"));
    }
    Ok(response.body(found.bytes.into_owned()))
}

/// Read what an error code means
///
/// The page behind a problem's `type`, in both languages.
#[utoipa::path(
    tag = "operation",
    security(()),
    params(("code" = String, Path, description = "The error code", example = "validation_failed")),
    responses((status = 200, description = "The page", body = String, content_type = "text/html"))
)]
#[get("/problems/{code}")]
pub async fn get_problem_type(code: Path<String>, language: Language) -> Reply {
    let code = Code::parse(&code.0).ok_or_else(Problem::not_found)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, PROBLEM_POLICY))
        .body(problem_page(code, language)))
}

/// Both languages stand on the page; the caller's comes first.
fn problem_page(code: Code, language: Language) -> String {
    let entry = code.entry();
    let other = match language {
        Language::Id => Language::En,
        Language::En => Language::Id,
    };
    let sections: String = [language, other]
        .into_iter()
        .map(|language| {
            format!(
                "<section lang=\"{}\"><h1>{}</h1><p>{}</p></section>",
                language.tag(),
                escape(entry.title.get(language)),
                escape(entry.explanation.get(language)),
            )
        })
        .collect();
    PROBLEM_PAGE
        .replace("{{lang}}", language.tag())
        .replace("{{code}}", &escape(entry.code))
        .replace("{{status}}", &entry.status.as_u16().to_string())
        .replace("{{sections}}", &sections)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_in_both_languages() {
        for code in Code::ALL {
            let page = problem_page(*code, Language::En);
            assert!(page.contains("lang=\"id\"") && page.contains("lang=\"en\""), "{}", code.as_str());
            assert!(!page.contains("{{"), "{}", code.as_str());
        }
    }
}
