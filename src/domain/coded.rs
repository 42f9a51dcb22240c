//! What every refusal and warning of the domain can say about itself.

use std::borrow::Cow;
use std::fmt::Display;

/// A refusal or a warning with a stable code and with its words in both languages.
///
/// `Display` is the English sentence; both are whole sentences, with a capital and a full stop, because they
/// are shown to people as they are. Neither ever repeats the refused value: it may be
/// somebody's NIK, and these sentences reach answers and logs.
pub trait Coded: Display {
    /// The stable code in lower snake case that clients match on (`errors[].code`); never translated.
    fn code(&self) -> &'static str;

    /// The sentence in Indonesian.
    fn indonesian(&self) -> Cow<'static, str>;
}
