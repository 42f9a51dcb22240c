//! Lists about messages to people.

use super::{CodeList, code, list};

pub(super) static MESSAGE_KIND: CodeList = list(
    "message_kind",
    "Perihal pesan",
    "What a message tells",
    &[
        code("cover_started", "Perlindungan dimulai", "Cover has begun"),
        code("cover_resumed", "Perlindungan berlanjut", "Cover goes on"),
        code("cover_ends", "Pendanaan iuran berakhir", "The funding of contributions ends"),
        code("near_lapse", "Kepesertaan hampir putus", "The membership is about to be cut off"),
        code("claim_returned", "Dokumen klaim kurang", "Papers of a claim are missing"),
        code("claim_sent", "Klaim dikirim ke BPJS", "A claim is with the insurer"),
        code("claim_approved", "Klaim disetujui", "A claim is approved"),
        code("claim_rejected", "Klaim tidak disetujui", "A claim is refused"),
        code("claim_paid", "Uang klaim dikirim", "The money of a claim was sent"),
        code("account_changed", "Rekening penerima diganti", "The account of a beneficiary is changed"),
        code("transfer_accepted", "Pendaftaran pindah", "The registration has moved"),
        code("transfer_refused", "Perpindahan ditolak", "A transfer was refused"),
    ],
);

pub(super) static MESSAGE_CHANNEL: CodeList = list(
    "message_channel",
    "Jalur pesan",
    "How a message goes out",
    &[code("short_message", "Pesan singkat", "Short message"), code("letter", "Surat", "Letter")],
);

pub(super) static MESSAGE_STATUS: CodeList = list(
    "message_status",
    "Status pesan",
    "State of a message",
    &[
        code("ready", "Siap dikirim", "Ready to be sent"),
        code("taken", "Sedang dikirim", "Being sent"),
        code("sent", "Terkirim", "Sent"),
        code("failed", "Gagal", "Failed"),
        code("cancelled", "Dibatalkan", "Cancelled"),
    ],
);

pub(super) static MESSAGE_RECIPIENT: CodeList = list(
    "message_recipient",
    "Penerima pesan",
    "To whom a message goes",
    &[code("worker", "Pekerja", "The worker"), code("family", "Keluarga", "The family")],
);

pub(super) static MESSAGE_CANCEL_REASON: CodeList = list(
    "message_cancel_reason",
    "Alasan pembatalan pesan",
    "Why a message is not to go out",
    &[
        code("by_hand", "Dibatalkan petugas", "Somebody decided so"),
        code("recipient_died", "Penerima meninggal", "The recipient died"),
        code("superseded", "Keadaan sudah berubah", "Something happened since"),
        code("expired", "Lewat waktunya", "Its last day is over"),
    ],
);
