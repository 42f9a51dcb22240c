use super::*;
use crate::domain::parse_day;

const NAME: &str = "Siti Aminah binti Mohammad Hasan";

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn claim() -> Claim<'static> {
    Claim {
        title: ["santunan kematian", "death benefit"],
        worker: NAME,
        is_mourned: true,
        is_account_of_the_dead: false,
    }
}

fn paper(id: &str, en: &str) -> [String; 2] {
    [id.to_owned(), en.to_owned()]
}

fn every() -> Vec<Told<'static>> {
    let (name, village) = (NAME, "Desa Pangarangan");
    let missing = vec![
        paper("Akta kematian", "Death certificate"),
        paper("Surat keterangan ahli waris", "Statement of heirs"),
        paper("Kartu keluarga", "Family card"),
        paper("Buku tabungan ahli waris", "Bank book of the heir"),
        paper("KTP peserta", "Identity card of the worker"),
        paper("Kartu peserta", "Member card"),
    ];
    let year = Claim { title: ["beasiswa 2026/2027", "2026/2027 scholarship"], is_mourned: false, ..claim() };
    let ends = |why, alone| Told::CoverEnds { name, last: month("2026-12"), why, alone };
    let changed = |is_waiting| Told::AccountChanged {
        claim: claim(),
        bank: "BPR Bhakti Sumekar",
        account: "*******531",
        is_waiting,
    };
    vec![
        Told::CoverStarted { name, on: day("2026-02-01"), until: month("2026-12") },
        Told::CoverResumed { name, until: month("2026-12") },
        ends(None, Some(16_800)),
        ends(Some(EndReason::WageWorker), None),
        ends(Some(EndReason::DoubleFunding), None),
        ends(Some(EndReason::MovedOut), None),
        ends(Some(EndReason::Death), None),
        ends(Some(EndReason::Ineligible), None),
        Told::NearLapse { name, pay_by: day("2026-11-30"), alone: None },
        Told::NearLapse { name, pay_by: day("2026-11-30"), alone: Some(16_800) },
        Told::ClaimReturned { claim: claim(), missing },
        Told::ClaimSent { claim: claim() },
        Told::ClaimApproved { claim: claim(), amount: 42_000_000 },
        Told::ClaimRejected { claim: claim() },
        Told::YearRejected { claim: year },
        Told::ClaimPaid { claim: claim(), amount: 42_000_000, on: day("2026-11-30"), account: "*******531" },
        Told::AccountChanged {
            claim: Claim { is_account_of_the_dead: true, ..claim() },
            bank: "BPR Bhakti Sumekar",
            account: "*******531",
            is_waiting: true,
        },
        changed(true),
        changed(false),
        Told::TransferAccepted { name, village },
        Told::TransferRefused { name, village },
    ]
}

/// The longer of the names of an office, and the other one.
const KELURAHAN: [&str; 2] = ["kantor kelurahan", "kelurahan office"];
const DESA: [&str; 2] = ["kantor desa", "village office"];

/// Two joined messages of the old alphabet.
const LONGEST: usize = 306;

#[test]
fn every_text_fits_into_two_short_messages_and_is_plain() {
    for told in every() {
        for text in told.text(KELURAHAN).into_iter().chain(told.text(DESA)) {
            assert!(text.chars().count() <= LONGEST, "{} letters: {text}", text.chars().count());
            assert!(text.is_ascii() && !text.contains('*') && !text.contains("  "), "{text}");
            assert!(text.ends_with('.'), "{text}");
        }
    }
}

#[test]
fn there_is_a_text_for_every_kind() {
    let mut kinds: Vec<MessageKind> = every().iter().map(Told::kind).collect();
    kinds.dedup();
    assert_eq!(kinds, MessageKind::ALL);
}

#[test]
fn texts_write_days_and_money_out() {
    let told = Told::ClaimPaid {
        claim: Claim { worker: "Moh. Hasan", ..claim() },
        amount: 42_000_000,
        on: day("2026-11-30"),
        account: "*******531",
    };
    assert_eq!(
        told.text(KELURAHAN),
        [
            "Uang santunan kematian Moh. Hasan sebesar Rp42.000.000 dikirim pada 30 November 2026 ke rekening Anda yang \
             berakhir 531. Periksa buku tabungan. Bila belum masuk, lapor ke kantor kelurahan.",
            "The death benefit money of Moh. Hasan, Rp42,000,000, was sent on 30 November 2026 to your account that ends \
             in 531. Look into your bank book. If it is not there, tell the kelurahan office."
        ]
    );
    let ends = Told::CoverEnds { name: "Siti", last: month("2026-12"), why: None, alone: Some(16_800) }
        .text(KELURAHAN);
    assert!(
        ends[0].contains("sampai Desember 2026. Agar tetap terlindungi, bayar sendiri Rp16.800 per bulan")
    );
    assert!(ends[1].contains("until December 2026. To stay insured pay Rp16,800 a month yourself"));
}

