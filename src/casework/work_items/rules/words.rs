//! What an item says to people.

use super::WorkItemKind;

/// What the sentence of an item needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told<'a> {
    /// How many people or months it is about.
    pub people: i64,
    /// A name, a number or a code that says which.
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
            Self::RefusedLineToCorrect => [
                format!("BPJS menolak iuran orang ini ({detail}): perbaiki datanya, lalu kirim lagi."),
                format!(
                    "The insurer refused this person's contribution ({detail}): correct the data and send it again."
                ),
            ],
            Self::RefusedLineToEnd => [
                format!("BPJS menolak iuran orang ini ({detail}): akhiri periode pendanaannya."),
                format!("The insurer refused this person's contribution ({detail}): end the funded period."),
            ],
            Self::RefusedLineToResend => [
                format!("BPJS menolak iuran orang ini ({detail}): kirim lagi."),
                format!("The insurer refused this person's contribution ({detail}): send it again."),
            ],
            Self::PeriodToEnd => [
                format!(
                    "Orang ini tidak terdaftar lagi atau sudah meninggal ({detail}), tetapi pendanaannya masih berjalan."
                ),
                format!(
                    "This person is registered no more or has died ({detail}), but the funded period goes on."
                ),
            ],
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
                format!("Rekening seorang penerima klaim ini juga dipakai pada {people} klaim lain."),
                format!("The account of a beneficiary of this claim is used by other claims, too: {people}."),
            ],
            Self::DocumentsMissing => [
                format!("{people} dokumen klaim belum ada."),
                format!("Papers of a claim that are missing: {people}."),
            ],
            Self::DeathToDecide => [
                format!("Laporan kematian tanggal {detail} menunggu keputusan: siapa yang meninggal?"),
                format!("A report of a death on {detail} waits for a decision: who died?"),
            ],
            Self::TransferToAnswer => [
                format!("Desa {detail} meminta perpindahan seorang pekerja dari sini."),
                format!("The village {detail} asks for a worker who is registered here."),
            ],
            Self::LettersToPrint => [
                format!("{people} surat untuk warga belum dicetak dan diantar."),
                format!("{people} letters to people of the village wait to be printed and handed over."),
            ],
            Self::PossibleDuplicate => [
                format!("Pendaftaran ini mungkin ganda: {detail} yang mirip sudah terdaftar."),
                format!("This may be a double registration: {detail}, who is alike, is registered already."),
            ],
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

#[cfg(test)]
mod tests {
    use super::*;

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
