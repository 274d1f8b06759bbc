//! Which profile is meant: a file, or one of the person's own list; and what is remembered for signing in.

use std::{path::Path, time::Duration};

use i18n::Value;
use profile_api::{Formats, Reason, Rejected, SecretFiles};
use profiles::{DesktopKeychain, KeychainError, OpenError, Store, Stored, Vault};
use vpn_api::{ConnectionId, ManagedCard, PolicyView, ProtocolProfile, Secrets};
use vpn_ipc::Client;

use crate::{
    exit::{CommandError, Exit},
    files, lint,
    output::{Output, said},
    policy,
};

/// As many reasons why a profile cannot be used are shown at once.
const SHOWN_REASONS: usize = 5;

/// As many names of profiles are listed at once.
const SHOWN_NAMES: usize = 20;

/// When the keychain takes longer, it probably asks something on the screen.
const KEYCHAIN_ASKS: Duration = Duration::from_secs(1);

/// A tunnel that is to be brought up.
pub(crate) struct WantedTunnel {
    /// Its id at the helper. That of a profile of the list is the window's own, so that both mean the same connection.
    pub(crate) connection: ConnectionId,
    /// Name for people.
    pub(crate) name: String,
    /// The typed profile.
    pub(crate) profile: ProtocolProfile,
    /// What is remembered for signing in.
    pub(crate) remembered: Secrets,
    /// Files that a profile in a file names for what has to be typed.
    pub(crate) secret_files: SecretFiles,
}

/// Opens what `wanted` names, where the helper may know it as a profile of the organisation: those go before the person's own, and a
/// file before both.
pub(crate) async fn open_anywhere(
    wanted: &Path,
    socket: &Path,
    formats: &Formats,
    output: Output,
) -> Result<WantedTunnel, CommandError> {
    if is_file(wanted, formats) {
        return from_file(wanted, formats);
    }
    let name = wanted.to_string_lossy();
    let policy = match Client::connect(socket).await {
        Ok((client, _events)) => policy::ask(&client).await?,
        // What becomes of it without a helper is said when it is to be connected.
        Err(_) => None,
    };
    match policy.as_ref().and_then(|policy| managed(policy, &name)) {
        Some(tunnel) => Ok(tunnel),
        None => from_list(&name, formats, output).await,
    }
}

fn managed(policy: &PolicyView, wanted: &str) -> Option<WantedTunnel> {
    let by = |fits: &dyn Fn(&ManagedCard) -> bool| policy.profiles.iter().find(|card| fits(card));
    let card = by(&|card| card.id.as_str() == wanted).or_else(|| by(&|card| card.name == wanted))?;
    Some(WantedTunnel {
        connection: card.id.clone(),
        name: card.name.clone(),
        profile: vpn_api::policy::managed(&card.id),
        remembered: Secrets::default(),
        secret_files: SecretFiles::default(),
    })
}

/// Opens what `wanted` names. A file goes before a profile of the same name.
pub(crate) async fn open(wanted: &Path, formats: &Formats, output: Output) -> Result<WantedTunnel, CommandError> {
    if is_file(wanted, formats) {
        from_file(wanted, formats)
    } else {
        from_list(&wanted.to_string_lossy(), formats, output).await
    }
}

/// What is there as a file, or is written like one.
fn is_file(wanted: &Path, formats: &Formats) -> bool {
    let text = wanted.to_string_lossy();
    formats.is_profile_name(&text) || text.contains(std::path::is_separator) || (wanted.exists() && !wanted.is_dir())
}

fn from_file(path: &Path, formats: &Formats) -> Result<WantedTunnel, CommandError> {
    let import = files::import(path, formats)?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let parsed = import.outcome.map_err(|rejected| {
        let mut lines = vec![format!("{} cannot be used as it stands.", path.display())];
        let mut reasons: Vec<(Option<u32>, Reason)> = match rejected {
            Rejected::Refused => {
                let refusals = import.report.refusals();
                refusals.into_iter().map(|(line, reason)| (line, reason.clone())).collect()
            }
            Rejected::Incomplete { needs } => {
                needs.iter().map(|need| (Some(need.line()), need.reason().into())).collect()
            }
        };
        reasons.sort_by_key(|(line, _)| line.unwrap_or(u32::MAX));
        for (line, reason) in reasons.iter().take(SHOWN_REASONS) {
            let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
            lines.push(format!("  {place}{}", lint::explain(reason)));
        }
        if let Some(more) = reasons.len().checked_sub(SHOWN_REASONS).filter(|more| *more > 0) {
            lines.push(format!("  {}", said("aditctl-more-lines", &[("count", &more.to_string())])));
        }
        lines.push(format!("  {}", said("aditctl-lint-tells", &[("file", &path.display().to_string())])));
        CommandError::message(Exit::Profile, lines.join("\n"))
    })?;
    Ok(WantedTunnel {
        connection: ConnectionId::of_file(&stem),
        name: parsed.name_hint.unwrap_or(stem),
        profile: parsed.profile,
        remembered: Secrets::default(),
        secret_files: parsed.secret_files,
    })
}

