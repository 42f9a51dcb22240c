//! For whom a relief is not.

use crate::domain::PayerKind;
use crate::platform::http::{Issues, Text};

/// Reads the payers whom a relief leaves out, each once and in the order of the list.
pub(super) fn read(issues: &mut Issues, relief: bool, codes: Option<Vec<String>>) -> Vec<PayerKind> {
    let mut payers = Vec::new();
    for (place, code) in codes.into_iter().flatten().enumerate().take(PayerKind::ALL.len() + 1) {
        payers.extend(issues.take(format!("/excluded_payers/{place}"), PayerKind::parse(&code)));
    }
    if !relief && !payers.is_empty() {
        let text = Text::fixed(
            "Pengecualian hanya berlaku untuk tarif dengan keringanan.",
            "Only a rate with relief leaves payers out.",
        );
        issues.push("/excluded_payers", "not_without_relief", text);
    }
    PayerKind::ALL.iter().copied().filter(|payer| payers.contains(payer)).collect()
}
