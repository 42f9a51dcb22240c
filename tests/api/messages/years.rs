//! What a family hears of the scholarship of a year

use serde_json::Value;

use super::told;
use crate::claims::stage::Stage;

#[tokio::test]
async fn a_widow_hears_how_a_school_year_goes_until_its_money_is_sent() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.approved_year().await;
    let transfer = stage.year_transfer(&held, &scholarship, "BEA-1");
    stage.year_step(&held, &stage.insurer, (&scholarship, "record-payment"), transfer).await;
    let year = stage.school_year(0);
    let about = |one: &Value| {
        let text = one["text"]["id"].as_str().unwrap();
        text.contains(&format!("beasiswa {year} Ani Hasanah")).then(|| (one["kind"].clone(), text.to_owned()))
    };
    let found = told(&stage.app, &format!("?subject_id={}", held.id)).await;
    let widow = |one: &&Value| one["recipient"]["name"] == "Siti Aminah" && one["link"] == held.path();
    let mut texts: Vec<String> = Vec::new();
    let mut kinds: Vec<Value> = Vec::new();
    for (kind, text) in found.iter().filter(widow).filter_map(about) {
        kinds.push(kind);
        texts.push(text);
    }
    kinds.sort_unstable_by_key(Value::to_string);
    assert_eq!(kinds, ["claim_approved", "claim_paid", "claim_sent"], "{found:?}");
    let begins =
        |words: &str| assert!(texts.iter().any(|text| text.starts_with(words)), "{words}: {texts:?}");
    begins(&format!("Klaim beasiswa {year} Ani Hasanah sudah dikirim ke BPJS Ketenagakerjaan."));
    begins(&format!("Klaim beasiswa {year} Ani Hasanah disetujui: Rp1.500.000."));
    begins(&format!("Uang beasiswa {year} Ani Hasanah sebesar Rp1.500.000 dikirim pada "));
}
