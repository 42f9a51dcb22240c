//! Random tokens that mean nothing: refresh tokens and client secrets. Stored as digests only.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

/// A secret of 256 random bits in text form. Never printed, wiped after use.
#[derive(Clone, PartialEq, Eq)]
pub struct OpaqueToken(Zeroizing<String>);

impl OpaqueToken {
    /// A new one. The prefix tells what it is, so that a leaked one is recognised by scanners.
    pub fn generate(prefix: &str) -> Result<Self, Unspecified> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        rand::fill(bytes.as_mut_slice())?;
        Ok(Self(Zeroizing::new(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes.as_slice())))))
    }

    /// Takes one that somebody presents.
    pub fn presented(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// What is stored. A plain digest is enough: 256 random bits cannot be guessed.
    pub fn digest(&self) -> Vec<u8> {
        digest(&SHA256, self.0.as_bytes()).as_ref().to_vec()
    }

    /// The text, for the one answer that carries it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OpaqueToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpaqueToken(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_presented_token_has_the_digest_of_the_one_that_was_made() {
        let made = OpaqueToken::generate("prt_").unwrap();
        assert!(made.expose().starts_with("prt_") && made.expose().len() == 47);
        assert_eq!(OpaqueToken::presented(made.expose()).digest(), made.digest());
        assert_ne!(OpaqueToken::generate("prt_").unwrap(), made);
        assert_eq!(format!("{made:?}"), "OpaqueToken(..)");
    }
}
