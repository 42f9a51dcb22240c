//! Writes `src/platform/db/schema.rs` from the catalogue, as `diesel print-schema` would: that program needs libpq.

use std::fmt::Write;

use super::catalogue::{Column, Table};

/// Words that cannot be names in Rust.
const RESERVED: [&str; 20] = [
    "type", "match", "ref", "self", "use", "where", "move", "mod", "in", "as", "enum", "fn", "for", "if",
    "impl", "loop", "static", "struct", "trait", "yield",
];

/// The tables that statements built by Diesel join, each pair in one group only. Every pair costs the compiler: with all
/// pairs of all tables it spent a minute on nothing else. Statements in SQL of our own need none of it.
const JOINED: [&[&str]; 6] = [
    &[
        "claims",
        "contribution_batch_lines",
        "contribution_obligations",
        "coverages",
        "enrolment_candidates",
        "enrolment_plans",
        "funding_sources",
        "memberships",
        "messages",
        "monthly_close_lapses",
        "persons",
        "regencies",
        "staged_memberships",
        "staged_workers",
        "warung_workers",
        "warungs",
        "workers",
    ],
    &[
        "benefit_rules",
        "change_positions",
        "changes",
        "checklist_items",
        "contribution_rates",
        "holidays",
        "rule_parameters",
    ],
    &["claim_beneficiaries", "claim_payments"],
    &["claim_children", "claim_scholarships"],
    &["contribution_payment_confirmations", "contribution_payments"],
    &["user_credentials", "user_regions", "users"],
];

/// The whole file.
pub fn render(tables: &[Table]) -> String {
    let mut file = String::from(
        "//! The tables as the migrations make them; generated: `PAYUNG_UPDATE=1 cargo test --test api schema_is_current`.\n",
    );
    for table in tables {
        file.push('\n');
        render_table(table, &mut file);
    }
    for group in JOINED {
        file.push_str("\ndiesel::allow_tables_to_appear_in_same_query! {\n");
        for name in group {
            assert!(tables.iter().any(|table| table.name == *name), "{name} is no table");
            writeln!(file, "    {name},").unwrap();
        }
        file.push_str("}\n");
    }
    file
}

fn render_table(table: &Table, file: &mut String) {
    assert!(!table.primary_key.is_empty(), "{} needs a primary key", table.name);
    let keys: Vec<String> = table.primary_key.iter().map(|name| rust_name(table, name)).collect();
    writeln!(file, "diesel::table! {{\n    {} ({}) {{", table.name, keys.join(", ")).unwrap();
    for column in &table.columns {
        let name = rust_name(table, &column.name);
        if name != column.name {
            writeln!(file, "        #[sql_name = \"{}\"]", column.name).unwrap();
        }
        writeln!(file, "        {name} -> {},", rust_type(table, column)).unwrap();
    }
    file.push_str("    }\n}\n");
}

fn rust_name(table: &Table, column: &str) -> String {
    if RESERVED.contains(&column) || column == table.name { format!("{column}_") } else { column.to_owned() }
}

fn rust_type(table: &Table, column: &Column) -> String {
    let (element, array) = match column.kind.strip_suffix("[]") {
        Some(element) => (element, true),
        None => (column.kind.as_str(), false),
    };
    let plain = match element {
        "boolean" => "Bool",
        "smallint" => "Int2",
        "integer" => "Int4",
        "bigint" => "Int8",
        "real" => "Float4",
        "double precision" => "Float8",
        "text" => "Text",
        "uuid" => "Uuid",
        "bytea" => "Bytea",
        "date" => "Date",
        "timestamp with time zone" => "Timestamptz",
        "jsonb" => "Jsonb",
        "daterange" => "Daterange",
        "int4range" => "Int4range",
        "int8range" => "Int8range",
        "tstzrange" => "Tstzrange",
        "datemultirange" => "Datemultirange",
        "int4multirange" => "Int4multirange",
        "tstzmultirange" => "Tstzmultirange",
        other => panic!("{}.{}: say here how Diesel calls the type {other}", table.name, column.name),
    };
    // Our arrays hold no nulls, which a table definition cannot say.
    let plain = if array { format!("Array<{plain}>") } else { plain.to_owned() };
    if column.nullable { format!("Nullable<{plain}>") } else { plain }
}
