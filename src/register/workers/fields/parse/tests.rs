use super::*;

fn today() -> Day {
    parse_day("2026-11-23").expect("a day")
}

fn value(text: &str) -> Field<String> {
    Field::Value(text.to_owned())
}

/// Pointer and code of every problem.
fn problems(fields: WorkerFields, standing: Standing) -> Vec<(String, String)> {
    let mut issues = Issues::new();
    fields.parse(standing, today(), &mut issues);
    issues
        .into_problem()
        .field_errors()
        .iter()
        .map(|error| (error.pointer.clone(), error.code.to_string()))
        .collect()
}

fn found(fields: WorkerFields, standing: Standing, expected: &[(&str, &str)]) {
    let mut found = problems(fields, standing);
    found.sort();
    let mut expected: Vec<_> = expected.iter().map(|(p, c)| ((*p).to_owned(), (*c).to_owned())).collect();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn everything_wrong_is_found_at_once() {
    let fields = WorkerFields {
        village_code: value("35.29.01"),
        name: value("  "),
        nik: value("123"),
        birth_on: value("2026-11-24"),
        sex: value("f"),
        family_card_number: value("1"),
        phone: value("12"),
        address: value(" "),
        segment: value("sea"),
        occupation: value("pirate"),
        occupation_source: value("rumour"),
        next_of_kin_name: value("7"),
        next_of_kin_relation: value("friend"),
        next_of_kin_phone: value("x"),
        poverty_source: value("gossip"),
        poverty_decile: Field::Value(11),
        poverty_as_of: value("2027-01-01"),
    };
    found(
        fields,
        Standing::default(),
        &[
            ("/village_code", "village_level"),
            ("/name", "name_empty"),
            ("/nik", "nik_length"),
            ("/birth_on", "day_in_future"),
            ("/sex", "unknown_code"),
            ("/family_card_number", "family_card_length"),
            ("/phone", "phone_prefix"),
            ("/address", "address_empty"),
            ("/segment", "unknown_code"),
            ("/occupation", "unknown_code"),
            ("/occupation_source", "unknown_code"),
            ("/next_of_kin_name", "name_without_letter"),
            ("/next_of_kin_relation", "unknown_code"),
            ("/next_of_kin_phone", "phone_not_digits"),
            ("/poverty_source", "unknown_code"),
            ("/poverty_decile", "decile_range"),
            ("/poverty_as_of", "day_in_future"),
        ],
    );
}

#[test]
fn fields_that_need_each_other_come_together() {
    let none = Standing::default();
    let lone = |set: fn(&mut WorkerFields)| {
        let mut fields = WorkerFields::default();
        set(&mut fields);
        fields
    };
    found(lone(|f| f.occupation = value("fisher")), none, &[("/occupation_source", "required")]);
    found(lone(|f| f.occupation_source = value("dtsen")), none, &[("/occupation", "required")]);
    found(lone(|f| f.next_of_kin_phone = value("081234567890")), none, &[("/next_of_kin_name", "required")]);
    found(
        lone(|f| f.poverty_decile = Field::Value(2)),
        none,
        &[("/poverty_source", "required"), ("/poverty_as_of", "required")],
    );
    found(lone(|f| f.poverty_source = value("dtsen")), none, &[("/poverty_as_of", "required")]);
}

#[test]
fn a_correction_counts_what_stands_already() {
    let whole = Standing {
        nik: true,
        occupation: true,
        next_of_kin_name: true,
        next_of_kin_relation: true,
        next_of_kin_phone: true,
        poverty: true,
        poverty_decile: true,
    };
    found(WorkerFields { occupation: value("fisher"), ..WorkerFields::default() }, whole, &[]);
    found(
        WorkerFields { occupation: Field::Null, ..WorkerFields::default() },
        whole,
        &[("/occupation", "required")],
    );
    found(
        WorkerFields {
            occupation: Field::Null,
            occupation_source: Field::Null,
            poverty_source: Field::Null,
            poverty_as_of: Field::Null,
            poverty_decile: Field::Null,
            ..WorkerFields::default()
        },
        whole,
        &[],
    );
    found(
        WorkerFields { next_of_kin_name: Field::Null, ..WorkerFields::default() },
        whole,
        &[("/next_of_kin_name", "required")],
    );
}

#[test]
fn what_must_stay_cannot_be_cleared() {
    let cleared = || WorkerFields {
        village_code: Field::Null,
        name: Field::Null,
        nik: Field::Null,
        segment: Field::Null,
        ..WorkerFields::default()
    };
    let kept = [("/village_code", "required"), ("/name", "required"), ("/segment", "required")];
    found(cleared(), Standing::default(), &kept);
    let mut with_nik = kept.to_vec();
    with_nik.push(("/nik", "required"));
    found(cleared(), Standing { nik: true, ..Standing::default() }, &with_nik);
}

#[test]
fn nobody_is_a_hundred_and_thirty() {
    let born = |text| WorkerFields { birth_on: value(text), ..WorkerFields::default() };
    found(born("1906-11-24"), Standing::default(), &[]);
    found(born("1900-01-01"), Standing::default(), &[("/birth_on", "birth_too_long_ago")]);
}
