//! The same edge around the real service: tokens, limits of callers, absolute problem types.

use std::num::NonZeroU32;

use crate::support::TestApp;

#[tokio::test]
async fn without_a_valid_token_the_answer_is_401_with_its_challenge() {
    let app = TestApp::start().await;
    let path = "/v1/regions?limit=1";
    let tokens = [None, Some("Bearer nonsense"), Some("Bearer "), Some("Basic dXNlcjpwYXNz"), Some("")];
    for token in tokens {
        let request = app.get(path);
        let request = match token {
            Some(token) => request.header("authorization", token),
            None => request,
        };
        let answer = request.send().await;
        let problem = answer.expect_problem(401, "unauthenticated");
        assert_eq!(problem["type"], "http://payung.test/problems/unauthenticated", "{token:?}");
        let challenge =
            answer.header("www-authenticate").unwrap_or_else(|| panic!("{token:?} gets no challenge"));
        assert!(challenge.starts_with("Bearer "), "{challenge}");
    }
    app.get(path).as_(&app.officer()).send().await.expect(200);
}

#[tokio::test]
async fn each_caller_has_a_limit_of_his_own() {
    let app = TestApp::configured(|config| config.rate_limits.caller = NonZeroU32::new(2)).await;
    let (first, second) = (app.officer(), app.officer());
    let ask = async |account| app.get("/v1/regions?limit=1").as_(account).send().await;
    ask(&first).await.expect(200);
    let answer = ask(&first).await;
    answer.expect(200);
    assert_eq!(answer.header("ratelimit-policy"), Some(r#""caller";q=2;w=60"#));
    let refused = ask(&first).await;
    refused.expect_problem(429, "rate_limited");
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=31).contains(&wait), "{wait}");
    ask(&second).await.expect(200);
}

#[tokio::test]
async fn guessing_tokens_is_limited_by_address() {
    let app = TestApp::configured(|config| config.rate_limits.address = NonZeroU32::new(2)).await;
    let guess = async || app.get("/v1/regions?limit=1").header("authorization", "Bearer guess").send().await;
    guess().await.expect_problem(401, "unauthenticated");
    guess().await.expect_problem(401, "unauthenticated");
    guess().await.expect_problem(429, "rate_limited");
    let elsewhere = app.get("/v1/nothing").header("authorization", "Bearer guess").send().await;
    elsewhere.expect_problem(429, "rate_limited");
}

#[tokio::test]
async fn a_database_that_is_away_makes_503_with_retry_after() {
    let app = TestApp::configured(|config| {
        config.pool.wait = std::time::Duration::from_millis(300);
    })
    .await;
    let officer = app.officer();
    app.database().take_away().await;
    let answer = app.get("/v1/regions?limit=1").as_(&officer).send().await;
    let problem = answer.expect_problem(503, "unavailable");
    assert!(answer.header("retry-after").is_some());
    assert!(!problem.to_string().contains("postgres"), "{problem}");
    let ready = app.get("/readyz").send().await;
    let problem = ready.expect_problem(503, "unavailable");
    assert!(problem["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{problem}");
    app.get("/livez").send().await.expect(200);
}
