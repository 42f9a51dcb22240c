//! Sealing of personal identifiers at rest, and keyed hashes for exact lookup.
//!
//! A [`Sealed`] value carries bytes only; nothing but a [`Vault`] turns it back into an identifier.
//! Sealing is AES-256-GCM-SIV under a key derived for the kind of field, so that a ciphertext moved to
//! another column does not open. Lookup hashes are HMAC-SHA256 under a key of their own: a stolen
//! database cannot test a guess without the key file.
//!
//! This module must not know tables, requests or who may see what.

mod identifier;
mod keyring;
mod sealed;

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hkdf;
use aws_lc_rs::hmac;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};

pub use identifier::Identifier;
pub use keyring::{Keyring, KeyringError};
pub use sealed::{LookupHash, Sealed};

/// What kind of field a sealed value belongs to; bound to the ciphertext as associated data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Nik,
    FamilyCard,
    Phone,
    Account,
    MemberNumber,
    /// The stored answer of an idempotent request.
    IdempotencyAnswer,
    /// A value of an import row that could not be read.
    ImportValue,
    /// The private half of a token signing key.
    SigningKey,
    /// The successor of a refresh token, until it is used.
    RefreshToken,
    /// A piece of a stored file.
    File,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Nik,
        Self::FamilyCard,
        Self::Phone,
        Self::Account,
        Self::MemberNumber,
        Self::IdempotencyAnswer,
        Self::ImportValue,
        Self::SigningKey,
        Self::RefreshToken,
        Self::File,
    ];

    fn label(self) -> &'static str {
        match self {
            Self::Nik => "nik",
            Self::FamilyCard => "family_card",
            Self::Phone => "phone",
            Self::Account => "account",
            Self::MemberNumber => "member_number",
            Self::IdempotencyAnswer => "idempotency_answer",
            Self::ImportValue => "import_value",
            Self::SigningKey => "signing_key",
            Self::RefreshToken => "refresh_token",
            Self::File => "file",
        }
    }
}

/// Why a sealed value could not be opened. Says nothing about its content.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum VaultError {
    #[error("the sealed value is not in a known format")]
    Format,
    #[error("the key that sealed the value is not in the keyring")]
    UnknownKey,
    #[error("the sealed value does not open: wrong key, wrong kind of field, or damaged")]
    DoesNotOpen,
    #[error("the cryptographic library refused the operation")]
    Library,
}

const FORMAT: u8 = 1;
const NONCE_LEN: usize = 12;
const HEADER_LEN: usize = 1 + 4 + NONCE_LEN;

/// Seals and opens identifiers; holds the deployment's keys.
pub struct Vault {
    active: u32,
    sealers: Vec<Sealer>,
    hash_keys: Vec<(Kind, hmac::Key)>,
    random: SystemRandom,
}

struct Sealer {
    key_id: u32,
    kind: Kind,
    key: LessSafeKey,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("active", &self.active).finish_non_exhaustive()
    }
}

impl Vault {
    /// Derives the keys of every kind of field from the keyring's secrets.
    pub fn new(keyring: &Keyring) -> Result<Self, VaultError> {
        let mut sealers = Vec::new();
        for (key_id, secret) in keyring.seal_keys() {
            for kind in Kind::ALL {
                let bytes = derive(secret, "payung seal", kind)?;
                let key = UnboundKey::new(&AES_256_GCM_SIV, &bytes).map_err(|_| VaultError::Library)?;
                sealers.push(Sealer { key_id, kind, key: LessSafeKey::new(key) });
            }
        }
        let mut hash_keys = Vec::new();
        for kind in Kind::ALL {
            let bytes = derive(keyring.hash_key(), "payung lookup", kind)?;
            hash_keys.push((kind, hmac::Key::new(hmac::HMAC_SHA256, &bytes)));
        }
        Ok(Self { active: keyring.active(), sealers, hash_keys, random: SystemRandom::new() })
    }

    /// Seals an identifier.
    pub fn seal<T: Identifier>(&self, value: &T) -> Result<Sealed<T>, VaultError> {
        Ok(Sealed::from_bytes(self.seal_bytes(T::KIND, value.clear().as_bytes())?))
    }

    /// Opens a sealed identifier.
    pub fn open<T: Identifier>(&self, sealed: &Sealed<T>) -> Result<T, VaultError> {
        let clear = self.open_bytes(T::KIND, sealed.as_bytes())?;
        let text = std::str::from_utf8(&clear).map_err(|_| VaultError::Format)?;
        T::from_clear(text).ok_or(VaultError::Format)
    }

    /// The keyed hash under which an identifier is found again. 32 bytes.
    pub fn lookup_hash<T: Identifier>(&self, value: &T) -> Result<LookupHash<T>, VaultError> {
        let (_, key) =
            self.hash_keys.iter().find(|(kind, _)| *kind == T::KIND).ok_or(VaultError::UnknownKey)?;
        Ok(LookupHash::from_bytes(hmac::sign(key, value.clear().as_bytes()).as_ref().to_vec()))
    }

