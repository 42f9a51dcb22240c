//! What every deployment has.

use super::Sample;

pub fn of(operation: &str) -> Option<Sample> {
    Some(match operation {
        "get_liveness" | "get_readiness" | "get_openapi_document" | "get_api_reference" => Sample::plain(),
        "get_api_reference_file" => Sample::plain().with("file", "swagger-ui.css"),
        "get_problem_type" => Sample::plain().with("code", "not_found"),
        _ => return None,
    })
}
