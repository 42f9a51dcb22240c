//! Keyset pages: a limit, an opaque cursor, `Link` to the next page, a count only on request.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderValue, LINK};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::codes::Code;
use super::problem::{FieldError, Problem, Reply};
use super::query;
use crate::platform::i18n::Text;

/// How many items a page has unless the caller says otherwise.
pub const DEFAULT_LIMIT: u16 = 50;
/// How many items a page has at most.
pub const MAX_LIMIT: u16 = 500;

/// Which page of a collection.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// How many items at most.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 500, default = 50, required = false)]
    limit: u16,
    /// Where the page begins: `next_cursor` of the page before, with the same filters.
    #[param(max_length = 1000)]
    cursor: Option<String>,
    /// `exact` counts all matches into `count`; it costs a scan of them.
    count: Option<Count>,
    #[serde(skip)]
    #[param(ignore)]
    list: ListMark,
}

/// What tells one list from another in its cursors: the address and the filters. A cursor of another list would skip
/// items without a word.
type ListMark = [u8; 8];

/// Parameters that change a page and not which items the list has.
const OF_THE_PAGE: [&str; 4] = ["cursor", "limit", "count", "expand"];

fn mark_of(path: &str, mut filters: Vec<(String, String)>) -> Result<ListMark, Problem> {
    filters.retain(|(name, _)| !OF_THE_PAGE.contains(&name.as_str()));
    filters.sort();
    let named = serde_json::to_vec(&(path, filters)).map_err(Problem::internal)?;
    let mark = digest(&SHA256, &named).as_ref().first_chunk().copied();
    mark.ok_or_else(|| Problem::internal("a digest is shorter than a mark"))
}

/// Whether to count all matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// Count exactly.
    Exact,
}

fn default_limit() -> u16 {
    DEFAULT_LIMIT
}

impl PageQuery {
    /// The first page of the default size, for callers inside the service.
    #[must_use]
    pub fn first() -> Self {
        Self { limit: DEFAULT_LIMIT, cursor: None, count: None, list: ListMark::default() }
    }

    /// How many items the page may have.
    #[must_use]
    pub fn limit(&self) -> usize {
        usize::from(self.limit)
    }

    /// How many rows to ask the database for: one more than the page, which tells whether there is a next one.
    #[must_use]
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// Whether the caller wants a count.
    #[must_use]
    pub fn wants_count(&self) -> bool {
        self.count.is_some()
    }

    /// The key after which the page begins; 400 `invalid_cursor` for what no page of this list gave out.
    pub fn after<K: DeserializeOwned>(&self) -> Result<Option<K>, Problem> {
        self.cursor.as_deref().map(|cursor| read_cursor(self.list, cursor)).transpose()
    }
}

impl FromRequest for PageQuery {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(query::pairs(req.query_string()).and_then(|pairs| {
            let page: Self = query::of_pairs(&pairs)?;
            if (1..=MAX_LIMIT).contains(&page.limit) {
                Ok(Self { list: mark_of(req.path(), pairs)?, ..page })
            } else {
                Err(query::invalid_parameter(
                    "limit",
                    "out_of_range",
                    Text::fixed("Nilai antara 1 dan 500.", "A value from 1 to 500."),
                ))
            }
        }))
    }
}

/// Writes a key as an opaque cursor. Keys hold sort values and ids, never a personal identifier.
fn write_cursor<K: Serialize>(list: ListMark, key: &K) -> Result<String, Problem> {
    let mut bytes = list.to_vec();
    serde_json::to_writer(&mut bytes, key).map_err(Problem::internal)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Reads a key back from a cursor of the same list.
fn read_cursor<K: DeserializeOwned>(list: ListMark, cursor: &str) -> Result<K, Problem> {
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Value>(bytes.strip_prefix(list.as_slice())?).ok())
        .filter(|key| !holds_nul(key))
        .and_then(|key| serde_json::from_value(key).ok())
        .ok_or_else(|| {
            Problem::new(Code::InvalidCursor).errors(vec![FieldError::new(
                "/cursor",
                "invalid_cursor",
                Code::InvalidCursor.entry().explanation,
            )])
        })
}

/// Postgres takes no text with the character NUL, which JSON can write as an escape.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// One page of a collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The items.
    pub data: Vec<T>,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// How many items match in all; only with `count=exact`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, nullable = false)]
    pub count: Option<i64>,
}

impl<T> Page<T> {
    /// Makes a page from the rows of [`PageQuery::fetch`]: a row too many shows that there is a next page, which
    /// begins after the key of the last row shown.
    pub fn of<R, K: Serialize>(
        query: &PageQuery,
        mut rows: Vec<R>,
        key: impl FnOnce(&R) -> K,
        item: impl FnMut(R) -> T,
    ) -> Result<Self, Problem> {
        let more = rows.len() > query.limit();
        rows.truncate(query.limit());
        let next_cursor = match rows.last() {
            Some(last) if more => Some(write_cursor(query.list, &key(last))?),
            _ => None,
        };
        Ok(Self { data: rows.into_iter().map(item).collect(), next_cursor, count: None })
    }

