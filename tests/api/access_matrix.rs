//! Every operation of the document, called by every role from its own and from a foreign region. The verdicts are
//! written by hand in `access_matrix/table.txt`; an operation without a row fails, and so does a row without an
//! operation.

mod cast;
mod document;
mod samples;
mod table;

use std::collections::BTreeSet;

use cast::{Actor, Cast};
use document::Operation;
use samples::Sample;
use table::Verdict;

use crate::support::request::Answer;

#[test]
fn every_operation_has_a_row_and_every_row_an_operation() {
    let operations: BTreeSet<String> =
        document::operations().into_iter().map(|operation| operation.id).collect();
    let rows: BTreeSet<String> = table::rows().into_iter().map(|row| row.operation).collect();
    let missing: Vec<&String> = operations.difference(&rows).collect();
    let dead: Vec<&String> = rows.difference(&operations).collect();
    assert!(missing.is_empty(), "write the verdicts of {missing:?} into tests/api/access_matrix/table.txt");
    assert!(dead.is_empty(), "{dead:?} are no operations any more");
}

#[tokio::test]
async fn every_caller_gets_the_verdict_of_the_table() {
    let cast = Cast::assemble().await;
    let mut failures: Vec<String> = Vec::new();
    for row in table::rows() {
        let Some(operation) = document::find(&row.operation) else { continue };
        let sample = samples::of(&cast, &operation.id)
            .await
            .unwrap_or_else(|| panic!("{} has no sample in tests/api/access_matrix/samples", operation.id));
        let anonymous = cast.call(&operation, &sample, None).await;
        match &row.verdicts {
            None => expect_public(&mut failures, &operation, &anonymous),
            Some(verdicts) => {
                expect_secured(&mut failures, &operation, &anonymous);
                let scopeless = cast.scopeless_client();
                let answer = cast.call(&operation, &sample, Some(&scopeless)).await;
                expect_scopes(&mut failures, &operation, &answer);
                // Abroad first: what a foreigner could write would show before anybody at home has done it.
                for (actor, verdict) in cast.actors(&operation).iter().zip(verdicts).rev() {
                    let answer = cast.call(&operation, &sample, Some(actor)).await;
                    expect_verdict(&mut failures, &operation, &sample, actor, *verdict, &answer);
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} verdicts do not hold:\n{}", failures.len(), failures.join("\n"));
}

fn expect_public(failures: &mut Vec<String>, operation: &Operation, answer: &Answer) {
    if operation.is_secured {
        failures.push(format!("{}: the table says public, the document does not", operation.id));
    }
    if !answer.status.is_success() {
        failures.push(format!("{}: anybody gets {}: {}", operation.id, answer.status, answer.text()));
    }
}

fn expect_secured(failures: &mut Vec<String>, operation: &Operation, answer: &Answer) {
    if !operation.is_secured {
        failures.push(format!("{}: the document says public, the table does not", operation.id));
    }
    if answer.status != 401 || answer.header("www-authenticate").is_none() {
        failures.push(format!("{}: without a token: {}", operation.id, answer.status));
    }
}

/// A system without any scope may do only what the document says needs none.
fn expect_scopes(failures: &mut Vec<String>, operation: &Operation, answer: &Answer) {
    let needs_none = operation.client_scopes.as_ref().is_some_and(Vec::is_empty);
    if (answer.status == 403) == needs_none {
        failures.push(format!("{}: a client without scopes gets {}", operation.id, answer.status));
    }
}

fn expect_verdict(
    failures: &mut Vec<String>,
    operation: &Operation,
    sample: &Sample,
    actor: &Actor,
    verdict: Verdict,
    answer: &Answer,
) {
    let status = answer.status.as_u16();
    let shows = sample.marker.as_ref().map(|marker| answer.text().contains(marker.as_str()));
    let holds = match verdict {
        // Somebody before may have done it already, which is for the state or the version to say.
        Verdict::May => answer.status.is_success() && shows != Some(false) || matches!(status, 409 | 412),
        // Not there, not in the list, or (in a body) a region that is not the caller's.
        Verdict::Absent => matches!(status, 404 | 422) || answer.status.is_success() && shows == Some(false),
        Verdict::Forbidden => status == 403,
    };
    if !holds {
        let excerpt: String = answer.text().chars().take(300).collect();
        failures
            .push(format!("{} by {}: {verdict:?} expected, {status}: {excerpt}", operation.id, actor.name));
    }
}
