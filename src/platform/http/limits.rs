//! Rate limits: a bucket a caller, and a bucket an address for whoever has not shown a valid token.
//!
//! Each process counts for itself; behind several processes a caller gets as many times the limit. That is enough
//! for what limits are for here: one runaway client must not starve the others.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{HttpMessage, HttpRequest};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use uuid::Uuid;

use super::codes::Code;
use super::edge::Edge;
use super::problem::Problem;
use super::settings::EdgeSettings;

const WINDOW: Duration = Duration::from_secs(60);

/// After this many charges the buckets that are full again are forgotten, so that memory follows the callers of the
/// last minute and not all there ever were.
const SWEEP_EVERY: u32 = 4096;

/// The limits of a process.
#[derive(Debug)]
pub struct Limits {
    callers: Option<Bucket<Uuid>>,
    lookups: Option<Bucket<Uuid>>,
    checks: Option<Bucket<Uuid>>,
    addresses: Option<Bucket<Peer>>,
    sign_ins: Option<Bucket<Peer>>,
}

/// Who is behind an address: a whole /64 for IPv6, since one line has as many addresses as it likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Peer {
    V4([u8; 4]),
    V6([u16; 4]),
    Unknown,
}

#[derive(Debug)]
struct Bucket<K: Hash + Eq + Clone> {
    policy: &'static str,
    quota: NonZeroU32,
    limiter: DefaultKeyedRateLimiter<K, StateInformationMiddleware>,
    clock: DefaultClock,
    charges: AtomicU32,
}

/// How a caller stands after a charge; left in the request's extensions for the answer's headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    policy: &'static str,
    quota: u32,
    remaining: u32,
    wait: u64,
}

impl Limits {
    pub(super) fn new(settings: &EdgeSettings) -> Self {
        Self {
            callers: settings.caller_limit.map(|limit| Bucket::new("caller", limit)),
            lookups: settings.lookup_limit.map(|limit| Bucket::new("lookup", limit)),
            checks: settings.check_limit.map(|limit| Bucket::new("check", limit)),
            addresses: settings.address_limit.map(|limit| Bucket::new("address", limit)),
            sign_ins: settings.sign_in_limit.map(|limit| Bucket::new("sign-in", limit)),
        }
    }
}

/// Charges a request to a caller whose token is valid; 429 when the caller's minute is used up.
pub fn charge_caller(req: &HttpRequest, caller: Uuid) -> Result<(), Problem> {
    settle(req, Edge::of(req)?.limits.callers.as_ref(), &caller)
}

/// Charges a lookup by a personal number to a caller, beside the request itself.
pub fn charge_lookup(req: &HttpRequest, caller: Uuid) -> Result<(), Problem> {
    settle(req, Edge::of(req)?.limits.lookups.as_ref(), &caller)
}

/// Charges a caller for so many people whose cover is asked for, beside the request itself.
pub fn charge_checks(req: &HttpRequest, caller: Uuid, people: usize) -> Result<(), Problem> {
    let people = u32::try_from(people).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN);
    settle_many(req, Edge::of(req)?.limits.checks.as_ref(), &caller, people)
}

/// Charges a request to its address: one with a token that is not valid. The edge itself charges those without any.
pub fn charge_address(req: &HttpRequest) -> Result<(), Problem> {
    let edge = Edge::of(req)?;
    settle(req, edge.limits.addresses.as_ref(), &peer_of(req, edge.settings.behind_proxy))
}

/// Charges a sign-in or a token request to its address, before any password is hashed.
pub fn charge_sign_in(req: &HttpRequest) -> Result<(), Problem> {
    let edge = Edge::of(req)?;
    settle(req, edge.limits.sign_ins.as_ref(), &peer_of(req, edge.settings.behind_proxy))
}

/// The address that a request came from, as far as it can be trusted.
#[must_use]
pub fn address_of(req: &HttpRequest, behind_proxy: bool) -> Option<IpAddr> {
    let forwarded = || {
        let header = req.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
        // The proxy in front appends the address that it saw; what stands before it is the caller's own word.
        header.rsplit(',').next()?.trim().parse().ok()
    };
    let direct = || req.peer_addr().map(|peer| peer.ip());
    if behind_proxy { forwarded().or_else(direct) } else { direct() }
}

fn peer_of(req: &HttpRequest, behind_proxy: bool) -> Peer {
    match address_of(req, behind_proxy).map(|address| address.to_canonical()) {
        Some(IpAddr::V4(address)) => Peer::V4(address.octets()),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            Peer::V6([a, b, c, d])
        }
        None => Peer::Unknown,
    }
}

/// Charges a bucket, and leaves the standing for the answer's headers; the last bucket charged is the narrowest.
fn settle<K: Hash + Eq + Clone>(
    req: &HttpRequest,
    bucket: Option<&Bucket<K>>,
    key: &K,
) -> Result<(), Problem> {
    settle_many(req, bucket, key, NonZeroU32::MIN)
}

