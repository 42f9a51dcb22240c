//! What every operation on a claim refuses.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{FOREIGN_VILLAGE, Held, OTHER_VILLAGE, Stage, VILLAGE};

/// An operation on a claim, and who may call it.
pub struct Call<'c> {
    pub method: Method,
    pub path: &'c str,
    pub body: Value,
    /// A role that may.
    pub allowed: Role,
    /// Roles that may not.
    pub forbidden: &'c [Role],
}

impl Call<'_> {
    fn own_region(&self) -> &'static str {
        match self.allowed {
            Role::VillageOperator => VILLAGE,
            Role::DistrictViewer => "35.29.01",
            _ => "35.29",
        }
    }
}

impl Stage {
    /// Checks what every operation on a claim refuses, whatever it does: strangers, wrong roles, people of other
    /// regions, claims that do not exist. `body` is null for an operation without one.
    pub async fn refuses_outsiders(&self, held: &Held, call: &Call<'_>) {
        let (method, path, body) = (call.method.clone(), call.path, &call.body);
        let etag = Some(held.etag.as_str());
        let mut unsigned = self.app.request(method.clone(), path).header("if-match", &held.etag);
        if !body.is_null() {
            unsigned = unsigned.json(body);
        }
        unsigned.send().await.expect_problem(401, "unauthenticated");

        for role in call.forbidden {
            let regions: &[&str] = match role {
                Role::PlatformAdmin => &[],
                Role::VillageOperator => &[VILLAGE],
                Role::DistrictViewer => &["35.29.01"],
                _ => &["35.29"],
            };
            let somebody = self.app.account(*role, regions);
            let answer = self.send(method.clone(), path, &somebody, etag, body).await;
            answer.expect_problem(403, "forbidden");
        }

        let (here, elsewhere) = match call.allowed {
            Role::VillageOperator => (OTHER_VILLAGE, FOREIGN_VILLAGE),
            Role::DistrictViewer => ("35.29.02", "35.28.01"),
            _ => ("35.28", "35.28"),
        };
        for region in [here, elsewhere] {
            let foreigner = self.app.account(call.allowed, &[region]);
            let answer = self.send(method.clone(), path, &foreigner, etag, body).await;
            answer.expect_problem(404, "not_found");
        }

        let own = self.app.account(call.allowed, &[call.own_region()]);
        for nobody in [Uuid::now_v7().to_string(), "1".to_owned()] {
            let unknown = path.replace(&held.id, &nobody);
            let answer = self.send(method.clone(), &unknown, &own, etag, body).await;
            answer.expect_problem(404, "not_found");
        }
    }

    /// Checks what every operation that decides upon a version refuses besides.
    pub async fn refuses_other_versions(&self, held: &Held, call: &Call<'_>) {
        let own = self.app.account(call.allowed, &[call.own_region()]);
        for (etag, status, code) in [
            (None, 428, "precondition_required"),
            (Some("*"), 400, "invalid_header"),
            (Some("\"99999.masked-w1\""), 412, "version_mismatch"),
        ] {
            let answer = self.send(call.method.clone(), call.path, &own, etag, &call.body).await;
            answer.expect_problem(status, code);
        }
        if let Value::Object(members) = &call.body {
            let mut members = members.clone();
            members.insert("unheard_of".to_owned(), json!(1));
            let body = Value::Object(members);
            let answer = self.send(call.method.clone(), call.path, &own, Some(&held.etag), &body).await;
            answer.expect_problem(422, "unknown_field");
        }
    }
}
