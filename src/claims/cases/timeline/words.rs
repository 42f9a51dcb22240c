//! What was done to a claim, as people read it.

use crate::platform::http::Text;

/// What was done to a claim, in a sentence.
pub fn summary(action: &str) -> Text {
    match action {
        "created" => Text::fixed("Konsep klaim dibuat.", "The claim was drafted."),
        "edited" => Text::fixed("Data klaim diperbaiki.", "The facts of the claim were corrected."),
        "beneficiary_added" => Text::fixed("Penerima ditambahkan.", "A beneficiary was added."),
        "beneficiary_edited" => Text::fixed("Data penerima diperbaiki.", "A beneficiary was corrected."),
        "beneficiary_removed" => Text::fixed("Penerima dihapus.", "A beneficiary was removed."),
        "payout_account_set" => {
            Text::fixed("Rekening penerima dicatat.", "The account of a beneficiary was recorded.")
        }
        "document_added" => Text::fixed("Dokumen ditambahkan.", "A document was added."),
        "document_accepted" => Text::fixed("Dokumen diterima.", "A document was accepted."),
        "document_refused" => Text::fixed("Dokumen ditolak.", "A document was refused."),
        "document_withdrawn" => Text::fixed("Dokumen ditarik.", "A document was taken back."),
        "document_restored" => Text::fixed("Dokumen dikembalikan.", "A document was put back."),
        "payout_account_change_stated" => Text::fixed(
            "Rekening pengganti dicatat dan menunggu persetujuan.",
            "Another account of a beneficiary was stated and waits for approval.",
        ),
        "payout_account_change_approved" => {
            Text::fixed("Penggantian rekening disetujui.", "Another account of a beneficiary was approved.")
        }
        "payout_account_change_rejected" => {
            Text::fixed("Penggantian rekening ditolak.", "Another account of a beneficiary was turned down.")
        }
        "payout_account_change_withdrawn" => {
            Text::fixed("Penggantian rekening ditarik.", "Another account of a beneficiary was taken back.")
        }
        "merged" => Text::fixed(
            "Klaim dipindahkan ke pendaftaran lain dari orang yang sama.",
            "The claim went over to another registration of the same person.",
        ),
        "unmerged" => Text::fixed(
            "Klaim dikembalikan ke pendaftaran semula.",
            "The claim went back to the registration for which it was filed.",
        ),
        "submitted" => {
            Text::fixed("Klaim diajukan ke dinas.", "The claim was submitted to the employment office.")
        }
        "returned" => {
            Text::fixed("Klaim dikembalikan untuk dilengkapi.", "The claim was returned for completion.")
        }
        "verified" => {
            Text::fixed("Klaim diverifikasi oleh orang kedua.", "The claim was verified by a second person.")
        }
        "sent_to_insurer" => {
            Text::fixed("Klaim dikirim ke BPJS Ketenagakerjaan.", "The claim was sent to the insurer.")
        }
        "approved" => {
            Text::fixed("BPJS Ketenagakerjaan menyetujui klaim.", "The insurer approved the claim.")
        }
        "rejected" => Text::fixed("BPJS Ketenagakerjaan menolak klaim.", "The insurer refused the claim."),
        "decision_voided" => Text::fixed(
            "Keputusan yang salah dicatat dibatalkan oleh orang kedua.",
            "A decision that was recorded in error was taken back by a second person.",
        ),
        "appealed" => Text::fixed("Keluarga mengajukan banding.", "The refusal was appealed."),
        "appeal_withdrawn" => Text::fixed("Banding dicabut.", "The appeal was taken back."),
        "payment_recorded" => {
            Text::fixed("Pembayaran kepada penerima dicatat.", "A payment to a beneficiary was recorded.")
        }
        "payment_voided" => Text::fixed(
            "Pembayaran kepada penerima yang salah dicatat dibatalkan oleh orang kedua.",
            "A payment to a beneficiary that was recorded in error was taken back by a second person.",
        ),
        "child_added" => Text::fixed("Anak ditambahkan.", "A child was stated."),
        "child_edited" => Text::fixed("Data anak diperbaiki.", "A child was corrected."),
        "child_removed" => Text::fixed("Anak dihapus.", "A child was taken out."),
        "child_lapsed" => Text::fixed("Hak beasiswa anak berakhir.", "A child's scholarships ended."),
        "child_reinstated" => {
            Text::fixed("Hak beasiswa anak dipulihkan.", "A child's scholarships were restored.")
        }
        "scholarship_claimed" => Text::fixed("Beasiswa diajukan.", "A scholarship was claimed."),
        "scholarship_verified" => Text::fixed(
            "Beasiswa diverifikasi oleh orang kedua dan dikirim ke BPJS Ketenagakerjaan.",
            "A scholarship was verified by a second person and went to the insurer.",
        ),
        "scholarship_approved" => {
            Text::fixed("BPJS Ketenagakerjaan menyetujui beasiswa.", "The insurer approved a scholarship.")
        }
        "scholarship_rejected" => {
            Text::fixed("BPJS Ketenagakerjaan menolak beasiswa.", "The insurer refused a scholarship.")
        }
        "scholarship_decision_voided" => Text::fixed(
            "Keputusan beasiswa yang salah dicatat dibatalkan oleh orang kedua.",
            "A decision about a scholarship that was recorded in error was taken back by a second person.",
        ),
        "scholarship_paid" => {
            Text::fixed("Pembayaran beasiswa dicatat.", "The payment of a scholarship was recorded.")
        }
        "scholarship_payment_voided" => Text::fixed(
            "Pembayaran beasiswa yang salah dicatat dibatalkan oleh orang kedua.",
            "The payment of a scholarship that was recorded in error was taken back by a second person.",
        ),
        "scholarship_withdrawn" => Text::fixed("Beasiswa ditarik.", "A scholarship was taken back."),
        "withdrawn" => Text::fixed("Klaim dicabut.", "The claim was withdrawn."),
        "reopened" => Text::fixed("Klaim yang dicabut dibuka kembali.", "The withdrawn claim was reopened."),
        "taken_up_again" => {
            Text::fixed("Klaim yang ditolak berlaku lagi.", "The refused claim counts again.")
        }
        "reclassified" => Text::fixed("Jenis klaim diubah.", "The kind of the claim was changed."),
        _ => Text::fixed("Klaim diubah.", "The claim was changed."),
    }
}
