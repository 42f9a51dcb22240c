//! What every exchange carries: ids, security headers, compression, CORS, limits, metrics.

use std::num::NonZeroU32;

use payung::platform::http::EdgeSettings;
use reqwest::{Method, StatusCode};

use super::probe::Probe;
use super::{expected, header, probe, problem, send, verdict};

#[actix_web::test]
async fn a_sane_request_id_is_taken_over_and_any_other_replaced() {
    let probe = probe();
    let id = "0b0f2c9e-8d0c-4f64-9e43-1f2a3b4c5d6e";
    for given in [id, "0b0f2c9e8d0c4f649e431f2a3b4c5d6e"] {
        let response = send(probe.get("/livez").header("x-request-id", given)).await;
        assert_eq!(header(&response, "x-request-id"), id);
    }
    for given in ["", "7", "x".repeat(500).as_str(), "3529010203040506"] {
        let response = send(probe.get("/livez").header("x-request-id", given)).await;
        let made = header(&response, "x-request-id").parse::<uuid::Uuid>().expect("a UUID");
        assert_eq!(made.get_version_num(), 7);
    }
}

#[actix_web::test]
async fn every_answer_has_the_security_headers() {
    let probe = probe();
    for path in ["/livez", "/v1/probes", "/v1/nothing", "/v1/failures/panic", "/docs"] {
        let response = send(probe.get(path)).await;
        assert_eq!(header(&response, "x-content-type-options"), "nosniff", "{path}");
        assert!(header(&response, "strict-transport-security").starts_with("max-age="), "{path}");
        assert!(header(&response, "content-security-policy").contains("default-src 'none'"), "{path}");
        let is_data = path.starts_with("/v1");
        assert_eq!(
            header(&response, "cache-control"),
            if is_data { "no-store" } else { "no-cache" },
            "{path}"
        );
    }
}

#[actix_web::test]
async fn head_answers_like_get_without_a_body() {
    let probe = probe();
    let response = send(probe.request(Method::HEAD, "/v1/probes")).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_ne!(header(&response, "content-length"), "0");
    assert_eq!(response.bytes().await.expect("a body").len(), 0);
    assert_eq!(send(probe.request(Method::HEAD, "/v1/nothing")).await.status(), StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn only_large_answers_are_compressed_and_no_coding_is_a_failure() {
    let probe = probe();
    let coding = async |path: &str, accept: &str| {
        let response = send(probe.get(path).header("accept-encoding", accept)).await;
        assert_eq!(response.status(), StatusCode::OK, "{accept}");
        header(&response, "content-encoding").to_owned()
    };
    assert_eq!(coding("/v1/failures/large", "gzip, zstd").await, "zstd");
    assert_eq!(coding("/v1/failures/large", "gzip").await, "gzip");
    assert_eq!(coding("/v1/failures/large", "br").await, "");
    assert_eq!(coding("/v1/failures/large", "identity;q=0").await, "");
    assert_eq!(coding("/livez", "gzip, zstd").await, "");
}

#[actix_web::test]
async fn cors_answers_the_configured_origins_only_and_exposes_the_headers() {
    let allowed = "https://disnaker.sumenepkab.go.id";
    let probe =
        Probe::start(EdgeSettings { cors_origins: vec![allowed.to_owned()], ..EdgeSettings::default() });
    for path in ["/v1/probes", "/v1/nothing"] {
        let response = send(probe.get(path).header("origin", allowed)).await;
        assert_eq!(header(&response, "access-control-allow-origin"), allowed, "{path}");
        let exposed = header(&response, "access-control-expose-headers").to_ascii_lowercase();
        for name in ["etag", "link", "location", "idempotency-replayed", "ratelimit", "x-request-id"] {
            assert!(exposed.contains(name), "{name} in {exposed}");
        }
    }
    let preflight = probe.request(Method::OPTIONS, "/v1/probes").header("origin", allowed);
    let preflight = preflight
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization, if-match, idempotency-key");
    let response = send(preflight).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "access-control-allow-origin"), allowed);

    let foreign = send(probe.get("/v1/probes").header("origin", "https://example.com")).await;
    assert_eq!(header(&foreign, "access-control-allow-origin"), "");
}

#[actix_web::test]
async fn anonymous_requests_are_limited_by_address_and_told_so() {
    let limit = NonZeroU32::new(3);
    let probe = Probe::start(EdgeSettings { address_limit: limit, ..EdgeSettings::default() });
    for left in [2, 1, 0] {
        let response = send(probe.get("/v1/probes")).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header(&response, "ratelimit-policy"), r#""address";q=3;w=60"#);
        assert!(header(&response, "ratelimit").starts_with(&format!(r#""address";r={left};"#)));
    }
    let refused = send(probe.get("/v1/probes")).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = header(&refused, "retry-after").parse().expect("seconds");
    assert!((1..=21).contains(&wait), "{wait}");
    assert_eq!(problem(probe.get("/v1/probes")).await["code"], "rate_limited");
    assert_eq!(send(probe.get("/livez")).await.status(), StatusCode::OK, "probes are never limited");
}

#[actix_web::test]
async fn a_page_of_an_allowed_origin_can_read_every_refusal_and_its_preflights_are_free() {
    let origin = "https://disnaker.sumenepkab.go.id";
    let settings = EdgeSettings {
        cors_origins: vec![origin.to_owned()],
        address_limit: NonZeroU32::new(2),
        ..EdgeSettings::default()
    };
    let probe = Probe::start(settings);
    for _ in 0..5 {
        let preflight = probe.request(Method::OPTIONS, "/v1/probes").header("origin", origin);
        let preflight = preflight.header("access-control-request-method", "GET");
        assert_eq!(send(preflight).await.status(), StatusCode::OK);
    }
    let unknown = send(probe.get("/v1/probes?nothing=1").header("origin", origin)).await;
    assert_eq!(unknown.status(), StatusCode::BAD_REQUEST);
    assert_eq!(header(&unknown, "access-control-allow-origin"), origin);
    assert_eq!(send(probe.get("/v1/probes").header("origin", origin)).await.status(), StatusCode::OK);
    let refused = send(probe.get("/v1/probes").header("origin", origin)).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(&refused, "access-control-allow-origin"), origin);
}

#[actix_web::test]
async fn metrics_name_the_route_and_never_the_path() {
    let probe = probe();
    let id = "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a11";
    send(probe.get(&format!("/v1/probes/{id}"))).await.bytes().await.expect("a body");
    assert_eq!(verdict(probe.get("/v1/3529010203040506")).await, expected(404, "not_found", ""));
    // The exchange is counted when its last byte is out, which the client may see a moment earlier.
    let text = loop {
        let text = probe.edge.metrics.text().expect("encodes");
        if text.contains("unmatched") {
            break text;
        }
        tokio::task::yield_now().await;
    };
    assert!(text.contains(r#"method="GET",route="/v1/probes/{id}",status="200"} 1"#), "{text}");
    assert!(!text.contains(id) && !text.contains("3529010203040506"), "{text}");
}
