//! A bucket that speaks S3, as it is configured.

use std::str::FromStr;

use super::Secret;

/// A bucket and the folder in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketName {
    /// The bucket.
    pub bucket: String,
    /// What stands before each key, without a slash around it; may be empty.
    pub prefix: String,
}

/// Why an address names no bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write s3://bucket or s3://bucket/prefix")]
pub struct NoBucket;

impl FromStr for BucketName {
    type Err = NoBucket;

    fn from_str(text: &str) -> Result<Self, NoBucket> {
        let rest = text.strip_prefix("s3://").ok_or(NoBucket)?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        if bucket.is_empty() || !bucket.chars().all(is_name) {
            return Err(NoBucket);
        }
        Ok(Self { bucket: bucket.to_owned(), prefix: prefix.trim_matches('/').to_owned() })
    }
}

/// The bucket for documents, and how to get in.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// Which one.
    pub name: BucketName,
    /// Where it is, if not at Amazon.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: String,
    /// The id of the key; without it the machine's role is asked.
    pub access_key_id: Option<Secret>,
    /// The key.
    pub secret_access_key: Option<Secret>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_has_a_name_and_perhaps_a_folder() {
        let read = |text: &str| text.parse::<BucketName>().map(|name| (name.bucket, name.prefix));
        let named = |bucket: &str, prefix: &str| Ok((bucket.to_owned(), prefix.to_owned()));
        assert_eq!(read("s3://berkas"), named("berkas", ""));
        assert_eq!(read("s3://berkas/payung/sumenep/"), named("berkas", "payung/sumenep"));
        for wrong in ["", "berkas", "https://berkas", "s3://", "s3:///x", "s3://user:key@berkas"] {
            assert_eq!(read(wrong), Err(NoBucket), "{wrong}");
        }
    }
}
