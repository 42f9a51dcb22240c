//! The closed lists of documents.

use crate::domain::code_list;

code_list! {
    /// What a file is, as its first bytes tell.
    pub enum Format = "claim_document_format" {
        /// PDF.
        Pdf = "pdf",
        /// JPEG.
        Jpeg = "jpeg",
        /// PNG.
        Png = "png",
        /// WebP.
        Webp = "webp",
        /// HEIC, as some phones take photos.
        Heic = "heic",
    }
}

code_list! {
    /// What somebody found who looked at a document.
    pub enum Verdict = "claim_document_verdict" {
        /// It is what it should be.
        Accepted = "accepted",
        /// It is not.
        Refused = "refused",
    }
}

code_list! {
    /// Where a document stands.
    pub enum DocumentState = "claim_document_state" {
        /// Nobody else has looked at it yet.
        ToCheck = "to_check",
        /// It is what it should be.
        Accepted = "accepted",
        /// It is not.
        Refused = "refused",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

code_list! {
    /// What can be done with a document, as `allowed_actions` lists it.
    pub enum DocumentAction = "claim_document_action" {
        /// Open its content.
        Open = "open",
        /// Find that it is what it should be.
        Accept = "accept",
        /// Find that it is not, with the reason.
        Refuse = "refuse",
        /// Take it back, with the reason.
        Withdraw = "withdraw",
        /// Put back what was taken back.
        Restore = "restore",
    }
}
