//! Every action can be undone by its named counterpart where the law allows: a table by hand, held against the document.

use std::collections::{BTreeMap, BTreeSet};

use payung::app;
use serde_json::Value;

/// Operation, counterparts, why.
fn rows() -> BTreeMap<&'static str, (Vec<&'static str>, &'static str)> {
    let lines = include_str!("counterparts.txt").lines();
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut rows = BTreeMap::new();
    for line in lines {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [operation, counterparts, why] = parts[..] else { panic!("{line:?} has three parts") };
        let named = counterparts.split(", ").filter(|name| *name != "-").collect();
        assert!(rows.insert(operation, (named, why)).is_none(), "{operation} stands twice");
    }
    rows
}

/// The operations that write.
fn writing() -> BTreeSet<String> {
    let document: Value = serde_json::from_slice(&app::document().unwrap().json()).unwrap();
    let items = document["paths"].as_object().unwrap().values();
    let operations = items.flat_map(|item| {
        ["post", "put", "patch", "delete"].into_iter().filter_map(|method| item.get(method))
    });
    operations.map(|operation| operation["operationId"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_action_has_a_counterpart_or_a_reason_to_have_none() {
    let (rows, operations) = (rows(), writing());
    let missing: Vec<&String> =
        operations.iter().filter(|operation| !rows.contains_key(operation.as_str())).collect();
    assert!(missing.is_empty(), "write into tests/api/stories/counterparts.txt what undoes {missing:?}");
    for (operation, (counterparts, why)) in &rows {
        assert!(operations.contains(*operation), "{operation} is no operation any more");
        assert!(!counterparts.is_empty() || !why.is_empty(), "{operation}: why can nothing undo it?");
        for counterpart in counterparts {
            assert!(operations.contains(*counterpart), "{operation}: {counterpart} is no operation");
        }
    }
}
