//! The sentences.

use super::{
    EITHER_OFFICE, REQUESTED, Told, day_in_english, listed_in_english, month_in_english, rupiah,
    rupiah_in_english, tail,
};
use crate::cover::coverages::rules::EndReason;
use crate::cover::enrolment::annex::words;
use crate::domain::Month;

/// So many papers are named; the village knows the others.
const PAPERS_NAMED: usize = 4;

impl Told<'_> {
    /// The text in Indonesian and in English, for somebody whose affairs are seen to at such an office.
    pub fn text(&self, [office, office_in_english]: [&str; 2]) -> [String; 2] {
        match self {
            Self::CoverStarted { name, on, until } => [
                format!(
                    "{name}, mulai {} Anda dilindungi BPJS Ketenagakerjaan. Iuran Anda ditanggung sampai {}. Bila celaka \
                     saat bekerja atau meninggal, ada santunan: lapor ke {office}.",
                    words::day(*on),
                    words::month(*until)
                ),
                format!(
                    "{name}, from {} you are insured with BPJS Ketenagakerjaan. Your contributions are paid for until \
                     {}. An accident at work or a death is compensated: tell the {office_in_english}.",
                    day_in_english(*on),
                    month_in_english(*until)
                ),
            ],
            Self::CoverResumed { name, until } => [
                format!(
                    "{name}, perlindungan BPJS Ketenagakerjaan Anda berlanjut. Iuran Anda ditanggung sampai {}. Abaikan \
                     kabar bahwa iuran berhenti.",
                    words::month(*until)
                ),
                format!(
                    "{name}, your insurance with BPJS Ketenagakerjaan goes on. Your contributions are paid for until {}. \
                     Ignore the news that they end.",
                    month_in_english(*until)
                ),
            ],
            Self::CoverEnds { name, last, why, alone } => {
                cover_ends(name, *last, (*why, *alone), [office, office_in_english])
            }
            Self::NearLapse { name, pay_by, alone } => [
                format!(
                    "{name}, iuran BPJS Ketenagakerjaan Anda belum dibayar. Bila belum dibayar sampai {}, perlindungan \
                     putus dan santunan keluarga berkurang. {}",
                    words::day(*pay_by),
                    alone.map_or_else(|| format!("Tanyakan ke {office} sekarang."), pay_alone)
                ),
                format!(
                    "{name}, your contributions to BPJS Ketenagakerjaan are not paid. Unless paid by {}, your cover \
                     ends and your family gets less. {}",
                    day_in_english(*pay_by),
                    alone
                        .map_or_else(|| format!("Ask at the {office_in_english} now."), pay_alone_in_english)
                ),
            ],
            Self::ClaimReturned { claim, missing } => [
                format!(
                    "{}Klaim {} {} belum lengkap. Yang kurang: {}. Bawa ke {office}; dibantu tanpa biaya.",
                    claim.condolence()[0],
                    claim.title[0],
                    claim.worker,
                    papers(missing, 0)
                ),
                format!(
                    "{}The {} claim of {} is not complete. Missing: {}. Bring it to the {office_in_english}, which helps \
                     free of charge.",
                    claim.condolence()[1],
                    claim.title[1],
                    claim.worker,
                    papers(missing, 1)
                ),
            ],
            Self::ClaimSent { claim } => [
                format!(
                    "{}{}ke BPJS Ketenagakerjaan. Tunggu kabar keputusannya. Tidak ada biaya apa pun.",
                    claim.condolence()[0],
                    claim.begins(self.kind())
                ),
                format!(
                    "{}The {} claim of {} was sent to BPJS Ketenagakerjaan. You will hear what it decides. There is \
                     nothing to pay.",
                    claim.condolence()[1],
                    claim.title[1],
                    claim.worker
                ),
            ],
            Self::ClaimApproved { claim, amount } => [
                format!(
                    "Klaim {} {} disetujui: {}. Uang dikirim langsung ke rekening penerima, tanpa potongan. Jangan beri \
                     siapa pun PIN atau uang.",
                    claim.title[0],
                    claim.worker,
                    rupiah(*amount)
                ),
                format!(
                    "The {} claim of {} is approved: {}. The money goes straight to the beneficiaries' accounts, without \
                     any deduction. Give nobody a PIN or money.",
                    claim.title[1],
                    claim.worker,
                    rupiah_in_english(*amount)
                ),
            ],
            Self::ClaimRejected { claim } => [
                format!(
                    "{}BPJS Ketenagakerjaan. Anda berhak mengajukan keberatan. Datang ke {office}: sebabnya dijelaskan \
                     dan Anda dibantu tanpa biaya.",
                    claim.begins(self.kind())
                ),
                format!(
                    "The {} claim of {} was refused by BPJS Ketenagakerjaan. You have the right to appeal. Come to the \
                     {office_in_english}: it explains why and helps free of charge.",
                    claim.title[1], claim.worker
                ),
            ],
            Self::YearRejected { claim } => [
                format!(
                    "{}BPJS Ketenagakerjaan. Datang ke {office}: sebabnya dijelaskan dan Anda dibantu tanpa biaya.",
                    claim.begins(self.kind())
                ),
                format!(
                    "The {} claim of {} was refused by BPJS Ketenagakerjaan. Come to the {office_in_english}: it explains \
                     why and helps free of charge.",
                    claim.title[1], claim.worker
                ),
            ],
            Self::ClaimPaid { claim, amount, on, account } => [
                format!(
                    "{}{} dikirim pada {} ke {} yang berakhir {}. Periksa buku tabungan. Bila belum masuk, lapor ke \
                     {office}.",
                    claim.begins(self.kind()),
                    rupiah(*amount),
                    words::day(*on),
                    claim.whose_account()[0],
                    tail(account)
                ),
                format!(
                    "The {} money of {}, {}, was sent on {} to {} that ends in {}. Look into your bank book. If \
                     it is not there, tell the {office_in_english}.",
                    claim.title[1],
                    claim.worker,
                    rupiah_in_english(*amount),
                    day_in_english(*on),
                    claim.whose_account()[1],
                    tail(account)
                ),
            ],
            Self::AccountChanged { claim, bank, account, is_waiting } => {
                let [said, said_in_english] = match (is_waiting, claim.is_account_of_the_dead) {
                    (true, _) => {
                        let [account, account_in_english] = claim.whose_account();
                        [
                            format!("{REQUESTED}{account}"),
                            format!("Somebody asks to change {account_in_english}"),
                        ]
                    }
                    (false, true) => [
                        "Rekening mendiang diganti".to_owned(),
                        "The account of the deceased was changed".to_owned(),
                    ],
                    (false, false) => {
                        ["Rekening Anda diganti".to_owned(), "Your account was changed".to_owned()]
                    }
                };
                [
                    format!(
                        "{said} untuk {} {} menjadi {bank} yang berakhir {}. Bila Anda tidak memintanya, lapor hari ini \
                         ke {office}.",
                        claim.title[0],
                        claim.worker,
                        tail(account)
                    ),
                    format!(
                        "{said_in_english} for the {} money of {} to {bank}, ending in {}. If you did not ask for it, \
                         tell the {office_in_english} today.",
                        claim.title[1],
                        claim.worker,
                        tail(account)
                    ),
                ]
            }
            Self::TransferAccepted { name, village } => [
                format!(
                    "{name}, pendaftaran Anda pindah ke {village}. Urusan BPJS Ketenagakerjaan selanjutnya di \
                     {office} itu."
                ),
                format!(
                    "{name}, your registration moved to {village}. From now on its {office_in_english} sees to your \
                     insurance with BPJS Ketenagakerjaan."
                ),
            ],
            Self::TransferRefused { name, village } => [
                format!(
                    "{name}, permintaan memindahkan pendaftaran Anda ke {village} ditolak. Pendaftaran Anda tetap. \
                     Sebabnya dapat ditanyakan di {office}."
                ),
                format!(
                    "{name}, the request to move your registration to {village} was refused. It stays where it is. Ask \
                     at the {office_in_english} why."
                ),
            ],
        }
    }
}

