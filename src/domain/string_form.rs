//! One way for a value type to travel as text: through its own `parse`, so that no path around it exists.

/// Implements `FromStr`, `TryFrom<String>`, `Serialize` and `Deserialize` over a type's `parse` and its
/// `as_str` (or, with a trailing `display`, its `Display`). Traits cannot be implemented by a function,
/// hence a macro.
macro_rules! string_form {
    ($type:ty, $error:ty) => {
        $crate::domain::string_form!(@reading $type, $error);

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
    ($type:ty, $error:ty, display) => {
        $crate::domain::string_form!(@reading $type, $error);

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
    (@reading $type:ty, $error:ty) => {
        impl std::str::FromStr for $type {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                Self::parse(&text)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use string_form;

#[cfg(test)]
pub(crate) mod testing {
    use std::fmt::Debug;

    use serde::Serialize;
    use serde::de::DeserializeOwned;

    /// Asserts that a value is this very text in JSON, and comes back from it as itself.
    pub(crate) fn assert_travels_as<T>(value: &T, text: &str)
    where
        T: Serialize + DeserializeOwned + PartialEq + Debug,
    {
        let json = serde_json::to_value(value).map_err(|error| error.to_string());
        assert_eq!(json, Ok(serde_json::Value::from(text)));
        let back = serde_json::from_value::<T>(serde_json::Value::from(text));
        assert_eq!(back.map_err(|error| error.to_string()).as_ref(), Ok(value));
    }
}
