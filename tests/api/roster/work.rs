//! The daily work that the demo leaves to whoever tries it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use payung::access::caller::Role;
use payung::casework::work_items::rules::WorkItemKind;
use payung::demo::SHOWN_DISTRICT;
use payung::domain::RegionCode;
use payung::register::regions;

use super::seeded;

/// What a village has to do, or somebody else about people of a village.
const OF_VILLAGES: [WorkItemKind; 18] = [
    WorkItemKind::RefusedLineToCorrect,
    WorkItemKind::RefusedLineToEnd,
    WorkItemKind::RefusedLineToResend,
    WorkItemKind::MembersNearLapse,
    WorkItemKind::WorkersToVerify,
    WorkItemKind::ClaimToSubmit,
    WorkItemKind::ClaimToComplete,
    WorkItemKind::ClaimToVerify,
    WorkItemKind::ClaimToSend,
    WorkItemKind::ClaimToDecide,
    WorkItemKind::ClaimToPay,
    WorkItemKind::ClaimWithoutAccount,
    WorkItemKind::AccountChangeToApprove,
    WorkItemKind::AccountShared,
    WorkItemKind::DocumentsMissing,
    WorkItemKind::DeathToDecide,
    WorkItemKind::DeathUnclaimed,
    WorkItemKind::TransferToAnswer,
];

/// What is to be done for the regency as a whole.
const OF_REGENCIES: [WorkItemKind; 8] = [
    WorkItemKind::PlanToApprove,
    WorkItemKind::CoveragesToApprove,
    WorkItemKind::CoveragesToActivate,
    WorkItemKind::BatchToApprove,
    WorkItemKind::BatchToBill,
    WorkItemKind::BatchToPay,
    WorkItemKind::BatchToReconcile,
    WorkItemKind::MonthToClose,
];

#[tokio::test]
async fn every_kind_of_work_waits_in_every_village_of_the_shown_district() {
    let (app, _) = seeded(480).await;
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
    for village in district {
        let there = found.get(village).cloned().unwrap_or_default();
        let missing: Vec<&str> =
            OF_VILLAGES.iter().map(|kind| kind.as_str()).filter(|kind| !there.contains(*kind)).collect();
        assert!(missing.is_empty(), "{village} lacks {missing:?}");
    }
    let there = found.get("35.29").cloned().unwrap_or_default();
    for kind in OF_REGENCIES {
        // In January no month of the sources is over yet.
        let may_lack = kind == WorkItemKind::MonthToClose && app.state.clock.today().month() == 1;
        assert!(may_lack || there.contains(kind.as_str()), "the regency lacks {kind}: {there:?}");
    }
}
