//! The operations as the document has them.

use payung::app;
use reqwest::Method;
use serde_json::{Map, Value};

/// One operation.
pub struct Operation {
    pub id: String,
    pub method: Method,
    pub path: String,
    pub is_secured: bool,
    /// The scopes that an API client needs; none if it is for people only.
    pub client_scopes: Option<Vec<String>>,
}

/// Every operation of the document.
pub fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_slice(&app::document().unwrap().json()).unwrap();
    let usual = document["security"].clone();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let Some(id) = operation["operationId"].as_str() else { continue };
            let security = operation.get("security").unwrap_or(&usual).as_array().unwrap();
            operations.push(Operation {
                id: id.to_owned(),
                method,
                path: path.clone(),
                is_secured: !security.iter().all(|any| any.as_object().is_some_and(Map::is_empty)),
                client_scopes: security.iter().find_map(|any| any.get("client_credentials")).map(texts),
            });
        }
    }
    operations
}

/// The operation of this id.
pub fn find(id: &str) -> Option<Operation> {
    operations().into_iter().find(|operation| operation.id == id)
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}
