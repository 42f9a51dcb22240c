//! `embed_migrations!` reads the folder at compile time but does not tell cargo about it.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
