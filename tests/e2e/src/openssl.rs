//! Keys and certificates in the forms that people have, made by `openssl`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use lab::ServerOptions;

/// A folder in which `openssl` makes things, with an authority of its own: `ca` and `ca.crt`.
#[derive(Debug)]
pub struct OpenSsl(PathBuf);

impl OpenSsl {
    /// Makes the folder below this directory.
    ///
    /// # Errors
    /// `openssl` is missing.
    pub fn in_directory(directory: &Path) -> Result<Self> {
        let this = Self(directory.join("openssl"));
        std::fs::create_dir_all(&this.0)?;
        this.run("req -x509 -newkey rsa:2048 -nodes -keyout ca -subj /CN=TestCA -days 30 -out ca.crt")?;
        std::fs::write(this.path("client.ext"), "extendedKeyUsage=clientAuth\n")?;
        std::fs::write(this.path("between.ext"), "basicConstraints=critical,CA:TRUE\n")?;
        Ok(this)
    }

    /// Runs `openssl` with these arguments in the folder and gives what it printed.
    ///
    /// # Errors
    /// It fails.
    pub fn run(&self, line: &str) -> Result<String> {
        let output = Command::new("openssl").current_dir(&self.0).args(line.split(' ')).output()?;
        if !output.status.success() {
            bail!("{line}: {output:?}");
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Where a thing of this name lies.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// What is in the file of this name.
    ///
    /// # Errors
    /// It was not made.
    pub fn text(&self, name: &str) -> Result<String> {
        std::fs::read_to_string(self.path(name)).with_context(|| name.to_owned())
    }

    /// A certificate of this name for the key in the file `key`, signed by `authority`; without a `kind` it is one of version 1.
    ///
    /// # Errors
    /// There is no such key, authority or kind.
    pub fn sign(&self, key: &str, name: &str, authority: &str, kind: Option<&str>) -> Result<()> {
        let extensions = kind.map(|kind| format!(" -extfile {kind}.ext")).unwrap_or_default();
        self.run(&format!("req -new -key {key} -subj /CN={name} -out {key}.csr"))?;
        let by = format!("-CA {authority}.crt -CAkey {authority} -CAcreateserial");
        self.run(&format!("x509 -req -in {key}.csr {by} -days 30{extensions} -out {key}.crt"))?;
        Ok(())
    }

    /// A server that trusts this authority.
    #[must_use]
    pub fn trusting_server(&self) -> ServerOptions {
        ServerOptions { server_lines: vec![format!("ca {}/ca.crt", self.0.display())], ..ServerOptions::default() }
    }

    /// A certificate and its key as a profile has them.
    ///
    /// # Errors
    /// One of them was not made.
    pub fn pair(&self, certificate: &str, key: &str) -> Result<String> {
        Ok(format!("<cert>\n{}</cert>\n<key>\n{}</key>", self.text(certificate)?, self.text(key)?))
    }

    /// The profile with this in place of its certificate and key.
    ///
    /// # Errors
    /// It has none.
    pub fn shown(profile: &str, identity: &str) -> Result<String> {
        let (head, _) = profile.split_once("<cert>").context("<cert>")?;
        let (_, tail) = profile.split_once("</key>").context("</key>")?;
        Ok(format!("{head}{identity}{tail}"))
    }
}
