//! Order among the components: one schema for one thing, and none that nothing refers to.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{object, reference, section};

/// The name that a generic page gives its schema: `Page_` and the name of its items.
const PAGE: &str = "Page_";

/// Pages refer to the schema of their items instead of repeating it, so that a generated client has one type for an
/// item and not one for each page.
pub(super) fn share_items(document: &mut Value) {
    let schemas = section(section(object(document), "components"), "schemas");
    let items: Vec<String> = schemas
        .keys()
        .filter_map(|name| name.strip_prefix(PAGE))
        .filter(|item| schemas.contains_key(*item))
        .map(str::to_owned)
        .collect();
    for item in items {
        let page = schemas.get_mut(&format!("{PAGE}{item}"));
        if let Some(inlined) = page.and_then(|page| page.pointer_mut("/properties/data/items")) {
            *inlined = reference("schemas", &item);
        }
    }
}

/// Drops the components that no operation reaches.
pub(super) fn prune(document: &mut Value) {
    let mut reached = BTreeSet::new();
    if let Some(paths) = document.get("paths") {
        reach(document, paths, &mut reached);
    }
    let components = section(object(document), "components");
    for kind in ["headers", "parameters", "responses", "schemas"] {
        section(components, kind).retain(|name, _| reached.contains(&format!("#/components/{kind}/{name}")));
    }
}

/// Collects the references below a value, and below what they refer to.
fn reach(document: &Value, value: &Value, reached: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(target)) = members.get("$ref")
                && reached.insert(target.clone())
                && let Some(component) = document.pointer(target.trim_start_matches('#'))
            {
                reach(document, component, reached);
            }
            members.values().for_each(|member| reach(document, member, reached));
        }
        Value::Array(items) => items.iter().for_each(|item| reach(document, item, reached)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pages_share_their_items_and_unreached_components_go() {
        let mut document = json!({
            "paths": { "/v1/workers": { "$ref": "#/components/schemas/Page_Worker" } },
            "components": {
                "schemas": {
                    "Page_Worker": { "properties": { "data": { "items": { "type": "object" } } } },
                    "Worker": { "properties": { "region": { "$ref": "#/components/schemas/Region" } } },
                    "Region": { "type": "object" },
                    "Forgotten": { "type": "object" },
                },
                "headers": { "ETag": {} },
            },
        });
        share_items(&mut document);
        prune(&mut document);
        let schemas = document["components"]["schemas"].as_object().expect("schemas");
        assert_eq!(schemas.keys().collect::<Vec<_>>(), ["Page_Worker", "Region", "Worker"]);
        assert_eq!(schemas["Page_Worker"]["properties"]["data"]["items"], reference("schemas", "Worker"));
        assert_eq!(document["components"]["headers"], json!({}));
    }
}
