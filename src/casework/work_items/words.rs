//! What an item says to people.

use super::rules::WorkItemKind;
use crate::cover::enrolment::annex::words::village;
use crate::register::reference::label;

/// What the sentence of an item needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told<'a> {
    /// How many people it is about.
    pub people: i64,
    /// A name, a number or a code that says which, or how many things of theirs.
    pub detail: &'a str,
    /// Whether the day until which it is to be done is over.
    pub is_overdue: bool,
}

impl WorkItemKind {
    /// What is to be done, in Indonesian and in English.
    pub fn reason(self, told: Told<'_>) -> [String; 2] {
        let Told { people, detail, is_overdue } = told;
        match self {
            Self::PlanToApprove => [
                format!(
                    "Rencana kepesertaan \"{detail}\" untuk {people} orang menunggu persetujuan orang kedua."
                ),
                format!(
                    "The enrolment plan \"{detail}\" waits for the second person; people in it: {people}."
                ),
            ],
            Self::CoveragesToApprove => [
                format!(
                    "{people} usulan periode pendanaan dari \"{detail}\" menunggu persetujuan orang kedua."
                ),
                format!("Proposed periods of \"{detail}\" that wait for the second person: {people}."),
            ],
            Self::CoveragesToActivate => [
                format!("{people} orang yang didanai \"{detail}\" belum mempunyai nomor peserta BPJS."),
                format!("People funded by \"{detail}\" without a member number of the insurer: {people}."),
            ],
            Self::BatchToApprove => [
                format!("Kelompok iuran {detail} untuk {people} orang menunggu persetujuan orang kedua."),
                format!("Contribution batch {detail} waits for the second person; people in it: {people}."),
            ],
            Self::BatchToBill => [
                format!("Kelompok iuran {detail} untuk {people} orang menunggu kode iuran BPJS."),
                format!("Contribution batch {detail} waits for its billing code; people in it: {people}."),
            ],
            Self::BatchToPay => [
                format!("Kelompok iuran {detail} untuk {people} orang belum dibayar."),
                format!("Contribution batch {detail} is not paid; people in it: {people}."),
            ],
            Self::BatchToReconcile => [
                format!("Kelompok iuran {detail} untuk {people} orang menunggu jawaban BPJS."),
                format!(
                    "Contribution batch {detail} waits for the insurer's answer; people in it: {people}."
                ),
            ],
            Self::RefusedLineToCorrect => {
                let [why, why_in_english] = called("refusal_reason", detail);
                [
                    format!("BPJS menolak iuran orang ini ({why}): perbaiki datanya, lalu kirim lagi."),
                    format!(
                        "The insurer refused this person's contribution ({why_in_english}): correct the data and send it again."
                    ),
                ]
            }
            Self::RefusedLineToEnd => {
                let [why, why_in_english] = called("refusal_reason", detail);
                [
                    format!("BPJS menolak iuran orang ini ({why}): akhiri periode pendanaannya."),
                    format!(
                        "The insurer refused this person's contribution ({why_in_english}): end the funded period."
                    ),
                ]
            }
            Self::RefusedLineToResend => {
                let [why, why_in_english] = called("refusal_reason", detail);
                [
                    format!("BPJS menolak iuran orang ini ({why}): kirim lagi."),
                    format!(
                        "The insurer refused this person's contribution ({why_in_english}): send it again."
                    ),
                ]
            }
            Self::PeriodToEnd => {
                let [why, why_in_english] = why_ended(detail);
                [
                    format!(
                        "Orang ini tidak terdaftar lagi atau sudah meninggal ({why}), tetapi pendanaannya masih berjalan."
                    ),
                    format!(
                        "This person is registered no more or has died ({why_in_english}), but the funded period goes on."
                    ),
                ]
            }
            Self::MembersNearLapse if is_overdue => [
                format!(
                    "Batas bayar {people} peserta agar tidak putus kepesertaan pada {detail} sudah lewat."
                ),
                format!(
                    "The last day to pay for members who are cut off in {detail} is over; members: {people}."
                ),
            ],
            Self::MembersNearLapse => [
                format!("{people} peserta putus kepesertaan pada {detail} bila iurannya tidak dibayar."),
                format!("Members who are cut off in {detail} unless their contributions are paid: {people}."),
            ],
            Self::MonthToClose => {
                [format!("Bulan {detail} belum ditutup."), format!("The month {detail} is not closed.")]
            }
            Self::WorkersToVerify => [
                format!("{people} pendaftaran menunggu verifikasi."),
                format!("Registrations that wait to be verified: {people}."),
            ],
            Self::ClaimToSubmit => [
                "Konsep klaim belum diajukan ke dinas.".to_owned(),
                "A drafted claim was not handed to the employment office.".to_owned(),
            ],
            Self::ClaimToComplete => [
                "Klaim dikembalikan untuk dilengkapi.".to_owned(),
                "A claim came back for completion.".to_owned(),
            ],
            Self::ClaimToVerify => [
                "Klaim menunggu verifikasi orang kedua.".to_owned(),
                "A claim waits for the second person.".to_owned(),
            ],
            Self::ClaimToSend => [
                "Klaim yang sudah diverifikasi belum dikirim ke BPJS.".to_owned(),
                "A verified claim was not sent to the insurer.".to_owned(),
            ],
            Self::ClaimToDecide => [
                "Klaim menunggu keputusan BPJS.".to_owned(),
                "A claim waits for the insurer's decision.".to_owned(),
            ],
            Self::ClaimToPay => [
                format!("Klaim yang disetujui belum dibayar kepada {people} penerima."),
                format!("An approved claim is not paid to everybody; beneficiaries left: {people}."),
            ],
            Self::ClaimWithoutAccount => [
                format!("{people} penerima klaim belum mempunyai rekening."),
                format!("Beneficiaries of a claim without a bank account: {people}."),
            ],
            Self::AccountChangeToApprove => [
                format!("Penggantian rekening {people} penerima klaim menunggu persetujuan orang kedua."),
                format!(
                    "Other accounts of beneficiaries of a claim that wait for the second person: {people}."
                ),
            ],
            Self::AccountShared => [
                format!(
                    "Rekening yang disebut untuk penerima klaim ini juga disebut pada {detail} klaim lain."
                ),
                format!(
                    "An account stated for a beneficiary of this claim is stated in other claims, too: {detail}."
                ),
            ],
            Self::DocumentsMissing => [
                format!("{detail} dokumen klaim belum ada."),
                format!("Papers of a claim that are missing: {detail}."),
            ],
            Self::DeathToDecide => [
                format!("Laporan kematian tanggal {detail} menunggu keputusan: siapa yang meninggal?"),
                format!("A report of a death on {detail} waits for a decision: who died?"),
            ],
            Self::TransferToAnswer => {
                let (code, name) = detail.split_once(' ').unwrap_or((detail, detail));
                [
                    format!("{} meminta perpindahan seorang pekerja dari sini.", village(code, name)),
                    format!("The village {name} asks for a worker who is registered here."),
                ]
            }
            Self::LettersToPrint => [
                format!("{detail} surat untuk {people} warga belum dicetak dan diantar."),
                format!(
                    "Letters that wait to be printed and handed over: {detail}; people they go to: {people}."
                ),
            ],
            Self::PossibleDuplicate => match detail.strip_suffix('\t') {
                Some(name) => [
                    format!("Pendaftaran ini mungkin ganda: {name} yang mirip tercatat sudah meninggal."),
                    format!("This may be a double registration: {name}, who is alike, is recorded as dead."),
                ],
                None => [
                    format!("Pendaftaran ini mungkin ganda: {detail} yang mirip sudah terdaftar."),
                    format!(
                        "This may be a double registration: {detail}, who is alike, is registered already."
                    ),
                ],
            },
            Self::DeathUnclaimed => [
                format!("Peserta yang meninggal pada {detail} belum diajukan klaimnya."),
                format!("No claim was handed in for a member who died on {detail}."),
            ],
            Self::ScholarshipDue => [
                format!("Beasiswa seorang anak untuk tahun ajaran {detail} belum diajukan."),
                format!("A child's scholarship of the school year {detail} is not claimed."),
            ],
            Self::ScholarshipToVerify => [
                format!("Beasiswa tahun ajaran {detail} menunggu verifikasi orang kedua."),
                format!("A scholarship of the school year {detail} waits for the second person."),
            ],
            Self::ScholarshipToDecide => [
                format!("Beasiswa tahun ajaran {detail} menunggu keputusan BPJS."),
                format!("A scholarship of the school year {detail} waits for the insurer's decision."),
            ],
            Self::ScholarshipToPay => [
                format!("Beasiswa tahun ajaran {detail} yang disetujui belum dibayar."),
                format!("An approved scholarship of the school year {detail} is not paid."),
            ],
        }
    }
}

