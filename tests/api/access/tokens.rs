//! Tokens, the public key set and the server's metadata.

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use payung::access::caller::{AccountKind, Role, ScopeSet};
use payung::access::tokens::{Grant, Rotation, service};

use super::*;

async fn key_set(app: &TestApp) -> Vec<Value> {
    let answer = app.get("/.well-known/jwks.json").send().await;
    let set = answer.expect(200);
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    set["keys"].as_array().unwrap().clone()
}

/// What somebody else reads out of a token who knows only the key set.
fn verify(keys: &[Value], token: &str) -> Value {
    let kid = decode_header(token).unwrap().kid.unwrap();
    let key = keys.iter().find(|key| key["kid"] == kid.as_str()).expect("the key is published");
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_audience(&["payung"]);
    validation.set_issuer(&["http://payung.test"]);
    let key = DecodingKey::from_ed_components(key["x"].as_str().unwrap()).unwrap();
    decode::<Value>(token, &key, &validation).unwrap().claims
}

#[tokio::test]
async fn a_token_verifies_by_the_key_set_and_says_who_and_where() {
    let app = TestApp::start().await;
    let caller = signed_in(&app, "officer.one", Role::Officer, &["35.29"]).await;
    let payload = verify(&key_set(&app).await, &caller.token);
    assert_eq!(payload["sub"], json!(caller.id));
    assert_eq!(payload["role"], "officer");
    assert_eq!(payload["regions"], json!(["35.29"]));
    assert_eq!(payload["regency_ids"], json!([1]));
    assert_eq!(payload["exp"].as_i64().unwrap() - payload["iat"].as_i64().unwrap(), 600);
    assert!(payload["scope"].as_str().unwrap().split(' ').any(|scope| scope == "workers:verify"));
    for absent in ["name", "username", "full_name"] {
        assert_eq!(payload.get(absent), None);
    }
}

#[tokio::test]
async fn a_rotation_publishes_the_new_key_before_it_signs() {
    let app = TestApp::start().await;
    let caller = signed_in(&app, "officer.one", Role::Officer, &["35.29"]).await;
    let old = key_set(&app).await;
    let mut conn = app.state.db.write().await.unwrap();
    service::rotate_key(&mut conn, &app.state.vault, Rotation::Overlap, Utc::now()).await.unwrap();
    app.state.access.trust.refresh(&mut conn, Utc::now()).await.unwrap();
    let both = key_set(&app).await;
    assert_eq!(both.len(), 2);
    app.get("/v1/me").as_(&caller).send().await.expect(200);
    let next = sign_in(&app, "officer.one").await;
    assert_eq!(verify(&old, bearer(caller.id, &next).token.as_str())["sub"], json!(caller.id));
}

#[tokio::test]
async fn a_rotation_at_once_refuses_what_the_old_key_signed() {
    let app = TestApp::start().await;
    let caller = signed_in(&app, "officer.one", Role::Officer, &["35.29"]).await;
    let mut conn = app.state.db.write().await.unwrap();
    service::rotate_key(&mut conn, &app.state.vault, Rotation::AtOnce, Utc::now()).await.unwrap();
    app.state.access.trust.refresh(&mut conn, Utc::now()).await.unwrap();
    app.get("/v1/me").as_(&caller).send().await.expect_problem(401, "unauthenticated");
    let fresh = bearer(caller.id, &sign_in(&app, "officer.one").await);
    app.get("/v1/me").as_(&fresh).send().await.expect(200);
    assert_eq!(key_set(&app).await.len(), 1);
}

#[tokio::test]
async fn processes_that_start_together_make_one_key() {
    let app = TestApp::start().await;
    execute(&app, "DELETE FROM signing_keys", &[]).await;
    let start = async || {
        let mut conn = app.state.db.write().await.unwrap();
        payung::access::ensure_key(&mut conn, &app.state.vault, Utc::now()).await.unwrap();
    };
    futures_util::future::join_all((0..4).map(|_| start())).await;
    let keys: i64 = value(&app, "SELECT count(*) FROM signing_keys", &[]).await;
    assert_eq!(keys, 1);
}

#[tokio::test]
async fn the_private_key_is_sealed() {
    let app = TestApp::start().await;
    let sealed: Vec<u8> = value(&app, "SELECT private_key_sealed FROM signing_keys", &[]).await;
    assert!(jsonwebtoken::EncodingKey::from_ed_der(&sealed).as_bytes().len() > 80);
    // PKCS#8 begins with a SEQUENCE; a sealed value with its format and key id.
    assert_ne!(sealed.first(), Some(&0x30));
}

#[tokio::test]
async fn what_is_no_token_of_ours_is_refused() {
    let app = TestApp::start().await;
    let good = signed_in(&app, "officer.one", Role::Officer, &["35.29"]).await.token;
    let (head, _) = good.rsplit_once('.').unwrap();
    for header in [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic dTpw",
        &good,
        &format!("Bearer {head}."),
        &format!("Bearer {head}.AAAA"),
        &format!("Bearer {good}x"),
    ] {
        let answer = app.get("/v1/me").header("authorization", header).send().await;
        answer.expect_problem(401, "unauthenticated");
        assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer"), "{header}");
    }
    let bearer = format!("bEaReR {good}");
    app.get("/v1/me").header("authorization", &bearer).send().await.expect(200);
}

#[tokio::test]
async fn an_expired_token_says_so() {
    let app = TestApp::start().await;
    let grant = Grant {
        account_id: Uuid::now_v7(),
        kind: AccountKind::User,
        role: Some(Role::Officer),
        scopes: ScopeSet::of_role(Role::Officer),
        regions: Vec::new(),
        regency_id: Some(1),
        session_id: Some(Uuid::now_v7()),
        version: 1,
    };
    // A clock ten minutes ago, which the signing key has not seen.
    let mut conn = app.state.db.write().await.unwrap();
    execute(&app, "UPDATE signing_keys SET signs_from = signs_from - interval '1 hour'", &[]).await;
    app.state.access.trust.refresh(&mut conn, Utc::now()).await.unwrap();
    let signed = app.state.access.trust.sign(grant, Utc::now() - chrono::Duration::seconds(600)).unwrap();
    let answer = app.get("/v1/me").header("authorization", &format!("Bearer {}", signed.token)).send().await;
    answer.expect_problem(401, "token_expired");
}

#[tokio::test]
async fn the_metadata_names_the_endpoints_that_exist() {
    let app = TestApp::start().await;
    let metadata = app.get("/.well-known/oauth-authorization-server").send().await.expect(200);
    assert_eq!(metadata["issuer"], "http://payung.test");
    for name in ["token_endpoint", "jwks_uri"] {
        let path = metadata[name].as_str().unwrap().strip_prefix("http://payung.test").unwrap();
        let status = app.get(path).send().await.status.as_u16();
        assert!([200, 405].contains(&status), "{path}: {status}");
    }
    let scopes = metadata["scopes_supported"].as_array().unwrap();
    assert!(scopes.contains(&json!("workers:read")) && !scopes.contains(&json!("coverages:approve")));
}
