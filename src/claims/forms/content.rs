//! What stands in each form.

mod parts;

use super::codes::ClaimForm;
use super::sheet::{Part, Sheet, Value};
use crate::claims::cases::dto::ClaimResponse;
use crate::claims::heirs::dto::BeneficiaryResponse;
use crate::cover::enrolment::annex::words;
use crate::domain::Day;
use parts::{
    YES_NO, accident, accounts, accounts_of, died_on, first_heir, heirs, pupils, relation, seen_by_village,
    village, witnesses, worker,
};

/// What forms are filled with.
pub struct Known {
    /// The claim with its beneficiaries.
    pub claim: ClaimResponse,
    /// The children who go to school: name, day of birth, and the level of school by its code.
    pub children: Vec<(String, Day, &'static str)>,
    /// The NIK of the worker, as the caller may see it.
    pub nik: Option<String>,
    /// The member number of the worker, likewise.
    pub member_number: Option<String>,
    /// The phone of the worker, likewise.
    pub phone: Option<String>,
    /// When the worker was born.
    pub birth_on: Option<Day>,
    /// Sex, by its code.
    pub sex: Option<String>,
    /// Hamlet and street.
    pub address: Option<String>,
    /// What the worker lived by, by its code.
    pub occupation: Option<String>,
    /// The wage base of the funded period.
    pub wage_base_idr: Option<i64>,
    /// The regency, the village and the district.
    pub places: [String; 3],
    /// The day of printing.
    pub today: Day,
}

const OUTCOMES: &[&str] =
    &["Sembuh", "Sembuh dengan cacat", "Sementara tidak mampu bekerja", "Meninggal dunia"];

/// Fills a form: with one sheet, or one for each guardian, who answers for none but the own wards.
pub fn fill(form: ClaimForm, known: &Known) -> Vec<Sheet> {
    match form {
        ClaimForm::DeathBenefit => vec![death_benefit(known)],
        ClaimForm::AccidentStageOne => vec![stage_one(known)],
        ClaimForm::AccidentStageTwo => vec![stage_two(known)],
        ClaimForm::HeirStatement => vec![heir_statement(known)],
        ClaimForm::GuardianPower => guardians(known)
            .iter()
            .map(|(guardian, minors)| guardian_power(known, guardian, minors))
            .collect(),
    }
}

fn death_benefit(known: &Known) -> Sheet {
    Sheet {
        title: "Pengajuan Manfaat Jaminan Kematian",
        number: Some("sepadan dengan Formulir 4 BPJS Ketenagakerjaan"),
        opening: "Ahli waris peserta di bawah ini mengajukan manfaat Jaminan Kematian (JKM).".to_owned(),
        parts: vec![
            worker("Peserta yang meninggal", known),
            Part::lines(
                "Kematian",
                vec![
                    ("Tanggal meninggal", Value::Known(words::day(died_on(known)))),
                    ("Tempat meninggal", Value::Blank(1)),
                    ("Sebab meninggal", Value::of(known.claim.circumstances.clone())),
                    ("Nomor akta kematian", Value::Blank(1)),
                ],
            ),
            heirs(known),
            accounts(known),
            pupils(known),
        ],
        closing: TRUE.to_owned(),
        signatures: vec![("Ahli waris".to_owned(), first_heir(known)), seen_by_village(known)],
    }
}

fn stage_one(known: &Known) -> Sheet {
    Sheet {
        title: "Laporan Kecelakaan Kerja Tahap I",
        number: Some("sepadan dengan Formulir 3 KK 1 BPJS Ketenagakerjaan"),
        opening: "Disampaikan paling lambat 2 x 24 jam sejak kecelakaan. Peserta: bukan penerima upah (BPU)."
            .to_owned(),
        parts: vec![
            worker("Peserta", known),
            accident(known),
            Part::lines(
                "Cedera dan pertolongan",
                vec![
                    ("Bagian tubuh yang cedera", Value::Blank(1)),
                    ("Jenis cedera", Value::Blank(1)),
                    ("Alat atau benda penyebab", Value::Blank(1)),
                    ("Meninggal di tempat", Value::Choice(YES_NO, None)),
                    ("Rumah sakit atau puskesmas", Value::Blank(1)),
                    ("Dirawat", Value::Choice(&["Rawat jalan", "Rawat inap"], None)),
                ],
            ),
            witnesses(),
        ],
        closing: TRUE.to_owned(),
        signatures: vec![("Pelapor".to_owned(), String::new()), seen_by_village(known)],
    }
}

fn stage_two(known: &Known) -> Sheet {
    let outcome = known.claim.died_on.map(|_| OUTCOMES.len().saturating_sub(1));
    let mut parts = vec![
        worker("Peserta", known),
        accident(known),
        Part::lines(
            "Keadaan akhir menurut surat dokter",
            vec![
                ("Keadaan", Value::Choice(OUTCOMES, outcome)),
                ("Sejak tanggal", Value::of(known.claim.died_on.map(words::day))),
                ("Surat keterangan dokter", Value::Blank(1)),
                ("Tidak mampu bekerja dari dan sampai", Value::Blank(1)),
                ("Bagian tubuh yang cacat dan persentasenya", Value::Blank(1)),
            ],
        ),
        Part::table(
            "Biaya yang sudah dikeluarkan",
            vec!["Uraian", "Kuitansi", "Jumlah (Rp)"],
            ["Pengangkutan", "Pengobatan dan perawatan", "Gigi tiruan, alat bantu, lainnya"]
                .map(|cost| vec![cost.to_owned(), String::new(), String::new()])
                .to_vec(),
        ),
    ];
    if known.claim.died_on.is_some() {
        parts.push(heirs(known));
    }
    parts.push(accounts(known));
    Sheet {
        title: "Laporan Kecelakaan Kerja Tahap II",
        number: Some("sepadan dengan Formulir 3a KK 2 BPJS Ketenagakerjaan"),
        opening: "Disampaikan sesudah peserta dinyatakan sembuh, cacat, atau meninggal dunia.".to_owned(),
        parts,
        closing: TRUE.to_owned(),
        signatures: vec![("Pelapor".to_owned(), String::new()), seen_by_village(known)],
    }
}

fn heir_statement(known: &Known) -> Sheet {
    let village = village(known);
    Sheet {
        title: "Surat Keterangan Ahli Waris",
        number: None,
        opening: format!("Yang bertanda tangan di bawah ini, kepala {village}, menerangkan bahwa:"),
        parts: vec![
            worker("Almarhum atau almarhumah", known),
            Part::lines(
                "Telah meninggal dunia",
                vec![
                    ("Pada tanggal", Value::Known(words::day(died_on(known)))),
                    ("Di", Value::Blank(1)),
                    ("Menurut surat", Value::Blank(1)),
                ],
            ),
            heirs(known),
            witnesses(),
        ],
        closing: "Selain nama di atas tidak ada ahli waris lain yang lebih dekat. Surat ini dibuat untuk pengajuan manfaat \
                  BPJS Ketenagakerjaan, dan para ahli waris bertanggung jawab atas kebenarannya."
            .to_owned(),
        signatures: vec![
            ("Para ahli waris".to_owned(), first_heir(known)),
            (format!("Kepala {village}"), String::new()),
            (format!("Camat {}", known.places[2]), String::new()),
        ],
    }
}

/// The guardians in the order of entry, each with the minors in whose place that person is paid.
fn guardians(known: &Known) -> Vec<(&str, Vec<&BeneficiaryResponse>)> {
    let mut found: Vec<(&str, Vec<&BeneficiaryResponse>)> = Vec::new();
    for one in &known.claim.beneficiaries {
        let Some(guardian) = one.guardian_name.as_deref() else { continue };
        match found.iter_mut().find(|(name, _)| name.to_lowercase() == guardian.to_lowercase()) {
            Some((_, minors)) => minors.push(one),
            None => found.push((guardian, vec![one])),
        }
    }
    found
}

fn guardian_power(known: &Known, guardian: &str, minors: &[&BeneficiaryResponse]) -> Sheet {
    let rows = minors
        .iter()
        .map(|one| vec![one.name.clone(), relation(one), one.birth_on.map(words::day).unwrap_or_default()]);
    Sheet {
        title: "Pernyataan dan Kuasa Wali Anak",
        number: None,
        opening: "Yang bertanda tangan di bawah ini menyatakan mewakili anak yang belum dewasa sebagai ahli waris peserta."
            .to_owned(),
        parts: vec![
            Part::lines(
                "Wali",
                vec![
                    ("Nama", Value::Known(guardian.to_owned())),
                    ("NIK", Value::Blank(1)),
                    ("Hubungan dengan anak", Value::Blank(1)),
                    ("Alamat dan nomor telepon", Value::Blank(1)),
                    ("Penetapan atau surat perwalian", Value::Blank(1)),
                ],
            ),
            Part::table("Anak", vec!["Nama", "Hubungan dengan peserta", "Tanggal lahir"], rows.collect()),
            worker("Peserta", known),
            accounts_of(("Uang diterima pada rekening", "Anak"), minors.iter().copied()),
        ],
        closing: "Wali berjanji menggunakan uang itu hanya untuk kepentingan anak dan mempertanggungjawabkannya kepada anak \
                  sesudah dewasa."
            .to_owned(),
        signatures: vec![("Wali".to_owned(), guardian.to_owned()), seen_by_village(known)],
    }
}

const TRUE: &str =
    "Keterangan ini benar. Keterangan yang tidak benar menjadi tanggung jawab yang menandatangani.";