async fn from_list(wanted: &str, formats: &Formats, output: Output) -> Result<WantedTunnel, CommandError> {
    let folder = profiles::default_folder();
    let folder = folder.ok_or_else(|| CommandError::message(Exit::Machine, said("aditctl-no-home", &[])))?;
    let (store, damage) = Store::open(&folder);
    let stored = find(&store, wanted).map_err(|(exit, sentence)| {
        let mut lines = vec![sentence];
        for damage in damage.iter().take(SHOWN_NAMES) {
            lines.push(format!("{} is left out: {}.", damage.path.display(), damage.cause));
        }
        CommandError::message(exit, lines.join("\n"))
    })?;
    let name = stored.card.name.clone();
    let (profile, remembered) =
        with_keychain(&store, stored, formats, output).await.map_err(|error| explain(&name, &error))?;
    let secret_files = SecretFiles::default();
    Ok(WantedTunnel { connection: stored.card.id.connection().clone(), name, profile, remembered, secret_files })
}

/// The profile of this id, else of this name, else of this name in other letters.
///
/// # Errors
/// A sentence and its code: there is none, or there are several.
fn find<'a>(store: &'a Store, wanted: &str) -> Result<&'a Stored, (Exit, String)> {
    let matching = |fits: &dyn Fn(&Stored) -> bool| store.iter().filter(|stored| fits(stored)).collect::<Vec<_>>();
    let lower = wanted.to_lowercase();
    let found = [
        matching(&|stored| stored.card.id.as_str() == wanted),
        matching(&|stored| stored.card.name == wanted),
        matching(&|stored| stored.card.name.to_lowercase() == lower),
    ];
    match found.iter().find(|found| !found.is_empty()).map(Vec::as_slice) {
        Some([one]) => Ok(one),
        Some(several) => {
            let ids = several.iter().map(|one| format!("  {}  {}", one.card.id, one.card.servers.join(", ")));
            let ids = ids.take(SHOWN_NAMES).collect::<Vec<_>>().join("\n");
            Err((Exit::Usage, format!("{}\n{ids}", said("aditctl-several-such-profiles", &[("wanted", wanted)]))))
        }
        None => {
            let mut names: Vec<&str> = store.iter().map(|stored| stored.card.name.as_str()).collect();
            names.sort_unstable_by_key(|name| name.to_lowercase());
            let more = names.len().saturating_sub(SHOWN_NAMES);
            names.truncate(SHOWN_NAMES);
            let yours = match (names.as_slice(), more) {
                ([], _) => said("aditctl-no-profiles", &[]),
                (names, 0) => said("aditctl-your-profiles", &[("names", &names.join(", "))]),
                (names, more) => said(
                    "aditctl-your-profiles-and-more",
                    &[("names", &names.join(", ")), ("count", &more.to_string())],
                ),
            };
            Err((Exit::Profile, format!("{} {yours}", said("aditctl-no-such-profile", &[("wanted", wanted)]))))
        }
    }
}

async fn with_keychain(
    store: &Store,
    stored: &Stored,
    formats: &Formats,
    output: Output,
) -> Result<(ProtocolProfile, Secrets), OpenError> {
    let vault = Vault::new(DesktopKeychain::default());
    let group = store.arrangement().login_group(&stored.card.id);
    let opening = async { Ok((vault.open(stored, formats).await?, vault.remembered(&stored.card, group).await)) };
    tokio::pin!(opening);
    tokio::select! {
        opened = &mut opening => return opened,
        () = tokio::time::sleep(KEYCHAIN_ASKS) => {}
    }
    if !output.json {
        output.complain(&i18n::text("sentence-preparing", &[("name", Value::from(stored.card.name.clone()))]));
    }
    opening.await
}

