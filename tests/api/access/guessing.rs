//! Guessing is slowed and nobody is locked out.

use payung::access::caller::Role;

use super::*;

async fn app_behind_a_proxy() -> TestApp {
    let app = TestApp::configured(|config| {
        config.behind_proxy = true;
        config.rate_limits.sign_in = std::num::NonZeroU32::new(10_000);
    })
    .await;
    person(&app, "officer.one", Role::Officer, &["35.29"]).await;
    app
}

async fn try_from(app: &TestApp, address: &str, password: &str) -> Answer {
    let body = json!({ "username": "officer.one", "password": password });
    app.post("/v1/sessions").header("x-forwarded-for", address).json(&body).send().await
}

/// Lets all waiting times pass.
async fn wait_out(app: &TestApp) {
    execute(app, "UPDATE sign_in_attempts SET blocked_until = now() WHERE blocked_until IS NOT NULL", &[])
        .await;
}

#[tokio::test]
async fn an_address_that_fails_again_and_again_waits_longer_and_longer() {
    let app = app_behind_a_proxy().await;
    for _ in 0..6 {
        try_from(&app, "192.0.2.1", "guess number one").await.expect_problem(401, "wrong_credentials");
    }
    let mut waits: Vec<u64> = Vec::new();
    for _ in 0..3 {
        // Also with the right password: a guesser learns nothing by it.
        let slowed = try_from(&app, "192.0.2.1", PASSWORD).await;
        slowed.expect_problem(429, "rate_limited");
        waits.push(slowed.header("retry-after").unwrap().parse().unwrap());
        wait_out(&app).await;
        try_from(&app, "192.0.2.1", "guess number two").await.expect_problem(401, "wrong_credentials");
    }
    assert!(waits[0] < waits[1] && waits[1] < waits[2], "{waits:?}");

    try_from(&app, "192.0.2.9", PASSWORD).await.expect(201);
    wait_out(&app).await;
    try_from(&app, "192.0.2.1", PASSWORD).await.expect(201);
    for _ in 0..5 {
        try_from(&app, "192.0.2.1", "guess number three").await.expect_problem(401, "wrong_credentials");
    }
}

#[tokio::test]
async fn guessing_from_many_addresses_does_not_slow_the_owner_at_home() {
    let app = app_behind_a_proxy().await;
    try_from(&app, "203.0.113.7", PASSWORD).await.expect(201);
    for number in 0..21 {
        let stranger = format!("198.51.100.{number}");
        try_from(&app, &stranger, "guess number one").await.expect_problem(401, "wrong_credentials");
    }
    try_from(&app, "198.51.100.99", "guess number one").await.expect_problem(429, "rate_limited");
    try_from(&app, "203.0.113.7", PASSWORD).await.expect(201);
}

#[tokio::test]
async fn many_guesses_at_once_gain_nothing() {
    let app = app_behind_a_proxy().await;
    let tries = (0..16).map(|_| try_from(&app, "192.0.2.1", "guess number one"));
    let answers = futures_util::future::join_all(tries).await;
    let looked_at = answers.iter().filter(|answer| answer.status == 401).count();
    let slowed = answers.iter().filter(|answer| answer.status == 429).count();
    assert_eq!((looked_at, slowed), (6, 10));
}

#[tokio::test]
async fn names_and_addresses_are_not_stored() {
    let app = app_behind_a_proxy().await;
    try_from(&app, "192.0.2.1", "guess number one").await.expect(401);
    let stored: String = value(&app, "SELECT string_agg(a::text, ' ') FROM sign_in_attempts a", &[]).await;
    assert!(!stored.contains("officer.one") && !stored.contains("192.0.2.1"), "{stored}");
}