#[test]
fn whoever_lives_is_told_that_the_place_was_given_on_and_of_no_death() {
    let why = Some(EndReason::Death);
    let told = Told::CoverEnds { name: "Siti", last: month("2026-11"), why, alone: None };
    assert_eq!(
        told.text(DESA),
        [
            "Siti, iuran BPJS Ketenagakerjaan Anda ditanggung sampai November 2026. Tempat Anda sudah diberikan kepada orang \
             lain. Tanyakan kelanjutannya di kantor desa.",
            "Siti, your contributions to BPJS Ketenagakerjaan are paid for until November 2026. Your place was given to \
             somebody else. Ask at the village office how it goes on."
        ]
    );
}

#[test]
fn of_an_appeal_is_told_where_there_is_one() {
    for (told, appeals) in
        [(Told::ClaimRejected { claim: claim() }, true), (Told::YearRejected { claim: claim() }, false)]
    {
        let [id, en] = told.text(KELURAHAN);
        assert_eq!((id.contains("keberatan"), en.contains("appeal")), (appeals, appeals), "{id} {en}");
    }
}

#[test]
fn four_papers_are_named_and_the_others_counted() {
    let missing: Vec<[String; 2]> = (1..=6).map(|n| paper(&format!("p{n}"), &format!("q{n}"))).collect();
    let [id, en] = Told::ClaimReturned { claim: claim(), missing }.text(KELURAHAN);
    assert!(id.contains("Yang kurang: p1, p2, p3, p4 dan 2 lainnya."), "{id}");
    assert!(en.contains("Missing: q1, q2, q3, q4 and 2 more."), "{en}");
}

#[test]
fn that_cover_ends_is_news_until_the_month_after_the_last_is_over() {
    let told = Told::CoverEnds { name: "Siti", last: month("2026-11"), why: None, alone: Some(16_800) };
    for (today, last_day) in
        [("2026-11-05", "2026-12-31"), ("2026-12-31", "2026-12-31"), ("2027-01-01", "2027-02-28")]
    {
        assert_eq!(told.last_day(day(today)), Some(day(last_day)), "{today}");
    }
    assert_eq!(Told::ClaimSent { claim: claim() }.last_day(day("2026-11-05")), None);
}

#[test]
fn people_are_sent_to_the_office_that_their_village_has() {
    assert_eq!(office("35.29.01.1015"), KELURAHAN);
    assert_eq!(signed("35.29.01.1015")[0], "Petugas kelurahan");
    for village in ["35.29.01.2001", "94.03.01.3001", ""] {
        assert_eq!((office(village), signed(village)[0]), (DESA, "Petugas desa"), "{village}");
    }
}

#[test]
fn both_languages_name_the_same_office() {
    for told in every() {
        for place in [KELURAHAN, DESA] {
            let [id, en] = told.text(place);
            // Whoever moved out goes to an office of which it is not known what it is.
            if !en.contains("where you live now") {
                assert_eq!(id.contains(place[0]), en.contains(place[1]), "{id} {en}");
                assert!(place == DESA || !en.contains("village office"), "{en}");
            }
        }
    }
}

#[test]
fn a_family_is_spoken_to_as_one_in_grief_and_a_worker_is_not() {
    for (is_mourned, begins) in [(true, "Kami turut berduka cita. Klaim "), (false, "Klaim ")] {
        let told = Told::ClaimSent { claim: Claim { is_mourned, ..claim() } };
        assert!(told.text(KELURAHAN)[0].starts_with(begins), "{is_mourned}");
    }
    let claim = Claim { is_account_of_the_dead: true, ..claim() };
    let paid = Told::ClaimPaid { claim, amount: 1, on: day("2026-11-30"), account: "*******531" };
    let [id, en] = paid.text(KELURAHAN);
    assert!(id.contains("ke rekening mendiang yang berakhir 531"), "{id}");
    assert!(en.contains("to the account of the deceased that ends in 531"), "{en}");
}

#[test]
fn whoever_moves_goes_to_the_office_of_the_new_village_and_nothing_else_is_said() {
    let (kelurahan, desa) = ("35.29.01.1015", "35.29.01.2005");
    for told in every() {
        let (here, there) = (told.text(office(kelurahan)), told.text(office(desa)));
        let moved = |texts: &[String; 2], from_to| at_other_office([&texts[0], &texts[1]], from_to);
        assert_eq!(moved(&here, (kelurahan, desa)), there);
        assert_eq!(moved(&there, (desa, kelurahan)), here);
        assert_eq!(moved(&here, (kelurahan, "35.29.01.1016")), here);
    }
}

#[test]
fn what_is_told_of_a_claim_begins_as_it_is_told_apart() {
    let about = |told: &Told<'_>| match told {
        Told::ClaimSent { claim }
        | Told::ClaimApproved { claim, .. }
        | Told::ClaimRejected { claim }
        | Told::YearRejected { claim }
        | Told::ClaimPaid { claim, .. } => Some(claim.begins(told.kind())),
        Told::AccountChanged { is_waiting: true, .. } => Some(REQUESTED.to_owned()),
        _ => None,
    };
    for told in every() {
        let [text, _] = told.text(office("35.29.01.2005"));
        let text = text.trim_start_matches("Kami turut berduka cita. ");
        assert!(about(&told).is_none_or(|begins| text.starts_with(&begins)), "{text}");
    }
}
