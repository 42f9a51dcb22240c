//! `/v1/reference`.

mod vocabulary;
