//! A profile of the protocol on the way that every profile goes: found in a folder, stored sealed, opened again, and told about
//! in the terminal. An OpenVPN profile beside it is still one.

#![cfg(test)]

use std::{
    path::Path,
    process::{Command, Output},
};

use anyhow::{Context, Result};
use ovpn_profile::OpenVpn;
use profile_api::{FileVerdict, Formats, Parsed};
use profiles::{Card, Document, ProfileId, Sealed, Store, Stored, Texts, Vault, gather, testing::FakeKeychain};
use sample_protocol::{
    formats,
    provider::{SAMPLE, SampleProvider, SampleSettings},
};
use serde_json::Value;
use tempfile::TempDir;
use vpn_api::{ProtocolProfile, ProtocolProvider, Secret};

const WORK: &str = "sample-profile 1\nname Work\nserver vpn.example:7000\n";

/// An OpenVPN profile that can be used.
const HOME: &str = "client\ndev tun\nremote vpn.example.com\nauth-user-pass\npeer-fingerprint \
    00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff\n";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text)?;
    }
    Ok(folder)
}

fn both() -> Result<TempDir> {
    folder(&[("a.ovpn", HOME), ("b.sample", WORK), ("c.conf", WORK), ("readme.txt", WORK)])
}

/// The profiles of a folder with their texts, as an import finds them.
fn found(folder: &Path, formats: &Formats) -> Result<Vec<(String, String, Parsed)>> {
    let found = gather(folder, formats)?.into_iter().map(|found| {
        let bytes = found.content?;
        let import = formats.read(&found.file, &bytes, &found.beside);
        Ok((found.file, String::from_utf8(bytes)?, import.outcome?))
    });
    found.collect()
}

/// A profile of the store, sealed under the vault's key.
async fn stored(vault: &Vault, name: &str, text: &str, parsed: &Parsed) -> Result<Stored> {
    let (id, key) = (ProfileId::random().context("randomness")?, vault.sealing_key().await?);
    let texts = Some(Texts::new(text.to_owned(), text.to_owned()));
    let document = Sealed::seal(&Document { profile: parsed.profile.clone(), texts }, &id, &key)?;
    let fingerprint = profiles::fingerprint(&parsed.profile, &key).context("fingerprint")?;
    let card = Card::new(id, name.to_owned(), parsed.servers.clone(), parsed.sign_in, 0);
    Ok(Stored { card, body: profiles::Body::Sealed { document, fingerprint } })
}

#[test]
fn profiles_of_both_protocols_are_found_in_one_folder() -> Result<()> {
    let folder = both()?;
    let found = found(folder.path(), &formats())?;
    let protocols: Vec<_> =
        found.iter().map(|(file, _, parsed)| (file.as_str(), parsed.profile.protocol.as_str())).collect();
    assert_eq!(protocols, [("a.ovpn", "openvpn"), ("b.sample", "sample"), ("c.conf", "sample")]);
    assert_eq!(found[1].2.name_hint.as_deref(), Some("Work"));

    // It is the format that does it: without it, neither file is a profile.
    let alone = Formats::new(OpenVpn);
    let names: Vec<_> = gather(folder.path(), &alone)?.into_iter().map(|found| found.file).collect();
    assert_eq!(names, ["a.ovpn"]);
    let import = alone.read("b.sample", WORK.as_bytes(), &profile_api::NoSideFiles);
    assert_eq!(import.report.verdict, FileVerdict::Reject);
    Ok(())
}

#[tokio::test]
async fn what_is_stored_sealed_opens_as_what_was_imported() -> Result<()> {
    let (imported, data) = (both()?, tempfile::tempdir()?);
    let (formats, keychain) = (formats(), FakeKeychain::default());
    let found = found(imported.path(), &formats)?;
    {
        let vault = Vault::new(keychain.clone());
        let (mut store, damage) = Store::open(data.path());
        assert!(damage.is_empty(), "{damage:?}");
        for (file, text, parsed) in &found {
            store.put(stored(&vault, file, text, parsed).await?)?;
        }
    }
    // Another start of the program: another store and another vault over the same folder and the same keychain.
    let (store, damage) = Store::open(data.path());
    assert!(damage.is_empty(), "{damage:?}");
    assert_eq!(store.iter().count(), found.len());
    let vault = Vault::new(keychain);
    for (file, text, parsed) in &found {
        let stored = store.iter().find(|stored| stored.card.name == *file).context("it is gone")?;
        assert_eq!(stored.card.servers, parsed.servers);
        assert_eq!(vault.open(stored, &formats).await?, parsed.profile, "{file}");
        let document = vault.open_document(stored).await?;
        assert_eq!(document.texts.map(|texts| texts.current().to_owned()).as_deref(), Some(text.as_str()));
        let taken = SampleProvider.settings(&parsed.profile.settings).ok();
        let settings = taken.as_ref().and_then(|settings| settings.get::<SampleSettings>());
        assert_eq!(settings.map(|settings| settings.port), (parsed.profile.protocol == SAMPLE).then_some(7000));
    }
    Ok(())
}

#[test]
fn settings_of_an_earlier_version_are_read_again_from_the_text() -> Result<()> {
    let today = formats().read("b.sample", WORK.as_bytes(), &profile_api::NoSideFiles).outcome?.profile;
    let earlier = ProtocolProfile { protocol: SAMPLE, settings: Secret::from(r#"{"address":"vpn.example"}"#) };
    let texts = Some(Texts::new(WORK.to_owned(), WORK.to_owned()));
    let document = Document { profile: earlier.clone(), texts };
    assert_eq!(document.clone().into_profile(&formats()), today);
    assert_eq!(document.into_profile(&Formats::new(OpenVpn)), earlier, "no format of the protocol is there");
    Ok(())
}

fn lint(path: &Path) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_sample-aditctl")).args(["--json", "lint"]).arg(path).output()?)
}

fn answers(output: &Output) -> Result<Vec<Value>> {
    let text = std::str::from_utf8(&output.stdout)?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

#[test]
fn the_terminal_tells_what_it_makes_of_both() -> Result<()> {
    let folder = both()?;
    let output = lint(folder.path())?;
    let found = answers(&output)?;
    let told: Vec<_> = found
        .iter()
        .map(|file| (file["verdict"].as_str(), file["directives"].as_array().map_or(0, Vec::len)))
        .collect();
    assert_eq!(told, [(Some("importable"), 5), (Some("importable"), 3), (Some("importable"), 3)]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(found[1]["directives"][2]["name"], "server");

    let bad = folder.path().join("bad.sample");
    std::fs::write(&bad, format!("{WORK}up /bin/sh\n"))?;
    let output = lint(&bad)?;
    assert_eq!(output.status.code(), Some(2));
    let found = answers(&output)?;
    assert_eq!(found[0]["verdict"], "reject");
    let up = &found[0]["directives"][3];
    assert_eq!((up["line"].as_u64(), up["verdict"].as_str()), (Some(4), Some("refused")));
    assert_eq!(up["code"], "unknown-directive");
    let sentence = up["reason"].as_str().context("a sentence")?;
    assert!(sentence.starts_with("Adit does not know “up”."), "{sentence}");
    Ok(())
}