    /// Turns the items into others, where that can fail.
    pub fn try_map<U, E>(self, item: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        let Self { data, next_cursor, count } = self;
        let data = data.into_iter().map(item).collect::<Result<_, _>>()?;
        Ok(Page { data, next_cursor, count })
    }

    /// Adds the count of all matches.
    #[must_use]
    pub fn with_count(mut self, count: Option<i64>) -> Self {
        self.count = count;
        self
    }
}

/// Answers with a page and, when there is a next one, a `Link` to it that keeps the filters.
pub fn respond_page<T: Serialize>(req: &HttpRequest, page: &Page<T>) -> Reply {
    let mut response = HttpResponse::Ok();
    if let Some(link) = link_to_next(req, page)? {
        response.insert_header((LINK, link));
    }
    Ok(response.json(page))
}

/// The `Link` to the next page, for pages that are shown in another form.
pub fn link_to_next<T>(req: &HttpRequest, page: &Page<T>) -> Result<Option<HeaderValue>, Problem> {
    let link = |cursor: &String| next_link(req.path(), req.query_string(), cursor);
    page.next_cursor.as_ref().map(link).transpose()
}

fn next_link(path: &str, query: &str, cursor: &str) -> Result<HeaderValue, Problem> {
    let kept =
        query.split('&').filter(|part| !part.is_empty() && *part != "cursor" && !part.starts_with("cursor="));
    let query = kept.map(str::to_owned).chain([format!("cursor={cursor}")]).collect::<Vec<_>>().join("&");
    HeaderValue::from_str(&format!("<{path}?{query}>; rel=\"next\"")).map_err(Problem::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(limit: u16, cursor: Option<String>) -> PageQuery {
        PageQuery { limit, cursor, count: None, list: ListMark::default() }
    }

    #[test]
    fn a_row_too_many_gives_a_cursor_that_reads_back() {
        let page = Page::of(&query(2, None), vec![10, 20, 30], |row| (*row, "x"), |row| row).expect("page");
        assert_eq!(page.data, [10, 20]);
        let next = query(2, page.next_cursor);
        assert_eq!(next.after::<(i32, String)>().expect("cursor"), Some((20, "x".to_owned())));

        let last = Page::of(&next, vec![30], |row| *row, |row| row).expect("page");
        assert_eq!((last.data, last.next_cursor), (vec![30], None));
    }

    #[test]
    fn a_forged_cursor_is_refused() {
        let marked = |json: &str| URL_SAFE_NO_PAD.encode([&[0; 8], json.as_bytes()].concat());
        for cursor in
            ["", "!", "bm90IGpzb24", "WzEsMl0=", &marked("not json"), &marked(r#"{"a":1}"#), "WzEsIngiXQ"]
        {
            let problem = query(1, Some(cursor.to_owned())).after::<(i32, String)>().expect_err(cursor);
            assert_eq!(problem.code(), Code::InvalidCursor, "{cursor}");
        }
        let nul = marked(r#""\u0000""#);
        let problem = query(1, Some(nul)).after::<String>().expect_err("Postgres cannot store it");
        assert_eq!(problem.code(), Code::InvalidCursor);
    }

    #[test]
    fn a_cursor_belongs_to_its_list_and_not_to_the_size_of_its_pages() {
        let mark = |uri: &str| {
            let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
            mark_of(path, query::pairs(query).expect("decodes")).expect("a list")
        };
        let list = mark("/v1/workers?region=35.29&status=verified&limit=2&count=exact");
        assert_eq!(list, mark("/v1/workers?status=verified&region=35%2E29&cursor=abc&expand=warungs"));
        for other in [
            "/v1/workers?region=35.28&status=verified",
            "/v1/workers",
            "/v1/warungs?region=35.29&status=verified",
        ] {
            assert_ne!(list, mark(other), "{other}");
        }
        let cursor = write_cursor(list, &7).expect("cursor");
        assert_eq!(read_cursor::<i32>(list, &cursor).expect("the same list"), 7);
        let problem = read_cursor::<i32>(mark("/v1/workers"), &cursor).expect_err("another list");
        assert_eq!(problem.code(), Code::InvalidCursor);
    }

    #[test]
    fn the_link_keeps_the_filters_and_replaces_the_cursor() {
        let link = next_link("/v1/workers", "region=35.29&cursor=old&limit=2", "new").expect("link");
        assert_eq!(link, "</v1/workers?region=35.29&limit=2&cursor=new>; rel=\"next\"");
    }
}
