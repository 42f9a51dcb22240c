//! `/v1/regencies`

mod create;
mod list;
mod update;

use payung::access::caller::Role;

use crate::support::TestApp;
use crate::support::app::Account;

fn platform_admin(app: &TestApp) -> Account {
    app.account(Role::PlatformAdmin, &[])
}

#[tokio::test]
async fn only_the_keeper_of_the_deployment_reaches_regencies() {
    let app = TestApp::start().await;
    let body = serde_json::json!({ "region_code": "35.29" });
    for role in Role::ALL.iter().filter(|role| **role != Role::PlatformAdmin) {
        let region = match role {
            Role::VillageOperator => "35.29.01.1015",
            Role::DistrictViewer => "35.29.01",
            _ => "35.29",
        };
        let account = app.account(*role, &[region]);
        for request in [
            app.get("/v1/regencies"),
            app.get("/v1/regencies/1"),
            app.get("/v1/regencies/1/history"),
            app.post("/v1/regencies").json(&body),
            app.patch("/v1/regencies/1").header("If-Match", "\"1.full\"").json(&body),
        ] {
            request.as_(&account).send().await.expect_problem(403, "forbidden");
        }
    }
    app.get("/v1/regencies").send().await.expect_problem(401, "unauthenticated");
}