    /// Seals bytes of a kind: format, key id, nonce, ciphertext with tag.
    pub fn seal_bytes(&self, kind: Kind, clear: &[u8]) -> Result<Vec<u8>, VaultError> {
        let sealer = self.sealer(self.active, kind)?;
        let mut nonce = [0_u8; NONCE_LEN];
        self.random.fill(&mut nonce).map_err(|_| VaultError::Library)?;
        let mut out = Vec::with_capacity(HEADER_LEN + clear.len() + AES_256_GCM_SIV.tag_len());
        out.push(FORMAT);
        out.extend_from_slice(&self.active.to_be_bytes());
        out.extend_from_slice(&nonce);
        let mut body = clear.to_vec();
        sealer
            .key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(kind.label().as_bytes()),
                &mut body,
            )
            .map_err(|_| VaultError::Library)?;
        out.extend_from_slice(&body);
        Ok(out)
    }

    /// Opens what [`Vault::seal_bytes`] made for the same kind.
    pub fn open_bytes(&self, kind: Kind, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (format, rest) = sealed.split_first().ok_or(VaultError::Format)?;
        let (key_id, rest) = rest.split_first_chunk::<4>().ok_or(VaultError::Format)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE_LEN>().ok_or(VaultError::Format)?;
        if *format != FORMAT {
            return Err(VaultError::Format);
        }
        let sealer = self.sealer(u32::from_be_bytes(*key_id), kind)?;
        let mut body = body.to_vec();
        let clear_len = sealer
            .key
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(kind.label().as_bytes()),
                &mut body,
            )
            .map_err(|_| VaultError::DoesNotOpen)?
            .len();
        body.truncate(clear_len);
        Ok(body)
    }

    fn sealer(&self, key_id: u32, kind: Kind) -> Result<&Sealer, VaultError> {
        self.sealers
            .iter()
            .find(|sealer| sealer.key_id == key_id && sealer.kind == kind)
            .ok_or(VaultError::UnknownKey)
    }
}

/// One 32-byte key per purpose and kind from a secret (HKDF-SHA256, RFC 5869).
fn derive(secret: &[u8], purpose: &str, kind: Kind) -> Result<[u8; 32], VaultError> {
    let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, purpose.as_bytes());
    let info = [kind.label().as_bytes()];
    let mut key = [0_u8; 32];
    salt.extract(secret)
        .expand(&info, hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(&mut key))
        .map_err(|_| VaultError::Library)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Nik;

    fn vault() -> Vault {
        Vault::new(&Keyring::generate().unwrap()).unwrap()
    }

    #[test]
    fn a_sealed_identifier_opens_to_itself_and_hides_its_digits() {
        let vault = vault();
        let nik = Nik::parse("3529015708850001").unwrap();
        let sealed = vault.seal(&nik).unwrap();
        assert_eq!(vault.open(&sealed).unwrap().as_str(), nik.as_str());
        assert!(!String::from_utf8_lossy(sealed.as_bytes()).contains("5708850001"));
        assert_ne!(vault.seal(&nik).unwrap().as_bytes(), sealed.as_bytes());
    }

    #[test]
    fn a_value_moved_to_another_kind_of_field_does_not_open() {
        let vault = vault();
        let sealed = vault.seal_bytes(Kind::Nik, b"3529015708850001").unwrap();
        assert_eq!(vault.open_bytes(Kind::FamilyCard, &sealed), Err(VaultError::DoesNotOpen));
    }

    #[test]
    fn another_keyring_opens_nothing_and_finds_nothing() {
        let (one, other) = (vault(), vault());
        let nik = Nik::parse("3529015708850001").unwrap();
        let sealed = one.seal(&nik).unwrap();
        assert!(other.open(&sealed).is_err());
        assert_ne!(one.lookup_hash(&nik).unwrap().as_bytes(), other.lookup_hash(&nik).unwrap().as_bytes());
        assert_eq!(one.lookup_hash(&nik).unwrap().as_bytes(), one.lookup_hash(&nik).unwrap().as_bytes());
    }

    #[test]
    fn a_rotated_keyring_opens_old_values_and_seals_with_the_new_key() {
        let mut keyring = Keyring::generate().unwrap();
        let before = Vault::new(&keyring).unwrap().seal_bytes(Kind::Phone, b"x").unwrap();
        keyring.rotate().unwrap();
        let vault = Vault::new(&keyring).unwrap();
        assert_eq!(vault.open_bytes(Kind::Phone, &before).unwrap(), b"x");
        assert_ne!(vault.seal_bytes(Kind::Phone, b"x").unwrap().get(1..5), before.get(1..5));
    }

    #[test]
    fn damaged_and_foreign_bytes_are_refused() {
        let vault = vault();
        let mut sealed = vault.seal_bytes(Kind::Nik, b"3529015708850001").unwrap();
        if let Some(last) = sealed.last_mut() {
            *last ^= 1;
        }
        assert_eq!(vault.open_bytes(Kind::Nik, &sealed), Err(VaultError::DoesNotOpen));
        assert_eq!(vault.open_bytes(Kind::Nik, b"short"), Err(VaultError::Format));
    }
}
