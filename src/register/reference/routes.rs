//! The code lists over HTTP. They are the same for everybody.

use actix_web::{HttpResponse, get};

use super::LISTS;
use super::dto::{CodeListResponse, CodeListsResponse};
use crate::access::caller::{Caller, SignedIn};
use crate::platform::http::{Path, Problem, Reply, Routes};

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config.service(list_code_lists).service(get_code_list);
}

/// Lists the code lists
#[utoipa::path(
    tag = "reference",
    security(("bearer" = [])),
    responses((status = 200, description = "The code lists", body = CodeListsResponse))
)]
#[get("/reference")]
async fn list_code_lists(_caller: Caller<SignedIn>) -> Reply {
    Ok(HttpResponse::Ok().json(CodeListsResponse::of(LISTS)))
}

/// Reads a code list with its labels in both languages
#[utoipa::path(
    tag = "reference",
    security(("bearer" = [])),
    params(("list" = String, Path, description = "The name of the list", example = "warung_role")),
    responses((status = 200, description = "The code list", body = CodeListResponse))
)]
#[get("/reference/{list}")]
async fn get_code_list(_caller: Caller<SignedIn>, list: Path<String>) -> Reply {
    let list = super::find(&list.0).ok_or_else(Problem::not_found)?;
    Ok(HttpResponse::Ok().json(CodeListResponse::from(list)))
}