fn explain(name: &str, error: &OpenError) -> CommandError {
    let (exit, happened, id) = match error {
        OpenError::Keychain(KeychainError::Missing(_)) => {
            (Exit::Machine, i18n::message("keychain-missing", &[]).title, "keychain-profile")
        }
        OpenError::Keychain(KeychainError::Locked(_)) => {
            (Exit::SignIn, i18n::message("keychain-locked", &[]).title, "keychain-profile")
        }
        OpenError::Keychain(KeychainError::Silent) => {
            (Exit::SignIn, "The keychain did not answer in time.".to_owned(), "keychain-profile")
        }
        OpenError::Seal(_) => (Exit::Profile, String::new(), "profile-sealed"),
    };
    let said = i18n::message(id, &[("name", Value::from(name.to_owned()))]);
    let lines = [happened, said.title, said.advice, format!("({error})")];
    CommandError::message(exit, lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use ovpn_profile::OpenVpn;
    use profile_api::SignIn;
    use profiles::{Body, Card, ProfileId, SealError};
    use vpn_api::Secret;

    use super::*;

    #[test]
    fn paths_and_files_are_not_looked_up_in_the_list() {
        let is_file = |wanted: &Path| super::is_file(wanted, &Formats::new(OpenVpn));
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("work"), "").unwrap();
        for file in ["./work", "/srv/work", "work.ovpn", "WORK.OVPN", folder.path().join("work").to_str().unwrap()] {
            assert!(is_file(Path::new(file)), "{file}");
        }
        // The tests run in the crate's own folder.
        assert!(is_file(Path::new("Cargo.toml")));
        for name in ["work", "Büro Köln (udp)", "vpn.example.com", "p-0123456789abcdef", "src"] {
            assert!(!is_file(Path::new(name)), "{name}");
        }
    }

    fn list(profiles: &[(&str, &str)]) -> Store {
        let (mut store, _) = Store::open(Path::new("/nonexistent"));
        for (id, name) in profiles {
            let id = ProfileId::try_from((*id).to_owned()).unwrap();
            let card = Card::new(id, (*name).to_owned(), vec!["vpn.example.com".to_owned()], SignIn::default(), 1);
            let settings = Secret::from("{}");
            let body = Body::Memory(ProtocolProfile { protocol: ovpn_profile::PROTOCOL, settings }.into());
            store.put(Stored { card, body }).unwrap();
        }
        store
    }

    #[test]
    fn a_profile_is_found_by_id_by_name_and_in_other_letters() {
        let store = list(&[("p-1", "Work"), ("p-2", "work"), ("p-3", "Home"), ("p-4", "p-3")]);
        let found = |wanted: &str| find(&store, wanted).map(|stored| stored.card.id.to_string());
        assert_eq!(found("p-2").unwrap(), "p-2");
        assert_eq!(found("p-3").unwrap(), "p-3", "an id goes before a name");
        assert_eq!(found("Work").unwrap(), "p-1");
        assert_eq!(found("work").unwrap(), "p-2");
        assert_eq!(found("HOME").unwrap(), "p-3");
        let (exit, several) = found("WORK").unwrap_err();
        assert_eq!(exit, Exit::Usage);
        assert!(several.contains("p-1") && several.contains("p-2") && several.contains("vpn.example.com"), "{several}");
    }

    #[test]
    fn whoever_names_none_is_told_what_there_is() {
        let (exit, none) = find(&list(&[]), "work").unwrap_err();
        assert_eq!(exit, Exit::Profile);
        assert!(none.contains("“work”") && none.contains("You have no profiles"), "{none}");
        let (_, others) = find(&list(&[("p-1", "office"), ("p-2", "Home")]), "work").unwrap_err();
        assert!(others.ends_with("Your profiles: Home, office."), "{others}");
        let many: Vec<(String, String)> = (0..50).map(|n| (format!("p-{n}"), format!("Site {n:02}"))).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
        let (_, many) = find(&list(&many), "work").unwrap_err();
        assert!(many.ends_with("Site 19, and 30 more."), "{many}");
    }

    #[test]
    fn each_trouble_with_the_keychain_has_its_words_and_code() {
        let of = |error: OpenError| {
            let explained = explain("Work", &error);
            let CommandError::Message { exit, sentence } = explained else { panic!("{explained:?}") };
            (exit, sentence)
        };
        let missing = of(KeychainError::Missing("no bus".to_owned()).into());
        assert!(missing.0 == Exit::Machine && missing.1.contains("no keychain"), "{missing:?}");
        let locked = of(KeychainError::Locked("dismissed".to_owned()).into());
        assert!(locked.0 == Exit::SignIn && locked.1.contains("locked"), "{locked:?}");
        let silent = of(KeychainError::Silent.into());
        assert!(silent.0 == Exit::SignIn && silent.1.contains("in time"), "{silent:?}");
        let sealed = of(SealError::DoesNotOpen.into());
        assert!(sealed.0 == Exit::Profile && sealed.1.contains("Work does not open"), "{sealed:?}");
        for (_, said) in [missing, locked, silent, sealed] {
            assert!(said.contains("Work") && said.contains("mport the profile again"), "{said}");
        }
    }
}