/// Why a registration has ended: it was taken out of the register, or refused.
fn why_ended(code: &str) -> [&str; 2] {
    let refused = "worker_rejection_reason";
    let list = if label(refused, code).is_some() { refused } else { "worker_deactivation_reason" };
    called(list, code)
}

/// What a code of a list is called in both languages, without what the list says is to be done about it.
fn called<'a>(list: &str, code: &'a str) -> [&'a str; 2] {
    let known = label(list, code).map(|label| [label.id, label.en]);
    known.unwrap_or([code; 2]).map(|label| label.split_once(": ").map_or(label, |(why, _)| why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_by_their_labels_and_villages_by_their_names() {
        let told = |detail| Told { people: 1, detail, is_overdue: false };
        let [indonesian, english] = WorkItemKind::RefusedLineToEnd.reason(told("active_wage_earner"));
        assert!(indonesian.contains("(Sudah peserta penerima upah aktif): akhiri"), "{indonesian}");
        assert!(english.contains("(Already an active wage-earner member): end"), "{english}");
        let [indonesian, english] = WorkItemKind::PeriodToEnd.reason(told("deceased"));
        assert!(indonesian.contains("(Meninggal dunia)") && english.contains("(Deceased)"), "{english}");
        let [indonesian, english] = WorkItemKind::PeriodToEnd.reason(told("not_resident"));
        assert!(indonesian.contains("(Bukan penduduk)") && english.contains("(Not a resident)"), "{english}");
        let [indonesian, english] = WorkItemKind::TransferToAnswer.reason(told("35.29.01.1015 Bangselok"));
        assert!(indonesian.starts_with("Kelurahan Bangselok meminta"), "{indonesian}");
        assert!(english.starts_with("The village Bangselok asks"), "{english}");
        let [indonesian, _] = WorkItemKind::TransferToAnswer.reason(told("35.29.01.2015"));
        assert!(indonesian.starts_with("Desa 35.29.01.2015 meminta"), "{indonesian}");
    }

    #[test]
    fn after_the_last_day_of_payment_nobody_is_told_to_pay() {
        let told = Told { people: 2, detail: "2026-11", is_overdue: false };
        let reason = |told| WorkItemKind::MembersNearLapse.reason(told);
        assert_eq!(reason(told)[0], "2 peserta putus kepesertaan pada 2026-11 bila iurannya tidak dibayar.");
        let [indonesian, english] = reason(Told { is_overdue: true, ..told });
        assert_eq!(
            indonesian,
            "Batas bayar 2 peserta agar tidak putus kepesertaan pada 2026-11 sudah lewat."
        );
        assert_eq!(
            english,
            "The last day to pay for members who are cut off in 2026-11 is over; members: 2."
        );
    }
}
