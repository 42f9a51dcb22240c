//! Answers that leave piece by piece.

use std::future::Future;

use actix_web::web::Bytes;
use futures_util::stream::{self, LocalBoxStream};
use futures_util::{StreamExt as _, TryStreamExt as _};

use super::problem::Problem;

/// The body of an answer of which each step makes the next piece; none once everything is told.
///
/// What fails after the answer has begun can only cut it off, so that nobody takes it for whole; the log then says of `what`
/// there is only a part.
pub fn pieces<T, F>(
    what: &'static str,
    first: T,
    next: impl FnMut(T) -> F + 'static,
) -> LocalBoxStream<'static, Result<Bytes, Problem>>
where
    T: 'static,
    F: Future<Output = Result<Option<(Bytes, T)>, Problem>> + 'static,
{
    stream::try_unfold(first, next)
        .inspect_err(move |error| tracing::error!(%error, what, "an answer broke off"))
        .boxed_local()
}
