//! `aditctl settings`: what the person has set for Adit, and what is set for the machine, in one list.

use std::path::Path;

use clap::{Args, Subcommand};
use i18n::Value;
use preferences::{
    Key, Kind, MACHINE, MachineKey, PreferencesFile, SaveError, SettingValue, TABLE, WrongValue, default_path,
};
use serde::Serialize;
use vpn_api::{PolicyView, ProtectionRequest, ProtectionSettings, contract::Request};
use vpn_ipc::Client;

use crate::{
    exit::{CommandError, Exit},
    machine::machine,
    output::Output,
    policy,
};

/// What `aditctl settings --help` adds.
pub(crate) const SETTINGS_HELP: &str = "\
Settings of the person are in adit/settings.json in the configuration folder ($XDG_CONFIG_HOME, or ~/.config), and hold at once in a
window that is open. Those of the machine are kept by the helper and hold for everybody; an organisation may have settled them.
With --json, list prints one object for each setting: name, value, default, scope, kind, choices, managed.";

/// What is done with settings.
#[derive(Debug, Args)]
pub(crate) struct SettingsArguments {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show all settings. The same without a word.
    List,
    /// Show one setting.
    Get {
        /// Its name, as in the list.
        name: String,
    },
    /// Choose one setting.
    Set {
        /// Its name, as in the list.
        name: String,
        /// What it becomes: on or off, one of its choices, the tag of a language or “system”, or the ids of profiles.
        #[arg(value_name = "VALUE", num_args = 0..)]
        values: Vec<String>,
    },
    /// Set all settings of the person back to their defaults.
    Reset,
}

/// One setting, as JSON has it.
#[derive(Debug, Serialize)]
struct Shown {
    name: &'static str,
    /// Absent: the helper, which keeps it, is not there.
    value: Option<SettingValue>,
    default: SettingValue,
    /// `person` or `machine`.
    scope: &'static str,
    /// `switch`, `choice`, `language` or `profiles`.
    kind: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    choices: &'static [&'static str],
    /// The organisation has settled it.
    managed: bool,
}

/// The settings of the machine.
struct Machine {
    client: Client,
    settings: ProtectionSettings,
    policy: Option<PolicyView>,
}

/// The tag of the language that the person has chosen, if any.
pub(crate) fn language() -> Option<String> {
    PreferencesFile::at(default_path()?).read().preferences.language.map(|language| language.tag().to_owned())
}

/// Does what is asked.
pub(crate) async fn run(socket: &Path, arguments: SettingsArguments, output: Output) -> Result<Exit, CommandError> {
    let file = default_path().map(PreferencesFile::at).ok_or_else(|| refused("terminal-settings-no-folder", &[]))?;
    match arguments.what.unwrap_or(What::List) {
        What::List => list(socket, &file, output).await,
        What::Get { name } => get(socket, &file, &name, output).await,
        What::Set { name, values } => set(socket, &file, &name, &values, output).await,
        What::Reset => {
            file.reset().map_err(|error| not_saved(&file, error.into()))?;
            Ok(Exit::Done)
        }
    }
}

async fn list(socket: &Path, file: &PreferencesFile, output: Output) -> Result<Exit, CommandError> {
    let preferences = read(file, output);
    let machine = reach(socket).await.ok();
    let mine = TABLE.iter().map(|row| {
        let (value, default) = (Some(preferences.get(row.key)), preferences::Preferences::default().get(row.key));
        shown(row.name, value, default, "person", row.kind, false)
    });
    let of_machine = MACHINE.iter().map(|row| {
        let value = machine.as_ref().map(|machine| row.key.get(machine.settings));
        let settled = machine.as_ref().and_then(|machine| machine.policy.as_ref());
        let managed = settled.is_some_and(|policy| row.key.is_settled(policy));
        shown(row.name, value, row.key.get(ProtectionSettings::default()), "machine", row.kind, managed)
    });
    let all: Vec<Shown> = mine.chain(of_machine).collect();
    if output.json {
        output.value(&all)?;
        return Ok(Exit::Done);
    }
    let width = all.iter().map(|one| one.name.len()).max().unwrap_or_default();
    for one in &all {
        let value = one.value.as_ref().map_or_else(|| i18n::text("terminal-setting-unknown", &[]), written);
        let mut beside = if one.choices.is_empty() { String::new() } else { format!("  ({})", one.choices.join(", ")) };
        if one.managed {
            beside.push_str("  ");
            beside.push_str(&i18n::text("terminal-setting-managed", &[]));
        }
        output.line(&format!("{:width$}  {value}{beside}", one.name));
    }
    Ok(Exit::Done)
}

async fn get(socket: &Path, file: &PreferencesFile, name: &str, output: Output) -> Result<Exit, CommandError> {
    let value = match (Key::named(name), MachineKey::named(name)) {
        (Some(key), _) => read(file, output).get(key),
        (None, Some(key)) => key.get(reach(socket).await?.settings),
        (None, None) => return Err(unknown(name)),
    };
    if output.json {
        output.value(&value)?;
    } else {
        output.line(&written(&value));
    }
    Ok(Exit::Done)
}

