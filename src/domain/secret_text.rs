//! The storage of identifiers that belong to a person.

use zeroize::Zeroize;

/// Text that is wiped from memory when dropped and that cannot be printed: there is no `Debug` and no
/// `Display`, so a type around it has to say on purpose what it shows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SecretText(String);

impl SecretText {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for SecretText {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
