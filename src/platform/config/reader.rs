//! Reads typed values and collects what is wrong with them.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::keys::{self, KEYS, Key};
use super::{LogFormat, Secret};

/// Everything that is wrong with the configuration, one line each.
#[derive(Debug)]
pub struct ConfigErrors(Vec<String>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration is not valid:")?;
        self.0.iter().try_for_each(|line| write!(f, "\n  {line}"))
    }
}

impl std::error::Error for ConfigErrors {}

pub(super) struct Reader {
    values: BTreeMap<String, String>,
    errors: Vec<String>,
}

impl Reader {
    pub(super) fn new(variables: Vec<(String, String)>) -> Self {
        let values = variables
            .into_iter()
            .filter(|(name, value)| {
                (name.starts_with("PAYUNG_") || name.starts_with("DATABASE_URL")) && !value.trim().is_empty()
            })
            .collect();
        Self { values, errors: Vec::new() }
    }

    /// The value or its default; an empty text when there is neither.
    pub(super) fn text(&self, key: &Key) -> String {
        let set = self.values.get(key.name).map(|value| value.trim());
        set.or(key.default).unwrap_or("").to_owned()
    }

    /// A value that has a default. After a mistake the default stands in, so that the reading goes on; the mistake is
    /// reported in the end.
    pub(super) fn parse<T>(&mut self, key: &Key) -> T
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        let text = self.text(key);
        match text.parse() {
            Ok(value) => value,
            Err(error) => {
                self.errors.push(format!("{}: \"{text}\" is not valid ({error})", key.name));
                self.default(key)
            }
        }
    }

    pub(super) fn within<T>(&mut self, key: &Key, range: RangeInclusive<T>) -> T
    where
        T: FromStr + PartialOrd + fmt::Display,
        T::Err: fmt::Display,
    {
        let value = self.parse(key);
        if !range.contains(&value) {
            self.errors.push(format!(
                "{}: {value} must be between {} and {}",
                key.name,
                range.start(),
                range.end()
            ));
        }
        value
    }

    /// A value that may be absent.
    pub(super) fn optional<T>(&mut self, key: &Key) -> Option<T>
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        let text = self.text(key);
        if text.is_empty() {
            return None;
        }
        text.parse()
            .map_err(|error| self.errors.push(format!("{}: \"{text}\" is not valid ({error})", key.name)))
            .ok()
    }

    /// Values separated by commas.
    pub(super) fn list(&self, key: &Key) -> Vec<String> {
        let text = self.text(key);
        text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    /// A secret, from the variable or from the file that `<name>_FILE` names.
    pub(super) fn secret(&mut self, key: &Key) -> Option<Secret> {
        let file_key = format!("{}_FILE", key.name);
        let value = self.values.get(key.name).map(|value| Secret::new(value.trim().to_owned()));
        let Some(path) = self.values.get(&file_key) else { return value };
        if value.is_some() {
            self.errors.push(format!("{} and {file_key} are both set; choose one", key.name));
            return None;
        }
        match std::fs::read_to_string(path) {
            Ok(text) => Some(Secret::new(text.trim().to_owned())),
            Err(error) => {
                self.errors.push(format!("{file_key}: {path} cannot be read ({error})"));
                None
            }
        }
    }

    pub(super) fn log_format(&mut self) -> LogFormat {
        match self.text(&keys::LOG_FORMAT).as_str() {
            "json" => LogFormat::Json,
            "human" => LogFormat::Human,
            other => {
                self.errors.push(format!("{}: \"{other}\" is neither json nor human", keys::LOG_FORMAT.name));
                LogFormat::Json
            }
        }
    }

    pub(super) fn log_filter(&mut self) -> String {
        let text = self.text(&keys::LOG);
        if let Err(error) = text.parse::<tracing_subscriber::filter::Targets>() {
            self.errors.push(format!("{}: \"{text}\" is not a filter ({error})", keys::LOG.name));
        }
        text
    }

    pub(super) fn finish<T>(mut self, config: T) -> Result<T, ConfigErrors> {
        for name in self.values.keys() {
            if !is_known(name) {
                self.errors.push(format!("{name} is not known; see the table in the README"));
            }
        }
        if self.errors.is_empty() { Ok(config) } else { Err(ConfigErrors(self.errors)) }
    }

    fn default<T>(&self, key: &Key) -> T
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        let text = key.default.unwrap_or("");
        match text.parse() {
            Ok(value) => value,
            Err(error) => unreachable!("the default of {} is checked by a test: {error}", key.name),
        }
    }
}

fn is_known(name: &str) -> bool {
    // The tests' own switches, never read here.
    const FOREIGN: [&str; 2] = ["PAYUNG_UPDATE", "PAYUNG_TEST_LOG"];
    FOREIGN.contains(&name)
        || KEYS
            .iter()
            .any(|key| name == key.name || (key.secret && name.strip_suffix("_FILE") == Some(key.name)))
}
