//! Makes messages of what has happened: reads the committed changes in their order and tells the people concerned.
//!
//! How far it has come is kept in the transaction that writes the messages, so that each cause is told once, whoever is
//! killed in between; and a cause that nobody thought of when it was written is told all the same. Nobody waits for it: the
//! paths that change something are no slower.

mod added;
mod addressees;
mod claims;
mod cover;
mod draft;
mod happening;
mod life;
mod moved;
mod paid;
mod papers;
mod steps;
mod wrong;
mod years;

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::queries::causes::{self, Card};
use super::queries::{self, Places, locks};
use super::rules::{MessageCancelReason, MessageKind, MessageRecipient};
use super::service::{alert_after, deployment, withhold};
use super::texts::{Told, office};
use crate::cover::enrolment::annex::words;
use crate::domain::Day;
use crate::platform::changes::Origin;
use crate::platform::db::transaction::transact;
use crate::platform::http::Problem;
use cover::Rates;
use draft::{Draft, write};
use happening::{Happening, What};
use moved::Move;
use paid::PaidAgain;

/// How long the maker rests when nothing has happened.
pub const REST: Duration = Duration::from_secs(1);

/// So many changes are looked at in one transaction.
const WINDOW: i64 = 500;

/// What happened longer ago is no news: history that is brought in does not fill the outbox.
const NEWS_DAYS: i64 = 30;

/// So many messages expire in one transaction.
const EXPIRED_AT_ONCE: i64 = 500;

/// Reads the next changes and writes what there is to tell. False where nothing was left to read, or another process reads.
pub async fn make_next(
    conn: &mut AsyncPgConnection,
    now: DateTime<Utc>,
    today: Day,
) -> Result<bool, Problem> {
    transact(conn, async |conn| {
        let Some(position) = causes::hold_cursor(conn).await? else { return Ok(false) };
        let until = causes::last_position(conn).await?.min(position.saturating_add(WINDOW));
        if until <= position {
            return Ok(false);
        }
        let since = now - TimeDelta::days(NEWS_DAYS);
        let actions = happening::actions();
        let told = (happening::SUBJECTS, actions.as_slice());
        let news = causes::news(conn, (position, until), told, since).await?;
        let happenings: Vec<Happening> = news.into_iter().filter_map(happening::read).collect();
        if !happenings.is_empty() {
            Maker::new(conn, &happenings, now, today).await?.tell(conn, happenings).await?;
        }
        causes::move_cursor(conn, until).await?;
        Ok(true)
    })
    .await
}

/// Cancels what is not to go out any more: its last day is over, the lapse of which it warns is averted, or it is wrong since a
/// sender took it. False where nothing was left.
pub async fn expire(conn: &mut AsyncPgConnection, now: DateTime<Utc>, today: Day) -> Result<bool, Problem> {
    transact(conn, async |conn| {
        let origin = deployment(now);
        let rows = locks::lock_expired(conn, (now, today), EXPIRED_AT_ONCE).await?;
        let mut found = !rows.is_empty();
        withhold(conn, &origin, rows, MessageCancelReason::Expired).await?;
        let alert_after = alert_after(conn, today).await?;
        let rows = locks::lock_paid(conn, alert_after, EXPIRED_AT_ONCE).await?;
        found |= !rows.is_empty();
        withhold(conn, &origin, rows, MessageCancelReason::Superseded).await?;
        for reason in MessageCancelReason::ALL {
            let rows = locks::lock_withheld(conn, *reason, now, EXPIRED_AT_ONCE).await?;
            found |= !rows.is_empty();
            withhold(conn, &origin, rows, *reason).await?;
        }
        Ok(found)
    })
    .await
}

/// What is known of everybody concerned, and what is to be told them.
struct Maker {
    origin: Origin,
    today: Day,
    cards: HashMap<(Uuid, i32), Card>,
    asked_for: HashMap<Uuid, (Uuid, i32)>,
    places: Places,
    rates: Rates,
    paid_again: PaidAgain,
    drafts: Vec<Draft>,
    /// How often drafts were written.
    flushed: i64,
}

impl Maker {
    /// Looks up everybody concerned at once.
    async fn new(
        conn: &mut AsyncPgConnection,
        happenings: &[Happening],
        now: DateTime<Utc>,
        today: Day,
    ) -> Result<Self, Problem> {
        let transfers: Vec<Uuid> = happenings.iter().filter_map(Happening::transfer).collect();
        let asked_for = causes::asked_for(conn, &transfers).await?;
        let mut keys: Vec<(Uuid, i32)> = happenings.iter().filter_map(Happening::worker).collect();
        keys.extend(asked_for.values());
        let cards = causes::cards(conn, &keys).await?;
        let villages: Vec<&str> = happenings.iter().filter_map(Happening::village).collect();
        let places = queries::places(conn, Vec::new(), &villages).await?;
        let paid_again = PaidAgain::look_up(conn, happenings).await?;
        let (origin, rates, drafts) = (deployment(now), Rates::default(), Vec::new());
        Ok(Self { origin, today, cards, asked_for, places, rates, paid_again, drafts, flushed: 0 })
    }

