//! What the document says of the whole API: title, contact, tags, security.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{object, section};

const DESCRIPTION: &str = "\
Payung is the system of record with which an Indonesian regency insures its informal workers: it registers them, \
covers them, pays their contributions and follows every claim until the money has arrived.

**Conventions.** JSON in UTF-8 with `snake_case` names; unknown fields and unknown parameters are refused. Ids are \
UUIDv7 and a client may bring its own: best a UUIDv7 too, and any other but the nil and the max UUID is taken. Days are `YYYY-MM-DD` in western Indonesian time, months `YYYY-MM`, instants \
RFC 3339 in UTC, money whole rupiah in names that end in `_idr`. `PATCH` is a JSON merge patch (RFC 7396). \
Collections have keyset pages: follow `next_cursor` or `Link`.

**Errors** are problems (RFC 9457) with a stable `code`; texts are Indonesian or English by `Accept-Language`. \
Every address answers methods it does not have with 405 and `Allow`.

**Writes.** Send an `Idempotency-Key` with a POST and repeat it safely for 30 days; the replay carries \
`Idempotency-Replayed: true`. A key is of its caller and path: another account or another address may use the same one. Decisions need `If-Match` with the `ETag` that was read.

**Every answer** has `X-Request-Id`; a UUID sent in that header is taken over, and `traceparent` is honoured. \
Rate limits are told in `RateLimit-Policy` and `RateLimit`.";

/// The areas of the API, in the order in which a reader meets them.
const TAGS: &[(&str, &str)] = &[
    ("sessions", "Sign people in and keep them signed in."),
    ("tokens", "Tokens for other systems, and the keys that verify tokens."),
    ("users", "The accounts of people."),
    ("api-clients", "The accounts of other systems."),
    ("reference", "Code lists with labels in both languages."),
    ("regions", "Provinces, regencies, districts and villages."),
    ("regencies", "The regencies that this deployment serves."),
    ("workers", "Informal workers: registered, verified, deactivated; found by name or number."),
    ("warungs", "Small food stalls, coffee stalls and kiosks, and who works in them."),
    (
        "rules",
        "National rules as dated rows: contribution rates, benefits, parameters, holidays, checklists.",
    ),
    ("funding", "Who pays for whom: public and private sources with their budgets."),
    (
        "enrolment-plans",
        "Whom a source is to pay for: computed within its budget, approved with a decree by a second person.",
    ),
    ("coverages", "Funded periods: proposed, approved by a second person, active, ended."),
    ("coverage-gaps", "Who falls out of cover, when, and what heirs would lose."),
    ("monthly-closes", "Who lapsed in a month, recorded when it was closed; what comes late reopens it."),
    ("contributions", "Months that are owed, in batches to the insurer: approved, billed, paid, reconciled."),
    ("memberships", "What the insurer says of a person's insurance."),
    ("coverage-checks", "Whether a person is covered, revealing nothing else."),
    ("claims", "Claims from the death or accident until every beneficiary is paid."),
    ("deaths", "Deaths: recorded, matched with the register, and everything that follows from one."),
    ("transfers", "Somebody who is registered elsewhere is asked for; the other side answers."),
    ("work-items", "The daily work: what is due, for whom, why and until when."),
    ("messages", "Texts that are ready to go to a person: an outbox for senders, and letters to print."),
    ("imports", "Rosters in bulk, with a verdict for every row."),
    ("operation", "Health, the API reference and the meaning of error codes."),
];

/// Writes the head of the document.
pub(super) fn describe(document: &mut Value, scopes: &BTreeSet<String>) {
    let used = used_tags(document);
    let tags: Vec<Value> = TAGS
        .iter()
        .filter(|(name, _)| used.contains(*name))
        .map(|(name, description)| json!({ "name": name, "description": description }))
        .collect();
    let map = object(document);
    map.insert("info".to_owned(), info());
    map.insert("servers".to_owned(), json!([{ "url": "/", "description": "The server of this document" }]));
    map.insert("security".to_owned(), json!([{ "bearer": [] }, { "client_credentials": [] }]));
    map.insert("tags".to_owned(), Value::Array(tags));
    section(map, "components").insert("securitySchemes".to_owned(), security_schemes(scopes));
}

fn info() -> Value {
    json!({
        "title": "Payung API",
        "summary": "Employment insurance for informal workers, from registration to paid claim",
        "description": DESCRIPTION,
        "version": env!("CARGO_PKG_VERSION"),
        "contact": { "name": "The office that runs this server" },
        "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
    })
}

fn used_tags(document: &Value) -> BTreeSet<String> {
    let items = document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::values);
    items
        .filter_map(Value::as_object)
        .flat_map(Map::values)
        .filter_map(|operation| operation.get("tags")?.as_array())
        .flatten()
        .filter_map(|tag| tag.as_str().map(str::to_owned))
        .collect()
}

fn security_schemes(scopes: &BTreeSet<String>) -> Value {
    let described: Map<String, Value> =
        scopes.iter().map(|scope| (scope.clone(), Value::String(describe_scope(scope)))).collect();
    json!({
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The access token of a session (`POST /v1/sessions`), valid for a few minutes.",
        },
        "client_credentials": {
            "type": "oauth2",
            "description": "For other systems. Send the token as a bearer token.",
            "flows": { "clientCredentials": { "tokenUrl": "/oauth2/token", "scopes": described } },
        },
    })
}

/// `workers:read` in words.
fn describe_scope(scope: &str) -> String {
    match scope.split_once(':') {
        Some((noun, verb)) => format!("May {} {}", verb.replace('_', " "), noun.replace(['_', '-'], " ")),
        None => format!("May use {}", scope.replace(['_', '-'], " ")),
    }
}
