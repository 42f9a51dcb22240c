//! Bodies, versions and pages.

use payung::platform::http::EdgeSettings;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::probe::Probe;
use super::{ID, expected, header, probe, send, verdict};

#[actix_web::test]
async fn bad_bodies_are_refused_by_kind() {
    let probe = probe();
    for (body, status, code, pointer) in [
        ("", 400, "malformed_json", ""),
        ("{", 400, "malformed_json", ""),
        (r#"{"name":"a","name":"b"}"#, 400, "malformed_json", "/name"),
        ("\u{feff}{}", 400, "malformed_json", ""),
        (r#"{"name":"a","sise":1}"#, 422, "unknown_field", "/sise"),
        (r#"{"name":"a\u0000"}"#, 422, "invalid_shape", "/name"),
        (r#"{"size":1}"#, 422, "invalid_shape", "/name"),
        (r#"{"name":"a","size":"1"}"#, 422, "invalid_shape", "/size"),
        (r#"{"name":"a","size":false}"#, 422, "invalid_shape", "/size"),
        (r#"{"name":"a","size":1.5}"#, 422, "invalid_shape", "/size"),
        (r#"["a",1]"#, 422, "invalid_shape", ""),
        ("null", 422, "invalid_shape", ""),
    ] {
        assert_eq!(verdict(probe.post("/v1/probes", body)).await, expected(status, code, pointer), "{body}");
    }
    let invalid_utf8 = probe.post("/v1/probes", "").body(b"{\"name\":\"\xff\"}".to_vec());
    assert_eq!(verdict(invalid_utf8).await, expected(400, "malformed_json", ""));
    assert_eq!(
        send(probe.post("/v1/probes", r#"{"name":"a","size":1}"#)).await.status(),
        StatusCode::CREATED
    );
}

#[actix_web::test]
async fn only_json_is_taken() {
    let probe = probe();
    for content_type in
        ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "x"]
    {
        let request =
            probe.request(Method::POST, "/v1/probes").header("content-type", content_type).body("{}");
        assert_eq!(verdict(request).await, expected(415, "unsupported_media_type", ""), "{content_type}");
    }
    let undeclared = probe.request(Method::POST, "/v1/probes").body("{}");
    assert_eq!(verdict(undeclared).await, expected(415, "unsupported_media_type", ""));
}

#[actix_web::test]
async fn a_body_past_the_limit_is_413_declared_or_streamed() {
    let probe = Probe::start(EdgeSettings { body_limit: 100, ..EdgeSettings::default() });
    let body = format!(r#"{{"name":"{}"}}"#, "a".repeat(200));
    assert_eq!(verdict(probe.post("/v1/probes", &body)).await, expected(413, "body_too_large", ""));
    let fits = format!(r#"{{"name":"{}"}}"#, "a".repeat(80));
    assert_eq!(send(probe.post("/v1/probes", &fits)).await.status(), StatusCode::CREATED);
}

#[actix_web::test]
async fn a_decision_needs_the_version_that_was_read() {
    let probe = probe();
    let path = format!("/v1/probes/{ID}");
    let patch = |tag: Option<&str>| {
        let request =
            probe.request(Method::PATCH, &path).header("content-type", "application/merge-patch+json");
        let request = request.body(r#"{"note":"x"}"#);
        match tag {
            Some(tag) => request.header("if-match", tag),
            None => request,
        }
    };
    assert_eq!(verdict(patch(None)).await, expected(428, "precondition_required", ""));
    assert_eq!(verdict(patch(Some("*"))).await, expected(400, "invalid_header", "/If-Match"));
    assert_eq!(verdict(patch(Some("3"))).await, expected(400, "invalid_header", "/If-Match"));
    assert_eq!(verdict(patch(Some(r#""2.masked-id""#))).await, expected(412, "version_mismatch", ""));

    let read = send(probe.get(&path)).await;
    let tag = header(&read, "etag").to_owned();
    assert_eq!(send(patch(Some(&tag))).await.status(), StatusCode::OK);

    let again = send(probe.get(&path).header("if-none-match", &tag)).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(header(&again, "etag"), tag);
    assert_eq!(send(probe.get(&path).header("if-none-match", r#""2.x""#)).await.status(), StatusCode::OK);
}

#[actix_web::test]
async fn a_merge_patch_tells_absent_from_null() {
    let probe = probe();
    for (body, change) in
        [("{}", Value::Null), (r#"{"note":null}"#, Value::Null), (r#"{"note":"x"}"#, json!("x"))]
    {
        let request = probe.request(Method::PATCH, &format!("/v1/probes/{ID}"));
        let request = request.header("content-type", "application/json").header("if-match", r#""3.x""#);
        let answer: Value = send(request.body(body)).await.json().await.expect("JSON");
        assert_eq!(answer["change"], change, "{body}");
    }
}

#[actix_web::test]
async fn following_next_visits_every_item_once_and_keeps_the_filters() {
    let probe = probe();
    let mut path = "/v1/probes?from=10&limit=50&count=exact".to_owned();
    let mut seen = Vec::new();
    let mut pages = 0;
    loop {
        let response = send(probe.get(&path)).await;
        assert_eq!(response.status(), StatusCode::OK);
        let link = header(&response, "link").to_owned();
        let page: Value = response.json().await.expect("JSON");
        assert_eq!(page["count"], 120);
        seen.extend(page["data"].as_array().expect("items").iter().filter_map(Value::as_u64));
        pages += 1;
        assert_eq!(page["next_cursor"].is_null(), link.is_empty());
        let Some(next) = link.strip_prefix('<').and_then(|l| l.strip_suffix(">; rel=\"next\"")) else {
            break;
        };
        assert!(next.contains("from=10"), "{next}");
        path = next.to_owned();
    }
    assert_eq!(seen, (10..120).collect::<Vec<_>>());
    assert_eq!(pages, 3);
    let plain: Value = send(probe.get("/v1/probes")).await.json().await.expect("JSON");
    assert_eq!(plain["data"].as_array().map(Vec::len), Some(50));
    assert_eq!(plain.get("count"), None);
}
