//! One valid request for each operation, about a subject in the village of the own callers.

mod access;
mod claims;
mod contributions;
mod cover;
mod deaths;
mod enrolment;
mod messages;
mod operation;
mod register;
mod renewals;
mod scholarships;
mod transfers;
mod warungs;
mod work_items;

use serde_json::Value;

use super::cast::Cast;

/// What a request carries.
pub enum Content {
    Nothing,
    Json(Value),
    /// Content type and text.
    Text(&'static str, String),
}

/// A request without its caller.
pub struct Sample {
    /// Parameters of the path.
    pub path: Vec<(&'static str, String)>,
    /// With its question mark.
    pub query: &'static str,
    pub content: Content,
    pub if_match: Option<String>,
    /// Why identifiers are to be shown.
    pub purpose: Option<&'static str>,
    /// What the answer shows to those who may see the subject, and to nobody else.
    pub marker: Option<String>,
}

impl Sample {
    /// A request that carries nothing.
    pub fn plain() -> Self {
        Sample {
            path: Vec::new(),
            query: "",
            content: Content::Nothing,
            if_match: None,
            purpose: None,
            marker: None,
        }
    }

    /// A request about the subject of this id.
    pub fn about(id: &str) -> Self {
        Self::plain().with("id", id)
    }

    /// Sets a parameter of the path.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.path.push((name, value.to_owned()));
        self
    }

    /// Carries JSON.
    pub fn json(mut self, body: Value) -> Self {
        self.content = Content::Json(body);
        self
    }

    /// Carries text of a kind.
    pub fn text(mut self, kind: &'static str, text: &str) -> Self {
        self.content = Content::Text(kind, text.to_owned());
        self
    }

    /// Decides upon this version.
    pub fn if_match(mut self, etag: &str) -> Self {
        self.if_match = Some(etag.to_owned());
        self
    }

    /// Says what only those see who may.
    pub fn showing(mut self, marker: &str) -> Self {
        self.marker = Some(marker.to_owned());
        self
    }
}

/// The sample of an operation, with a subject of its own.
pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    if let Some(sample) = access::of(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = register::of(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = claims::of(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = scholarships::of(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = cover::of(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = enrolment::of(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = renewals::of(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = contributions::of(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = warungs::of(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = deaths::of(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = transfers::of(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = work_items::of(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = messages::of(cast, operation).await {
        return Some(sample);
    }
    operation::of(operation)
}
