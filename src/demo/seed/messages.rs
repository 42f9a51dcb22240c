//! What happened lately is told to the people concerned, so that the first look at the outbox finds something.

use super::Place;
use crate::casework::messages::maker;
use crate::platform::changes::sequencer;
use crate::platform::http::Problem;

/// Puts all changes in their order and makes the messages of the last ones. The service goes on from there.
pub async fn tell(place: &Place<'_>) -> Result<(), Problem> {
    let (now, mut conn) = (place.state.clock.now(), place.state.db.write().await?);
    while sequencer::stamp_batch(&mut conn, now).await? > 0 {}
    while maker::make_next(&mut conn, now, place.today).await? {}
    Ok(())
}
