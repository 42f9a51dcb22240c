//! Who runs Postgres, and where: it refuses to run as root.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use super::EmbeddedError;

/// "nobody" by convention, when the machine has no user `postgres`.
const NOBODY: u32 = 65534;

/// The user that Postgres runs as.
#[derive(Debug, Clone, Copy)]
pub(super) struct Account {
    /// `None`: as ourselves.
    pub(super) other: Option<(u32, u32)>,
}

impl Account {
    pub(super) fn choose() -> Result<Self, EmbeddedError> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self { other: None });
        }
        // Where there is no such file there is no user `postgres` either.
        let users = fs::read_to_string("/etc/passwd").unwrap_or_else(|_| String::new());
        Ok(Self { other: Some(find_postgres(&users).unwrap_or((NOBODY, NOBODY))) })
    }

    /// Makes the directory and checks that Postgres's user can reach it. Returns its absolute form.
    pub(super) fn prepare(self, dir: &Path) -> Result<PathBuf, EmbeddedError> {
        let mode = if self.other.is_some() { 0o711 } else { 0o700 };
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o755)
            .create(dir.parent().unwrap_or(dir))
            .and_then(|()| fs::DirBuilder::new().recursive(true).mode(mode).create(dir))
            .map_err(EmbeddedError::io(format!("making {}", dir.display())))?;
        let dir = dir.canonicalize().map_err(EmbeddedError::io(format!("resolving {}", dir.display())))?;
        let owner = fs::metadata(&dir).map_err(EmbeddedError::io(dir.display().to_string()))?.uid();
        if owner != rustix::process::geteuid().as_raw() {
            return Err(EmbeddedError::Words(format!(
                "{} belongs to another user; choose another --data-dir",
                dir.display()
            )));
        }
        fs::set_permissions(&dir, fs::Permissions::from_mode(mode))
            .map_err(EmbeddedError::io(format!("setting the mode of {}", dir.display())))?;
        if let Some((uid, _)) = self.other {
            check_reachable(&dir, uid)?;
        }
        Ok(dir)
    }

    /// A directory of Postgres's own, readable by nobody else.
    pub(super) fn private_dir(self, dir: &Path) -> Result<(), EmbeddedError> {
        let what = || format!("making {}", dir.display());
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(EmbeddedError::io(what()))?;
        self.give(dir)
    }

    /// Makes Postgres's user the owner.
    pub(super) fn give(self, path: &Path) -> Result<(), EmbeddedError> {
        let Some((uid, gid)) = self.other else { return Ok(()) };
        chown(path, Some(uid), Some(gid))
            .map_err(EmbeddedError::io(format!("changing the owner of {}", path.display())))
    }
}

fn find_postgres(passwd: &str) -> Option<(u32, u32)> {
    let line = passwd.lines().find(|line| line.starts_with("postgres:"))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

fn check_reachable(dir: &Path, uid: u32) -> Result<(), EmbeddedError> {
    for ancestor in dir.ancestors() {
        let metadata = fs::metadata(ancestor).map_err(EmbeddedError::io(ancestor.display().to_string()))?;
        let reachable =
            metadata.mode() & 0o001 != 0 || (metadata.uid() == uid && metadata.mode() & 0o100 != 0);
        if !reachable {
            return Err(EmbeddedError::Words(format!(
                "Postgres does not run as root, and its user (uid {uid}) cannot enter {}; \
                 choose a --data-dir elsewhere, for instance /var/lib/payung",
                ancestor.display()
            )));
        }
    }
    Ok(())
}

/// `/var/lib/payung` as root, else the user's data folder.
pub fn default_data_dir() -> Result<PathBuf, EmbeddedError> {
    if rustix::process::geteuid().is_root() {
        return Ok(PathBuf::from("/var/lib/payung"));
    }
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute("XDG_DATA_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/share")))
        .map(|base| base.join("payung"))
        .ok_or_else(|| EmbeddedError::Words("neither HOME nor XDG_DATA_HOME is set; give --data-dir".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_postgres_is_found_by_its_whole_name() {
        let passwd =
            "root:x:0:0::/root:/bin/sh\npostgresql:x:5:6::/:/bin/sh\npostgres:x:101:104:x:/:/bin/sh\n";
        assert_eq!(find_postgres(passwd), Some((101, 104)));
        assert_eq!(find_postgres("root:x:0:0::/root:/bin/sh\n"), None);
    }
}
