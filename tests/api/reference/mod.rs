//! `/v1/reference`.

mod get;
mod vocabulary;