async fn set(
    socket: &Path,
    file: &PreferencesFile,
    name: &str,
    values: &[String],
    output: Output,
) -> Result<Exit, CommandError> {
    match (Key::named(name), MachineKey::named(name)) {
        (Some(key), _) => {
            let kind = TABLE.iter().find(|row| row.key == key).map_or(Kind::Switch, |row| row.kind);
            let value = meant(kind, values).ok_or_else(|| wrong(name, kind))?;
            // What is damaged is told before it is replaced.
            read(file, output);
            file.set(key, &value).map_err(|error| match error {
                SaveError::Value(WrongValue) => wrong(name, kind),
                SaveError::Io(_) => not_saved(file, error),
            })?;
        }
        (None, Some(key)) => {
            let kind = MACHINE.iter().find(|row| row.key == key).map_or(Kind::Switch, |row| row.kind);
            let value = meant(kind, values).ok_or_else(|| wrong(name, kind))?;
            let Machine { client, settings, .. } = reach(socket).await?;
            let settings = key.set(settings, &value).map_err(|WrongValue| wrong(name, kind))?;
            client.request(Request::Protect(ProtectionRequest::Set(settings))).await?;
        }
        (None, None) => return Err(unknown(name)),
    }
    Ok(Exit::Done)
}

async fn reach(socket: &Path) -> Result<Machine, CommandError> {
    let (client, _events) = Client::connect(socket).await?;
    let settings = machine(&client).await?.protection.settings;
    let policy = policy::ask(&client).await?;
    Ok(Machine { client, settings, policy })
}

/// What is set; what is wrong with the file is told beside that.
fn read(file: &PreferencesFile, output: Output) -> preferences::Preferences {
    let read = file.read();
    if let Some(damage) = read.damage {
        let path = [("path", Value::from(file.path().display().to_string()))];
        output.complain(&format!("{} ({damage})", i18n::text("terminal-settings-damaged", &path)));
    }
    read.preferences
}

/// The value that these words mean for a setting of this kind.
fn meant(kind: Kind, words: &[String]) -> Option<SettingValue> {
    match (kind, words) {
        (Kind::Switch, [word]) => match word.as_str() {
            "on" | "yes" | "true" => Some(SettingValue::Switch(true)),
            "off" | "no" | "false" => Some(SettingValue::Switch(false)),
            _ => None,
        },
        (Kind::Choice(_) | Kind::Language, [word]) => Some(SettingValue::Name(word.clone())),
        (Kind::Profiles, ids) => Some(SettingValue::Names(ids.to_vec())),
        (Kind::Switch | Kind::Choice(_) | Kind::Language, _) => None,
    }
}

fn written(value: &SettingValue) -> String {
    match value {
        SettingValue::Switch(true) => "on".to_owned(),
        SettingValue::Switch(false) => "off".to_owned(),
        SettingValue::Name(name) => name.clone(),
        SettingValue::Names(names) if names.is_empty() => "-".to_owned(),
        SettingValue::Names(names) => names.join(" "),
    }
}

fn shown(
    name: &'static str,
    value: Option<SettingValue>,
    default: SettingValue,
    scope: &'static str,
    kind: Kind,
    managed: bool,
) -> Shown {
    let (kind, choices): (_, &[&str]) = match kind {
        Kind::Switch => ("switch", &[]),
        Kind::Choice(choices) => ("choice", choices),
        Kind::Language => ("language", &[]),
        Kind::Profiles => ("profiles", &[]),
    };
    Shown { name, value, default, scope, kind, choices, managed }
}

fn refused(id: &str, values: &[(&str, Value)]) -> CommandError {
    CommandError::message(Exit::Usage, i18n::message(id, values).to_string())
}

fn unknown(name: &str) -> CommandError {
    refused("terminal-setting-none", &[("name", Value::from(name))])
}

fn wrong(name: &str, kind: Kind) -> CommandError {
    let can = match kind {
        Kind::Switch => "on, off".to_owned(),
        Kind::Choice(choices) => choices.join(", "),
        Kind::Language => "system, en, de, …".to_owned(),
        Kind::Profiles => "ID …".to_owned(),
    };
    refused("terminal-setting-wrong", &[("name", Value::from(name)), ("choices", Value::from(can))])
}

fn not_saved(file: &PreferencesFile, error: SaveError) -> CommandError {
    let path = [("path", Value::from(file.path().display().to_string()))];
    CommandError::message(Exit::Machine, format!("{}\n({error})", i18n::message("setting-not-saved", &path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn words_are_values_of_the_kind_of_the_setting() {
        for (kind, given, expected) in [
            (Kind::Switch, &["on"][..], Some(SettingValue::Switch(true))),
            (Kind::Switch, &["no"], Some(SettingValue::Switch(false))),
            (Kind::Switch, &["maybe"], None),
            (Kind::Switch, &[], None),
            (Kind::Switch, &["on", "off"], None),
            (Kind::Choice(&["a", "b"]), &["a"], Some(SettingValue::Name("a".to_owned()))),
            (Kind::Choice(&["a", "b"]), &["a", "b"], None),
            (Kind::Profiles, &["a", "b"], Some(SettingValue::Names(words(&["a", "b"])))),
            (Kind::Profiles, &[], Some(SettingValue::Names(Vec::new()))),
        ] {
            assert_eq!(meant(kind, &words(given)), expected, "{kind:?} {given:?}");
        }
    }

    #[test]
    fn no_setting_of_the_person_has_the_name_of_one_of_the_machine() {
        for row in MACHINE {
            assert_eq!(Key::named(row.name), None, "{}", row.name);
        }
    }
}
