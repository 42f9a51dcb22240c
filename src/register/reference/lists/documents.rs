//! Lists about the scanned papers of claims.

use super::{CodeList, code, list};

pub(super) static CLAIM_DOCUMENT_FORMAT: CodeList = list(
    "claim_document_format",
    "Format berkas",
    "Format of a file",
    &[
        code("pdf", "PDF", "PDF"),
        code("jpeg", "JPEG", "JPEG"),
        code("png", "PNG", "PNG"),
        code("webp", "WebP", "WebP"),
        code("heic", "HEIC", "HEIC"),
    ],
);

pub(super) static CLAIM_DOCUMENT_VERDICT: CodeList = list(
    "claim_document_verdict",
    "Hasil pemeriksaan dokumen",
    "Verdict on a document",
    &[code("accepted", "Diterima", "Accepted"), code("refused", "Ditolak", "Refused")],
);

pub(super) static CLAIM_DOCUMENT_STATE: CodeList = list(
    "claim_document_state",
    "Status dokumen",
    "State of a document",
    &[
        code("to_check", "Menunggu pemeriksaan", "To be checked"),
        code("accepted", "Diterima", "Accepted"),
        code("refused", "Ditolak", "Refused"),
        code("withdrawn", "Ditarik", "Taken back"),
    ],
);

pub(super) static CLAIM_CHECKLIST_STATE: CodeList = list(
    "claim_checklist_state",
    "Status butir daftar periksa",
    "State of an item of a checklist",
    &[
        code("accepted", "Ada dan diterima", "There and accepted"),
        code("to_check", "Ada, menunggu pemeriksaan", "There, to be checked"),
        code("refused", "Ditolak", "Refused"),
        code("missing", "Belum ada", "Missing"),
        code("optional", "Tidak wajib", "Not needed"),
    ],
);

pub(super) static CLAIM_DOCUMENT_ACTION: CodeList = list(
    "claim_document_action",
    "Tindakan pada dokumen",
    "What can be done with a document",
    &[
        code("open", "Buka isinya", "Open its content"),
        code("accept", "Terima", "Accept"),
        code("refuse", "Tolak", "Refuse"),
        code("withdraw", "Tarik", "Take back"),
        code("restore", "Kembalikan", "Put back"),
    ],
);
