//! The sealed form of a file: pieces of a fixed size, each sealed on its own with the file's id, its number and whether it
//! is the last one, so that a piece can be neither moved to another file, nor doubled, nor left out.
//!
//! Why not the file as one: what is sealed at once is in memory at once, and nothing of it may be given before all of it
//! is checked.

use uuid::Uuid;

use super::StorageError;
use crate::platform::vault::{Kind, Vault};

/// The bytes of a piece in clear; the last one may have fewer.
const PIECE: usize = 64 * 1024;
/// The id, the number, and 1 for the last one, before the bytes of a piece.
const HEAD: usize = 16 + 4 + 1;
/// No sealed piece is longer: the vault adds its header and tag.
const SEALED_MAX: usize = PIECE + HEAD + 64;

/// Seals a file as it arrives.
pub(super) struct Sealing {
    id: Uuid,
    number: u32,
    pending: Vec<u8>,
}

impl Sealing {
    pub fn new(id: Uuid) -> Self {
        Self { id, number: 0, pending: Vec::new() }
    }

    /// Takes bytes and gives the sealed pieces that they complete. The last piece is held back until the end.
    pub fn take(&mut self, vault: &Vault, clear: &[u8]) -> Result<Vec<u8>, StorageError> {
        self.pending.extend_from_slice(clear);
        let mut out = Vec::new();
        while self.pending.len() > PIECE {
            let rest = self.pending.split_off(PIECE);
            let piece = std::mem::replace(&mut self.pending, rest);
            self.seal(vault, &piece, false, &mut out)?;
        }
        Ok(out)
    }

    /// Gives the last piece.
    pub fn finish(&mut self, vault: &Vault) -> Result<Vec<u8>, StorageError> {
        let (piece, mut out) = (std::mem::take(&mut self.pending), Vec::new());
        self.seal(vault, &piece, true, &mut out)?;
        Ok(out)
    }

    fn seal(
        &mut self,
        vault: &Vault,
        piece: &[u8],
        is_last: bool,
        out: &mut Vec<u8>,
    ) -> Result<(), StorageError> {
        let mut clear = head(self.id, self.number, is_last).to_vec();
        clear.extend_from_slice(piece);
        let sealed = vault.seal_bytes(Kind::File, &clear)?;
        let length = u32::try_from(sealed.len()).map_err(|_| StorageError::Damaged)?;
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(&sealed);
        self.number = self.number.checked_add(1).ok_or(StorageError::Damaged)?;
        Ok(())
    }
}

/// Opens a file as it is read.
pub(super) struct Opening {
    id: Uuid,
    number: u32,
    pending: Vec<u8>,
    has_ended: bool,
}

impl Opening {
    pub fn new(id: Uuid) -> Self {
        Self { id, number: 0, pending: Vec::new(), has_ended: false }
    }

    /// Takes sealed bytes and gives what of them is whole and in its place.
    pub fn take(&mut self, vault: &Vault, sealed: &[u8]) -> Result<Vec<u8>, StorageError> {
        self.pending.extend_from_slice(sealed);
        let mut clear = Vec::new();
        while let Some((length, rest)) = self.pending.split_first_chunk::<4>() {
            let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| StorageError::Damaged)?;
            if self.has_ended || length > SEALED_MAX {
                return Err(StorageError::Damaged);
            }
            let Some((piece, rest)) = rest.split_at_checked(length) else { break };
            let opened = vault.open_bytes(Kind::File, piece)?;
            let rest = rest.to_vec();
            self.open(&opened, &mut clear)?;
            self.pending = rest;
        }
        Ok(clear)
    }

    /// Whether everything has been read to its end.
    pub fn is_whole(&self) -> bool {
        self.has_ended && self.pending.is_empty()
    }

    fn open(&mut self, opened: &[u8], clear: &mut Vec<u8>) -> Result<(), StorageError> {
        let (told, bytes) = opened.split_first_chunk::<HEAD>().ok_or(StorageError::Damaged)?;
        self.has_ended = *told == head(self.id, self.number, true);
        if !self.has_ended && *told != head(self.id, self.number, false) {
            return Err(StorageError::Damaged);
        }
        self.number = self.number.checked_add(1).ok_or(StorageError::Damaged)?;
        clear.extend_from_slice(bytes);
        Ok(())
    }
}

fn head(id: Uuid, number: u32, is_last: bool) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    let number = number.to_be_bytes();
    let parts = id.as_bytes().iter().chain(&number).copied().chain([u8::from(is_last)]);
    head.iter_mut().zip(parts).for_each(|(slot, byte)| *slot = byte);
    head
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::platform::vault::Keyring;

    const ID: Uuid = Uuid::from_u128(7);

    fn vault() -> Vault {
        Vault::new(&Keyring::generate().unwrap()).unwrap()
    }

    fn sealed(vault: &Vault, id: Uuid, clear: &[u8], step: usize) -> Vec<u8> {
        let (mut sealing, mut out) = (Sealing::new(id), Vec::new());
        for piece in clear.chunks(step) {
            out.extend(sealing.take(vault, piece).unwrap());
        }
        out.extend(sealing.finish(vault).unwrap());
        out
    }

    /// The file, or nothing where something is wrong with it.
    fn opened(vault: &Vault, id: Uuid, sealed: &[u8], step: usize) -> Option<Vec<u8>> {
        let (mut opening, mut out) = (Opening::new(id), Vec::new());
        for piece in sealed.chunks(step) {
            out.extend(opening.take(vault, piece).ok()?);
        }
        opening.is_whole().then_some(out)
    }

    fn pieces(mut sealed: &[u8]) -> Vec<Vec<u8>> {
        let mut pieces = Vec::new();
        while let Some((length, rest)) = sealed.split_first_chunk::<4>() {
            let length = usize::try_from(u32::from_be_bytes(*length)).unwrap();
            pieces.push(sealed[..4 + length].to_vec());
            sealed = &rest[length..];
        }
        pieces
    }

    #[test]
    fn nothing_can_be_moved_doubled_or_left_out() {
        let vault = vault();
        let file = sealed(&vault, ID, &vec![7; 3 * PIECE], 1000);
        let of = pieces(&file);
        assert_eq!(of.len(), 3);
        assert!(opened(&vault, ID, &file, 999).is_some());
        let wrong = [
            of[..2].concat(),
            of[1..].concat(),
            [&of[1], &of[0], &of[2]].map(Vec::as_slice).concat(),
            [&of[0], &of[0], &of[1], &of[2]].map(Vec::as_slice).concat(),
            [&of[0], &of[1], &of[2], &of[2]].map(Vec::as_slice).concat(),
            [&file[..], &[0]].concat(),
            Vec::new(),
        ];
        for wrong in wrong {
            assert_eq!(opened(&vault, ID, &wrong, 4096), None);
        }
        assert_eq!(opened(&vault, Uuid::from_u128(8), &file, 4096), None, "of another file");
        assert_eq!(opened(&super::tests::vault(), ID, &file, 4096), None, "under other keys");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn a_file_opens_to_itself_however_it_is_cut(
            length in prop_oneof![0_usize..200, PIECE - 2..PIECE + 3, 2 * PIECE - 1..2 * PIECE + 2],
            (inwards, outwards) in (1_usize..100_000, 1_usize..100_000),
        ) {
            let vault = vault();
            let clear: Vec<u8> = (0..length).map(|place| u8::try_from(place % 251).unwrap()).collect();
            let file = sealed(&vault, ID, &clear, inwards);
            prop_assert_eq!(opened(&vault, ID, &file, outwards), Some(clear));
        }
    }
}
