//! The settings and what each can be.

use std::{collections::BTreeSet, fmt};

use profiles::ProfileId;
use serde::{Deserialize, Serialize};

/// Declares what a setting can be, each with its name in file and terminal.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "window", derive(specta::Type))]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$about])* $variant,)+
        }

        impl $name {
            /// The names of all, in the order in which they are offered.
            pub const NAMES: &'static [&'static str] = &[$($text),+];

            /// The one of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// Its name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

choice! {
    /// The colours of the window.
    Appearance {
        /// As the desktop has it.
        #[default]
        System = "system",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}

choice! {
    /// What is told by a notification.
    Notifications {
        /// Everything that is worth telling.
        #[default]
        All = "all",
        /// Only what the person has not just asked for.
        NotMine = "not-mine",
        /// Nothing.
        None = "none",
    }
}

choice! {
    /// The order of the profiles.
    Sort {
        /// Those that were connected last come first.
        LastUsed = "last-used",
        /// By name.
        #[default]
        Name = "name",
        /// Those that were imported last come first.
        Added = "added",
    }
}

choice! {
    /// What a click on the tray's icon does.
    TrayClick {
        /// Connects or disconnects what was used last.
        #[default]
        ToggleLast = "toggle-last",
        /// Opens the window.
        OpenWindow = "open-window",
    }
}

choice! {
    /// What becomes of connections when the computer wakes up.
    AfterSleep {
        /// They are connected again.
        #[default]
        Reconnect = "reconnect",
        /// They are disconnected.
        Disconnect = "disconnect",
    }
}

choice! {
    /// What is connected again after a restart, without being asked for.
    AtStart {
        /// What was connected.
        #[default]
        WasConnected = "was-connected",
        /// The profiles that are chosen for it.
        Chosen = "chosen",
        /// Nothing.
        Nothing = "nothing",
    }
}

/// The tag of a language, as `pt-BR`. Whether there are texts in it is for whoever shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(String);

impl Language {
    /// The longest tag: BCP 47 recommends room for 35 characters (RFC 5646 section 4.4.1).
    const MAX: usize = 35;

    /// The language of this tag, if it has the form of one.
    #[must_use]
    pub fn tagged(tag: &str) -> Option<Self> {
        let is_part =
            |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let begins =
            tag.split('-').next().is_some_and(|first| first.len() >= 2 && !first.bytes().any(|b| b.is_ascii_digit()));
        (tag.len() <= Self::MAX && begins && tag.split('-').all(is_part)).then(|| Self(tag.to_owned()))
    }

    /// The tag.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What the person has set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    /// Adit begins with the desktop's session, in the tray, also where nothing is connected again.
    pub at_login: bool,
    /// What is connected again after a restart.
    pub at_start: AtStart,
    /// The profiles for [`AtStart::Chosen`].
    pub at_start_profiles: BTreeSet<ProfileId>,
    /// The language of all texts; none: that of the desktop.
    pub language: Option<Language>,
    /// The colours of the window.
    pub appearance: Appearance,
    /// What is told by a notification.
    pub notifications: Notifications,
    /// The order of the profiles.
    pub sort: Sort,
    /// What a click on the tray's icon does.
    pub tray_click: TrayClick,
    /// What becomes of connections when the computer wakes up.
    pub after_sleep: AfterSleep,
    /// How much went through each profile is kept on this computer.
    pub history: bool,
    /// A tunnel that is up is checked every minute while somebody looks.
    pub live_check: bool,
    /// It is looked up once a day whether there is a new version.
    pub update_check: bool,
    /// The desktop's proxy is tried where a server cannot be reached without one.
    pub desktop_proxy: bool,
    /// Passwords can be remembered in the keychain.
    pub remember: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            at_login: false,
            at_start: AtStart::default(),
            at_start_profiles: BTreeSet::new(),
            language: None,
            appearance: Appearance::default(),
            notifications: Notifications::default(),
            sort: Sort::default(),
            tray_click: TrayClick::default(),
            after_sleep: AfterSleep::default(),
            history: true,
            live_check: true,
            // Packages are updated by the system, and whoever asks elsewhere tells where this computer is.
            update_check: false,
            desktop_proxy: true,
            remember: true,
        }
    }
}
