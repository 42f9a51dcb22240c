//! What a deployment may choose about the edge.

use std::num::NonZeroU32;

/// The edge's settings, read by `platform::config`.
#[derive(Clone, Debug)]
pub struct EdgeSettings {
    /// Where the service is reached from outside (`https://payung.sumenepkab.go.id`), without a slash at the end.
    /// Empty makes problem types relative references.
    pub public_url: String,
    /// Origins whose scripts may call the API; `*` alone means any. Empty: none.
    pub cors_origins: Vec<String>,
    /// The largest JSON body in bytes.
    pub body_limit: usize,
    /// Whether a proxy in front sets `X-Forwarded-For`, so that its last entry is the peer.
    pub behind_proxy: bool,
    /// Requests a minute for one signed-in caller; none: unlimited.
    pub caller_limit: Option<NonZeroU32>,
    /// Requests a minute for one address without a valid token; none: unlimited.
    pub address_limit: Option<NonZeroU32>,
    /// Sign-ins and token requests a minute from one address; none: unlimited.
    pub sign_in_limit: Option<NonZeroU32>,
    /// Lookups by NIK a minute for one caller, so that nobody walks through the numbers; none: unlimited.
    pub lookup_limit: Option<NonZeroU32>,
    /// People a minute in the coverage checks of one caller; none: unlimited.
    pub check_limit: Option<NonZeroU32>,
}

impl Default for EdgeSettings {
    fn default() -> Self {
        Self {
            public_url: String::new(),
            cors_origins: Vec::new(),
            body_limit: 1024 * 1024,
            behind_proxy: false,
            caller_limit: NonZeroU32::new(6000),
            address_limit: NonZeroU32::new(600),
            sign_in_limit: NonZeroU32::new(30),
            lookup_limit: NonZeroU32::new(600),
            check_limit: NonZeroU32::new(6000),
        }
    }
}