    /// Tells one after the other, and writes what is left to tell in the end.
    async fn tell(mut self, conn: &mut AsyncPgConnection, all: Vec<Happening>) -> Result<(), Problem> {
        for happening in all {
            let cause = happening.cause();
            match happening.what {
                What::Coverage(row, step) => self.coverage(conn, &cause, &row, step).await?,
                What::Claim(file, before, step) => self.claim(conn, &cause, &file, &before, step).await?,
                What::Died(worker) => self.died(conn, worker).await?,
                What::Lives(worker) => self.lives(conn, worker).await?,
                What::Moved { id, worker, village } => {
                    let from = self.asked_for.get(&id).copied().unwrap_or(worker);
                    self.moves_house(conn, (Move::ByTransfer, &id.to_string()), (from, worker), &village)
                        .await?;
                    self.moved(&cause, (id, worker), &village, true);
                }
                What::Rehoused { worker, village } => {
                    // What it is about ends at the first dot of a cause.
                    let mark = cause.replace('.', "-");
                    self.moves_house(conn, (Move::Corrected, &mark), (worker, worker), &village).await?;
                }
                What::Stayed { id, village } => {
                    if let Some(worker) = self.asked_for.get(&id).copied() {
                        self.moved(&cause, (id, worker), &village, false);
                    }
                }
                What::Closed { regency_id, month } => {
                    self.close(conn, regency_id, month).await?;
                }
            }
        }
        self.keep_back_paid(conn).await?;
        self.flush(conn).await
    }

    /// Writes what was gathered so far: a regency may have a hundred thousand members. The ids follow the order also where that
    /// happens several times.
    async fn flush(&mut self, conn: &mut AsyncPgConnection) -> Result<(), Problem> {
        let at = self.origin.now + TimeDelta::milliseconds(self.flushed);
        self.flushed = self.flushed.saturating_add(1);
        write(conn, &self.origin, (at, self.today), std::mem::take(&mut self.drafts)).await
    }

    /// Adds a message to a worker, where the worker lives.
    fn inform_worker(&mut self, cause: String, worker: (Uuid, i32), subject_id: Uuid, told: &Told<'_>) {
        let Some(card) = self.cards.get(&worker).filter(|card| !card.is_dead()) else { return };
        self.drafts.push(Draft {
            cause,
            kind: told.kind(),
            subject_id,
            worker,
            village_code: card.village_code.clone(),
            recipient: MessageRecipient::Worker,
            recipient_name: card.name.clone(),
            phone: card.phone_sealed.clone().zip(card.phone_mask.clone()),
            text: told.text(office(&card.village_code)),
            not_after: told.last_day(self.today),
        });
    }

    fn name_of(&self, worker: (Uuid, i32)) -> String {
        self.cards.get(&worker).map(|card| card.name.clone()).unwrap_or_default()
    }

    /// What is to tell this of some subjects is wrong by now.
    async fn supersede(
        &mut self,
        conn: &mut AsyncPgConnection,
        (subject_ids, regency_id): (&[Uuid], i32),
        kind: MessageKind,
    ) -> Result<(), Problem> {
        self.forget((subject_ids, regency_id), kind);
        let rows = locks::lock_about(conn, (subject_ids, regency_id), kind).await?;
        withhold(conn, &self.origin, rows, MessageCancelReason::Superseded).await
    }

    /// Drops what is not written yet and was to tell this of some subjects.
    fn forget(&mut self, (subject_ids, regency_id): (&[Uuid], i32), kind: MessageKind) {
        self.drafts.retain(|draft| {
            !subject_ids.contains(&draft.subject_id) || draft.worker.1 != regency_id || draft.kind != kind
        });
    }

    /// A transfer was answered.
    fn moved(&mut self, cause: &str, (id, worker): (Uuid, (Uuid, i32)), village_code: &str, moves: bool) {
        let name = self.name_of(worker);
        let village = words::village(village_code, self.places.village(village_code));
        let told = match moves {
            true => Told::TransferAccepted { name: &name, village: &village },
            false => Told::TransferRefused { name: &name, village: &village },
        };
        self.inform_worker(cause.to_owned(), worker, id, &told);
    }
}
