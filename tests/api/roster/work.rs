//! The daily work that the demo leaves to whoever tries it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use payung::access::caller::Role;
use payung::casework::work_items::rules::WorkItemKind;
use payung::demo::SHOWN_DISTRICT;
use payung::domain::RegionCode;
use payung::register::regions;

use super::seeded;
use crate::messages::made;

/// Whether work of a kind waits in a village, or for somebody about people of a village; else it is the regency's as a whole.
const fn is_of_village(kind: WorkItemKind) -> bool {
    match kind {
        WorkItemKind::RefusedLineToCorrect
        | WorkItemKind::RefusedLineToEnd
        | WorkItemKind::RefusedLineToResend
        | WorkItemKind::PeriodToEnd
        | WorkItemKind::MembersNearLapse
        | WorkItemKind::WorkersToVerify
        | WorkItemKind::ClaimToSubmit
        | WorkItemKind::ClaimToComplete
        | WorkItemKind::ClaimToVerify
        | WorkItemKind::ClaimToSend
        | WorkItemKind::ClaimToDecide
        | WorkItemKind::ClaimToPay
        | WorkItemKind::ClaimWithoutAccount
        | WorkItemKind::AccountChangeToApprove
        | WorkItemKind::AccountShared
        | WorkItemKind::DocumentsMissing
        | WorkItemKind::DeathToDecide
        | WorkItemKind::DeathUnclaimed
        | WorkItemKind::TransferToAnswer
        | WorkItemKind::LettersToPrint
        | WorkItemKind::PossibleDuplicate
        | WorkItemKind::ScholarshipDue
        | WorkItemKind::ScholarshipToVerify
        | WorkItemKind::ScholarshipToDecide
        | WorkItemKind::ScholarshipToPay => true,
        WorkItemKind::PlanToApprove
        | WorkItemKind::CoveragesToApprove
        | WorkItemKind::CoveragesToActivate
        | WorkItemKind::BatchToApprove
        | WorkItemKind::BatchToBill
        | WorkItemKind::BatchToPay
        | WorkItemKind::BatchToReconcile
        | WorkItemKind::MonthToClose => false,
    }
}

/// Whether there is none of a kind in a month of the year, whoever lives there.
fn may_lack(kind: WorkItemKind, month: u32) -> bool {
    match kind {
        // No month of the sources is over yet.
        WorkItemKind::MonthToClose => month == 1,
        // The periods end with the month anyway.
        WorkItemKind::PeriodToEnd => month == 12,
        _ => false,
    }
}

#[tokio::test]
async fn every_kind_of_work_waits_in_every_village_of_the_shown_district() {
    let (app, _) = seeded(480).await;
    made(&app).await;
    let officer = app.account(Role::Officer, &["35.29"]);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut next = Some(String::new());
    while let Some(cursor) = next {
        let path = format!("/v1/work-items?state=open&limit=500{cursor}");
        let page = app.get(&path).as_(&officer).send().await.expect(200);
        for item in page["data"].as_array().unwrap() {
            let text = |key: &str| item[key].as_str().unwrap().to_owned();
            found.entry(text("region_code")).or_default().insert(text("kind"));
        }
        next = page["next_cursor"].as_str().map(|cursor| format!("&cursor={cursor}"));
    }
    let villages = regions::sumenep::villages().unwrap();
    let district: Vec<&str> = villages
        .iter()
        .map(RegionCode::as_str)
        .filter(|code| code.starts_with(&format!("{SHOWN_DISTRICT}.")))
        .collect();
    assert_eq!(district.len(), 16);
    let month = app.state.clock.today().month();
    let lacks = |region: &str, of_village: bool| -> Vec<&'static str> {
        let there = found.get(region);
        let wanted = WorkItemKind::ALL.iter().copied();
        let wanted = wanted.filter(|kind| is_of_village(*kind) == of_village && !may_lack(*kind, month));
        wanted
            .map(WorkItemKind::as_str)
            .filter(|kind| !there.is_some_and(|there| there.contains(*kind)))
            .collect()
    };
    for village in district {
        assert_eq!(lacks(village, true), [""; 0], "{village}");
    }
    assert_eq!(lacks("35.29", false), [""; 0], "the regency");
}