fn cover_ends(
    name: &str,
    last: Month,
    (why, alone): (Option<EndReason>, Option<i64>),
    [office, office_in_english]: [&str; 2],
) -> [String; 2] {
    let [next, next_in_english] = match (why, alone) {
        (_, Some(amount)) => [pay_alone(amount), pay_alone_in_english(amount)],
        (Some(EndReason::WageWorker | EndReason::CivilServant), None) => [
            "Sesudah itu iuran menjadi tanggungan pemberi kerja Anda.".to_owned(),
            "After that your employer pays.".to_owned(),
        ],
        (Some(EndReason::DoubleFunding), None) => [
            "Sesudah itu iuran Anda dibayar pihak lain.".to_owned(),
            "After that somebody else pays.".to_owned(),
        ],
        (Some(EndReason::MovedOut), None) => [
            format!("Tanyakan kelanjutannya di {} tempat tinggal baru.", EITHER_OFFICE[0]),
            format!("Ask at the {} where you live now how it goes on.", EITHER_OFFICE[1]),
        ],
        // Who is told lives: the death was none, and somebody else had the place by the time that this came out.
        (Some(EndReason::Death), None) => [
            format!("Tempat Anda sudah diberikan kepada orang lain. Tanyakan kelanjutannya di {office}."),
            format!("Your place was given to somebody else. Ask at the {office_in_english} how it goes on."),
        ],
        (_, None) => {
            [format!("Tanyakan sebabnya di {office}."), format!("Ask at the {office_in_english} why.")]
        }
    };
    [
        format!("{name}, iuran BPJS Ketenagakerjaan Anda ditanggung sampai {}. {next}", words::month(last)),
        format!(
            "{name}, your contributions to BPJS Ketenagakerjaan are paid for until {}. {next_in_english}",
            month_in_english(last)
        ),
    ]
}

fn pay_alone(amount: i64) -> String {
    format!(
        "Agar tetap terlindungi, bayar sendiri {} per bulan di kantor pos, agen bank, minimarket, atau aplikasi JMO. Bawa \
         KTP.",
        rupiah(amount)
    )
}

fn pay_alone_in_english(amount: i64) -> String {
    format!(
        "To stay insured pay {} a month yourself at a post office, bank agent or minimarket, or in the JMO app. Bring your \
         identity card.",
        rupiah_in_english(amount)
    )
}

/// Papers by their names in one of the languages.
fn papers(missing: &[[String; 2]], language: usize) -> String {
    let name = |paper: &'_ [String; 2]| paper.get(language).cloned().unwrap_or_default();
    let mut named: Vec<String> = missing.iter().take(PAPERS_NAMED).map(name).collect();
    let others = missing.len().saturating_sub(PAPERS_NAMED);
    if others > 0 {
        named.push(if language == 0 { format!("{others} lainnya") } else { format!("{others} more") });
    }
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    if language == 0 { words::listed(&named) } else { listed_in_english(&named) }
}
