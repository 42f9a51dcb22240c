use super::*;

fn text(value: &str) -> Field<String> {
    Field::Value(value.to_owned())
}

fn fields() -> WarungFields {
    WarungFields {
        village_code: text("35.29.01.2001"),
        name: text("  Warung Bu Sri "),
        ..WarungFields::default()
    }
}

fn complete() -> WarungFields {
    WarungFields {
        address: text("Dusun Pasar"),
        latitude: Field::Value(-7.012_345),
        longitude: Field::Value(113.86),
        kbli_edition: text("2020"),
        kbli_code: text("56102"),
        nib: text("1234567890123"),
        ..fields()
    }
}

fn facts() -> WarungFacts {
    settled(complete(), None)
}

fn settled(fields: WarungFields, current: Option<&WarungFacts>) -> WarungFacts {
    fields.settle(current, Issues::new()).map_err(|problem| found(&problem)).expect("facts")
}

fn found(problem: &Problem) -> Vec<(String, String)> {
    let errors = problem.field_errors().iter();
    errors.map(|error| (error.pointer.clone(), error.code.clone().into_owned())).collect()
}

fn refused(fields: WarungFields, current: Option<&WarungFacts>) -> Vec<(String, String)> {
    fields.settle(current, Issues::new()).err().map(|problem| found(&problem)).unwrap_or_default()
}

fn expected(errors: &[(&str, &str)]) -> Vec<(String, String)> {
    errors.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn a_village_and_a_name_are_enough() {
    let facts = settled(fields(), None);
    assert_eq!((facts.village.as_str(), facts.name.as_str()), ("35.29.01.2001", "Warung Bu Sri"));
    assert!(facts.location.is_none() && facts.kbli.is_none() && facts.nib.is_none());
}

#[test]
fn everything_wrong_is_told_at_once() {
    let wrong = WarungFields {
        village_code: text("35.29.01"),
        name: text(" "),
        address: text(&"a".repeat(301)),
        latitude: Field::Value(-91.0),
        longitude: Field::Value(113.86),
        kbli_edition: text("2020"),
        kbli_code: text("5610"),
        nib: text("123"),
    };
    let errors = expected(&[
        ("/village_code", "village_level"),
        ("/name", "text_empty"),
        ("/address", "text_too_long"),
        ("/nib", "nib_length"),
        ("/latitude", "location_latitude"),
        ("/kbli_code", "kbli_code"),
    ]);
    assert_eq!(refused(wrong, None), errors);
}

#[test]
fn a_class_must_stand_in_the_list_of_its_edition() {
    let classed = |edition: &str, code: &str| WarungFields {
        kbli_edition: text(edition),
        kbli_code: text(code),
        ..fields()
    };
    assert_eq!(refused(classed("2025", "56102"), None), expected(&[("/kbli_code", "unknown_code")]));
    assert_eq!(refused(classed("2015", "56102"), None), expected(&[("/kbli_edition", "unknown_code")]));
    assert!(settled(classed("2025", "56101"), None).kbli.is_some());
}

#[test]
fn halves_of_a_pair_are_refused() {
    let halves = WarungFields { latitude: Field::Value(-7.0), kbli_code: text("56102"), ..fields() };
    assert_eq!(refused(halves, None), expected(&[("/longitude", "required"), ("/kbli_edition", "required")]));
}

#[test]
fn a_patch_touches_only_what_it_names() {
    let before = facts();
    let untouched = settled(WarungFields::default(), Some(&before));
    assert!(untouched == before);

    let moved = settled(
        WarungFields { longitude: Field::Value(113.9), kbli_code: text("56103"), ..WarungFields::default() },
        Some(&before),
    );
    let place = moved.location.map(|place| (place.latitude_micro(), place.longitude_micro()));
    assert_eq!(place, Some((-7_012_345, 113_900_000)));
    assert_eq!(moved.kbli.map(|kbli| kbli.to_string()).as_deref(), Some("2020:56103"));
    assert_eq!(moved.name, before.name);
}

#[test]
fn a_patch_clears_what_may_be_absent_and_nothing_else() {
    let before = facts();
    let bare = WarungFields {
        address: Field::Null,
        latitude: Field::Null,
        longitude: Field::Null,
        kbli_edition: Field::Null,
        kbli_code: Field::Null,
        nib: Field::Null,
        ..WarungFields::default()
    };
    assert!(settled(bare, Some(&before)) == settled(fields(), None));

    let gone = WarungFields { village_code: Field::Null, name: Field::Null, ..WarungFields::default() };
    let needed = expected(&[("/village_code", "required"), ("/name", "required")]);
    assert_eq!(refused(gone, Some(&before)), needed);

    let half = WarungFields { latitude: Field::Null, ..WarungFields::default() };
    assert_eq!(refused(half, Some(&before)), expected(&[("/latitude", "required")]));
}
