//! A field of a merge patch (RFC 7396): absent, null and a value are three different wishes.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field of a merge patch.
///
/// Declare it with `#[serde(default)]` and `#[schema(value_type = Option<...>)]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// Leave the field as it is.
    #[default]
    Absent,
    /// Clear the field.
    Null,
    /// Set the field.
    Value(T),
}

impl<T> Field<T> {
    /// Whether the patch leaves the field alone.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The outer option says whether to change, the inner one to what: the shape of a Diesel changeset.
    #[must_use]
    pub fn into_change(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }

    /// Borrows the value.
    #[must_use]
    pub const fn as_ref(&self) -> Field<&T> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(value),
        }
    }

    /// Changes the value, if there is one.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(f(value)),
        }
    }

    /// Parses the value, if there is one.
    pub fn try_map<U, E>(self, f: impl FnOnce(T) -> Result<U, E>) -> Result<Field<U>, E> {
        Ok(match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(f(value)?),
        })
    }

    /// What the field holds after the patch.
    #[must_use]
    pub fn apply_to(self, current: Option<T>) -> Option<T> {
        self.into_change().unwrap_or(current)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Option::deserialize(deserializer)? {
            None => Self::Null,
            Some(value) => Self::Value(value),
        })
    }
}

impl<T: Serialize> Serialize for Field<T> {
    /// Pair it with `skip_serializing_if = "Field::is_absent"`; a lone absent field has no form but null.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => serializer.serialize_none(),
            Self::Value(value) => serializer.serialize_some(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Patch {
        #[serde(default, skip_serializing_if = "Field::is_absent")]
        note: Field<String>,
    }

    #[test]
    fn absent_null_and_value_stay_apart_both_ways() {
        for (json, note) in [
            ("{}", Field::Absent),
            (r#"{"note":null}"#, Field::Null),
            (r#"{"note":"x"}"#, Field::Value("x".to_owned())),
        ] {
            let patch = Patch { note };
            assert_eq!(serde_json::from_str::<Patch>(json).ok().as_ref(), Some(&patch));
            assert_eq!(serde_json::to_string(&patch).ok().as_deref(), Some(json));
        }
    }

    #[test]
    fn a_patch_changes_only_what_it_names() {
        assert_eq!(Field::Absent.apply_to(Some(1)), Some(1));
        assert_eq!(Field::Null.apply_to(Some(1)), None);
        assert_eq!(Field::Value(2).apply_to(None), Some(2));
        assert_eq!(Field::<i32>::Absent.into_change(), None);
    }
}