fn settle_many<K: Hash + Eq + Clone>(
    req: &HttpRequest,
    bucket: Option<&Bucket<K>>,
    key: &K,
    times: NonZeroU32,
) -> Result<(), Problem> {
    let Some(bucket) = bucket else { return Ok(()) };
    let (standing, verdict) = match bucket.charge(key, times) {
        Ok(standing) => (standing, Ok(())),
        Err(standing) => (standing, Err(Problem::new(Code::RateLimited).retry_after(standing.wait))),
    };
    req.extensions_mut().insert(standing);
    verdict
}

impl<K: Hash + Eq + Clone> Bucket<K> {
    fn new(policy: &'static str, per_minute: NonZeroU32) -> Self {
        let limiter =
            RateLimiter::keyed(Quota::per_minute(per_minute)).with_middleware::<StateInformationMiddleware>();
        Self {
            policy,
            quota: per_minute,
            limiter,
            clock: DefaultClock::default(),
            charges: AtomicU32::new(1),
        }
    }

    /// Charges so many times at once. More than the whole quota is charged as the whole quota.
    fn charge(&self, key: &K, times: NonZeroU32) -> Result<Standing, Standing> {
        if self.charges.fetch_add(1, Ordering::Relaxed).is_multiple_of(SWEEP_EVERY) {
            self.limiter.retain_recent();
        }
        let quota = self.quota.get();
        let standing = |remaining, wait| Standing { policy: self.policy, quota, remaining, wait };
        let checked = self.limiter.check_key_n(key, times.min(self.quota));
        // Never more than the quota is asked for, so that it is never beyond what the bucket can hold.
        let Ok(checked) = checked else { return Err(standing(0, WINDOW.as_secs())) };
        match checked {
            Ok(snapshot) => {
                let remaining = snapshot.remaining_burst_capacity();
                let used = u64::from(quota.saturating_sub(remaining));
                let wait = (used * WINDOW.as_secs()).div_ceil(u64::from(quota));
                Ok(standing(remaining, wait))
            }
            Err(refused) => {
                let wait = refused.wait_time_from(self.clock.now());
                Err(standing(0, wait.as_secs().saturating_add(1)))
            }
        }
    }
}

impl Standing {
    /// The headers of draft-ietf-httpapi-ratelimit-headers: the policy, what is left, and when all is there again.
    pub(super) fn write(&self, headers: &mut HeaderMap) {
        let window = WINDOW.as_secs();
        let policy = format!("\"{}\";q={};w={window}", self.policy, self.quota);
        let left = format!("\"{}\";r={};t={}", self.policy, self.remaining, self.wait);
        for (name, text) in [("ratelimit-policy", policy), ("ratelimit", left)] {
            if let Ok(value) = HeaderValue::try_from(text) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_bucket_gives_its_quota_and_then_refuses() {
        let bucket = Bucket::new("caller", NonZeroU32::new(3).expect("positive"));
        for left in [2, 1, 0] {
            assert_eq!(bucket.charge(&1, NonZeroU32::MIN).map(|s| s.remaining), Ok(left));
        }
        let refused = bucket.charge(&1, NonZeroU32::MIN).expect_err("the quota is used up");
        assert!((1..=20).contains(&refused.wait), "{}", refused.wait);
        assert!(bucket.charge(&2, NonZeroU32::MIN).is_ok(), "another key has a bucket of its own");
    }

    #[test]
    fn a_charge_counts_as_often_as_it_says_and_never_more_than_all() {
        let times = |n| NonZeroU32::new(n).expect("positive");
        let bucket = Bucket::new("check", times(10));
        assert_eq!(bucket.charge(&1, times(7)).map(|s| s.remaining), Ok(3));
        assert!(bucket.charge(&1, times(4)).is_err());
        assert_eq!(bucket.charge(&2, times(1000)).map(|s| s.remaining), Ok(0));
        assert!(bucket.charge(&2, times(1)).is_err());
    }

    #[test]
    fn memory_follows_the_recent_keys() {
        let bucket = Bucket::new("caller", NonZeroU32::new(1_000_000_000).expect("positive"));
        for key in 0..3 * SWEEP_EVERY {
            bucket.charge(&key, NonZeroU32::MIN).expect("within the quota");
        }
        assert!(bucket.limiter.len() <= usize::try_from(SWEEP_EVERY).expect("fits") + 1);
    }

    #[test]
    fn the_forwarded_address_counts_only_behind_a_proxy_and_only_its_last_entry() {
        let req = TestRequest::default()
            .peer_addr("192.0.2.1:80".parse().expect("address"))
            .insert_header(("x-forwarded-for", "10.0.0.1, 198.51.100.7"))
            .to_http_request();
        assert_eq!(address_of(&req, false), "192.0.2.1".parse().ok());
        assert_eq!(address_of(&req, true), "198.51.100.7".parse().ok());
    }

    #[test]
    fn an_ipv6_line_is_one_peer() {
        let peer = |address: &str| {
            let req = TestRequest::default().peer_addr(address.parse().expect("address")).to_http_request();
            peer_of(&req, false)
        };
        assert_eq!(peer("[2001:db8:1:2:3::4]:80"), peer("[2001:db8:1:2::9]:80"));
        assert_ne!(peer("[2001:db8:1:2::9]:80"), peer("[2001:db8:1:3::9]:80"));
        assert_eq!(peer("[::ffff:192.0.2.1]:80"), peer("192.0.2.1:80"));
    }
}
