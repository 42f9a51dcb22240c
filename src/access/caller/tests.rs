//! What the types of this room promise together.

use diesel::debug_query;
use diesel::pg::Pg;
use diesel::prelude::*;

use super::*;
use crate::domain::{RegionCode, RegionLevel};
use crate::platform::changes::Actor;

diesel::table! {
    things (id) {
        id -> Int4,
        regency_id -> Int4,
        village_code -> Text,
    }
}

fn code(text: &str) -> RegionCode {
    RegionCode::parse(text).unwrap()
}

fn scope(codes: &[&str]) -> RegionScope {
    RegionScope::regions(vec![1], codes.iter().map(|text| code(text)).collect())
}

fn sql(scope: &RegionScope) -> String {
    let query =
        things::table.filter(scope.filter(things::regency_id, things::village_code)).select(things::id);
    debug_query::<Pg, _>(&query).to_string()
}

#[test]
fn a_regency_is_filtered_by_its_id_alone() {
    let text = sql(&scope(&["35.29"]));
    assert!(
        text.contains(r#"("things"."regency_id" = $1)"#) && !text.contains("\"village_code\" ="),
        "{text}"
    );
    assert!(!text.contains("LIKE"), "{text}");
    let two = RegionScope::regions(vec![1, 2], vec![code("35.28"), code("35.29")]);
    assert!(sql(&two).contains(r#"("things"."regency_id" = ANY($1))"#), "{}", sql(&two));
}

#[test]
fn villages_are_filtered_by_their_codes_and_districts_by_pattern() {
    let villages = sql(&scope(&["35.29.01.2001", "35.29.01.2002"]));
    assert!(villages.contains(r#""things"."village_code" = ANY($2)"#), "{villages}");
    assert!(villages.contains(r#"["35.29.01.2001", "35.29.01.2002"]"#), "{villages}");
    let village = sql(&scope(&["35.29.01.2001"]));
    assert!(village.contains(r#""things"."village_code" = $2)"#), "{village}");
    let districts = sql(&scope(&["35.29.01", "35.29.02.2001"]));
    assert!(districts.contains(r#""things"."village_code" LIKE ANY($2)"#), "{districts}");
    assert!(districts.contains(r#"["35.29.01%", "35.29.02.2001%"]"#), "{districts}");
}

#[test]
fn a_national_caller_sees_no_regency() {
    let national = RegionScope::national();
    assert!(sql(&national).contains("binds: [[], []]"), "{}", sql(&national));
    assert!(!national.contains(&code("35.29")) && !national.has_regency(1));
}

#[test]
fn a_caller_without_regions_sees_nothing_of_a_regency() {
    let text = sql(&RegionScope::regions(vec![1], Vec::new()));
    assert!(
        text.contains(r#""things"."village_code" = ANY($2)"#) && text.contains("binds: [1, []]"),
        "{text}"
    );
}

#[test]
fn a_region_is_contained_with_all_below_it_and_nothing_above() {
    let scope = scope(&["35.29.01"]);
    assert!(scope.contains(&code("35.29.01")) && scope.contains(&code("35.29.01.2001")));
    assert!(!scope.contains(&code("35.29")) && !scope.contains(&code("35.29.02.2001")));
}

#[test]
fn people_are_asked_for_their_role_and_systems_for_their_scopes() {
    let mut principal = Principal {
        actor: Actor::System,
        kind: AccountKind::User,
        account_id: uuid::Uuid::nil(),
        role: Some(Role::Officer),
        scope: scope(&["35.29"]),
        scopes: ScopeSet::of_role(Role::Approver),
        session_id: None,
    };
    assert!(principal.may::<CoveragesPropose>() && !principal.may::<CoveragesApprove>());
    principal.role = None;
    principal.kind = AccountKind::Client;
    assert!(!principal.may::<CoveragesApprove>(), "a second person approves, never a system");
    assert!(principal.may::<CoveragesRead>() && !principal.may::<CoveragesPropose>());
    assert!(principal.may::<SignedIn>() && !principal.may::<OwnAccount>());
}

#[test]
fn the_keeper_of_the_deployment_sees_nobody() {
    for entry in PERMISSIONS.iter().filter(|entry| entry.roles.contains(&Role::PlatformAdmin)) {
        let subject = entry.scope.split(':').next();
        assert!(matches!(subject, Some("regions" | "regencies" | "rules" | "users")), "{}", entry.scope);
    }
}

#[test]
fn every_role_has_the_level_of_its_regions() {
    let levels: Vec<Option<RegionLevel>> = Role::ALL.iter().map(|role| role.region_level()).collect();
    assert_eq!(levels.first(), Some(&Some(RegionLevel::Village)));
    assert_eq!(levels.iter().filter(|level| level.is_none()).count(), 1);
}
