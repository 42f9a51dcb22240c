//! How the edge answers what is wrong, whatever the resource: over HTTP, by a service with an operation for each case.

mod content;
pub mod probe;
mod real;
mod traffic;

use payung::platform::http::EdgeSettings;
use probe::Probe;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;

const ID: &str = "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10";

fn probe() -> Probe {
    Probe::start(EdgeSettings::default())
}

async fn send(request: RequestBuilder) -> Response {
    request.send().await.expect("the service answers")
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).map_or("", |value| value.to_str().expect("a header of text"))
}

/// Sends a request that must fail, checks what every problem has in common, and hands the problem on.
async fn problem(request: RequestBuilder) -> Value {
    let response = send(request).await;
    let status = response.status().as_u16();
    assert_eq!(header(&response, "content-type"), "application/problem+json", "status {status}");
    assert!(matches!(header(&response, "content-language"), "id" | "en"));
    let request_id = header(&response, "x-request-id").to_owned();
    let path = response.url().path().to_owned();
    let problem: Value = response.json().await.expect("a problem is JSON");
    assert_eq!(problem["status"], status);
    assert_eq!(problem["request_id"], request_id);
    assert_eq!(problem["instance"], path);
    let code = problem["code"].as_str().expect("a code");
    assert_eq!(problem["type"], format!("/problems/{code}"));
    for text in ["title", "detail"] {
        assert!(!problem[text].as_str().expect("a text").is_empty());
    }
    problem
}

/// The status, the code, and the pointer of the first field error.
async fn verdict(request: RequestBuilder) -> (u64, String, String) {
    let problem = problem(request).await;
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let status = problem["status"].as_u64().expect("a status");
    (status, text(&problem["code"]), text(&problem["errors"][0]["pointer"]))
}

fn expected(status: u64, code: &str, pointer: &str) -> (u64, String, String) {
    (status, code.to_owned(), pointer.to_owned())
}

#[actix_web::test]
async fn what_no_route_takes_is_404_or_405_with_allow() {
    let probe = probe();
    for path in ["/", "/v1", "/v1/nothing", "/v1/probes/", "/V1/probes", "/v1/probes/7/8", "/%00"] {
        assert_eq!(verdict(probe.get(path)).await, expected(404, "not_found", ""), "{path}");
    }
    for (method, path, allow) in [
        (Method::DELETE, "/v1/probes", "GET, HEAD, POST"),
        (Method::PUT, "/v1/probes/7", "GET, HEAD, PATCH"),
        (Method::OPTIONS, "/v1/probes", "GET, HEAD, POST"),
        (Method::TRACE, "/v1/probes", "GET, HEAD, POST"),
        (Method::POST, "/livez", "GET, HEAD"),
        (Method::from_bytes(b"BREW").expect("a method"), "/v1/probes", "GET, HEAD, POST"),
    ] {
        let response = send(probe.request(method.clone(), path)).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert_eq!(header(&response, "allow"), allow, "{method} {path}");
    }
}

#[actix_web::test]
async fn a_malformed_id_addresses_nothing() {
    let probe = probe();
    for id in ["7", "x%00y", "%7B01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10%7D", "01999d2e7f3a7c528d110f6c1f2b9a10"]
    {
        let path = format!("/v1/probes/{id}");
        let response = send(probe.get(&path)).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{id}");
    }
    assert_eq!(send(probe.get(&format!("/v1/probes/{ID}"))).await.status(), StatusCode::OK);
}

#[actix_web::test]
async fn bad_queries_are_400_and_name_the_parameter() {
    let probe = probe();
    for (query, code, pointer) in [
        ("from=x", "invalid_query", "/from"),
        ("from=-1", "invalid_query", "/from"),
        ("from=1&from=2", "invalid_query", "/from"),
        ("from=%ff", "invalid_query", "/from"),
        ("limit=0", "invalid_query", "/limit"),
        ("limit=501", "invalid_query", "/limit"),
        ("limit=ten", "invalid_query", "/limit"),
        ("count=roughly", "invalid_query", "/count"),
        ("form=1", "unknown_parameter", "/form"),
        ("cursor=nonsense", "invalid_cursor", "/cursor"),
    ] {
        let request = probe.get(&format!("/v1/probes?{query}"));
        assert_eq!(verdict(request).await, expected(400, code, pointer), "{query}");
    }
    let without_query = probe.get(&format!("/v1/probes/{ID}?x=1"));
    assert_eq!(verdict(without_query).await, expected(400, "unknown_parameter", "/x"));
}

#[actix_web::test]
async fn texts_follow_the_language_and_codes_do_not() {
    let probe = probe();
    let indonesian = problem(probe.get("/v1/nothing")).await;
    let english = problem(probe.get("/v1/nothing").header("accept-language", "en-GB, id;q=0.3")).await;
    assert_eq!(indonesian["title"], "Tidak ditemukan");
    assert_eq!(english["title"], "Not found");
    assert_eq!(indonesian["code"], english["code"]);
    let response = send(probe.get("/v1/nothing").header("accept-language", "en")).await;
    assert_eq!(header(&response, "content-language"), "en");
    assert!(header(&response, "vary").contains("Accept-Language"));
}

#[actix_web::test]
async fn a_failure_of_ours_never_shows_its_cause() {
    let probe = probe();
    for (kind, status, code) in
        [("panic", 500, "internal"), ("internal", 500, "internal"), ("away", 503, "unavailable")]
    {
        let response = send(probe.get(&format!("/v1/failures/{kind}"))).await;
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(header(&response, "content-type"), "application/problem+json");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "retry-after"), if status == 503 { "1" } else { "" });
        let body = response.text().await.expect("a body");
        assert!(body.contains(code) && !body.contains("hunter2"), "{body}");
    }
    assert_eq!(send(probe.get("/livez")).await.status(), StatusCode::OK, "a panic takes nobody along");
}

#[actix_web::test]
async fn a_refused_action_names_the_allowed_ones() {
    let problem = problem(probe().get("/v1/failures/state")).await;
    assert_eq!(problem["code"], "invalid_state");
    assert_eq!(problem["allowed_actions"], serde_json::json!(["verify", "reject"]));
}

#[actix_web::test]
async fn every_code_has_a_page_behind_its_type() {
    let probe = probe();
    for code in payung::platform::http::Code::ALL {
        let response = send(probe.get(&format!("/problems/{}", code.as_str()))).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
    }
    assert_eq!(verdict(probe.get("/problems/%3Cscript%3E")).await, expected(404, "not_found", ""));
}
