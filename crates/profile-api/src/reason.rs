//! Why a line is ignored, warned about or refused: the id of a sentence, and the values in it.

/// Why a line, or a whole profile, is judged as it is, in the form in which it can be rendered without knowing the protocol.
///
/// The sentence stands in the Fluent files under the id; its attribute `.advice`, where there is one, is the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    id: &'static str,
    args: Vec<(&'static str, String)>,
}

impl Reason {
    /// The reason whose sentence has this id.
    #[must_use]
    pub fn new(id: &'static str, args: Vec<(&'static str, String)>) -> Self {
        Self { id, args }
    }

    /// Name of its sentence in the Fluent files.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// Values for the sentence, by name.
    #[must_use]
    pub fn args(&self) -> &[(&'static str, String)] {
        &self.args
    }
}

impl std::fmt::Display for Reason {
    /// For logs: the id and its values.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value:?}")?;
        }
        Ok(())
    }
}

/// Values that may be written anew, as where a secret is in them.
pub trait MapTexts {
    /// The same with each text in it changed.
    #[must_use]
    fn map_texts(self, change: &dyn Fn(String) -> String) -> Self;
}

impl MapTexts for String {
    fn map_texts(self, change: &dyn Fn(String) -> String) -> Self {
        change(self)
    }
}

macro_rules! no_texts {
    ($($number:ty),+) => { $(
        impl MapTexts for $number {
            fn map_texts(self, _change: &dyn Fn(String) -> String) -> Self {
                self
            }
        }
    )+ };
}

no_texts!(u32, u64, i64);

/// Makes an enum of reasons: each variant with its values and the id of its sentence. The enum converts into [`Reason`].
///
/// With `common as Name` the enum has a variant `Name` that holds a [`CommonReason`].
#[macro_export]
macro_rules! reasons {
    (
        $(#[$meta:meta])*
        $vis:vis enum $enum:ident $(with common as $common:ident)? {
            $( $(#[$doc:meta])* $name:ident $({ $($field:ident : $type:ty),+ $(,)? })? => $id:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        $vis enum $enum {
            $( $(#[$doc])* $name $({ $(#[doc = "Value for the sentence."] $field: $type),+ })?, )+
            $( #[doc = "One that every protocol has."] $common($crate::CommonReason), )?
        }

        impl $enum {
            /// Name of its sentence in the Fluent files.
            #[must_use]
            $vis fn id(&self) -> &'static str {
                match self {
                    $( Self::$name $({ $($field: _),+ })? => $id, )+
                    $( Self::$common(common) => common.id(), )?
                }
            }

            /// Values for the sentence, by name.
            #[must_use]
            $vis fn args(&self) -> Vec<(&'static str, String)> {
                match self {
                    $( Self::$name $({ $($field),+ })? => vec![ $($( (stringify!($field), $field.to_string()) ),+)? ], )+
                    $( Self::$common(common) => common.args(), )?
                }
            }

            /// One of each, with default values: for whoever checks that each has a sentence.
            #[must_use]
            $vis fn one_of_each() -> Vec<Self> {
                let own = vec![ $( Self::$name $({ $($field: <$type>::default()),+ })?, )+ ];
                $( let own = own.into_iter().chain($crate::CommonReason::one_of_each().into_iter().map(Self::$common)).collect(); )?
                own
            }
        }

        impl $crate::MapTexts for $enum {
            fn map_texts(self, change: &dyn Fn(String) -> String) -> Self {
                match self {
                    $( Self::$name $({ $($field),+ })? =>
                        Self::$name $({ $($field: $crate::MapTexts::map_texts($field, change)),+ })?, )+
                    $( Self::$common(common) => Self::$common($crate::MapTexts::map_texts(common, change)), )?
                }
            }
        }

        impl From<$enum> for $crate::Reason {
            fn from(reason: $enum) -> Self {
                Self::new(reason.id(), reason.args())
            }
        }

        $(
            impl From<$crate::CommonReason> for $enum {
                fn from(common: $crate::CommonReason) -> Self {
                    Self::$common(common)
                }
            }
        )?

        impl std::fmt::Display for $enum {
            /// For logs: the id and its values.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&$crate::Reason::from(self.clone()), f)
            }
        }
    };
}

reasons! {
    /// The reasons that do not depend on a protocol.
    pub enum CommonReason {
        /// A file that the person has to pick.
        NeedsFile { name: String } => "lint-needs-file",
        /// A file outside the profile's folder, which the person has to pick.
        NeedsFileElsewhere { name: String } => "lint-needs-file-elsewhere",
        /// The file is too large for what it should be.
        FileTooLarge { name: String } => "lint-file-too-large",
        /// The file is there and cannot be read.
        FileUnreadable { name: String } => "lint-file-unreadable",
        /// Text of a template in place of a server.
        PlaceholderServer { value: String } => "lint-placeholder-server",
        /// Past its date, in Unix seconds, since so many days.
        CertificateExpired { not_after: i64, days: i64 } => "lint-certificate-expired",
        /// Near its date, in Unix seconds.
        CertificateExpiring { not_after: i64, days: i64 } => "lint-certificate-expiring",
        /// An authority past its date, in Unix seconds, for so many days.
        AuthorityExpired { not_after: i64, days: i64 } => "lint-authority-expired",
        /// Not valid before this time, in Unix seconds.
        CertificateNotYetValid { not_before: i64 } => "lint-certificate-not-yet-valid",
        /// A network of the profile lies over the one this machine is on.
        OverlapsLocal { route: String, network: String } => "lint-overlaps-local",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    reasons! {
        /// A protocol's own.
        enum Own with common as Common {
            /// Nothing in it.
            Empty => "own-empty",
            /// Larger than any profile.
            TooLarge { limit_kib: u64 } => "own-too-large",
        }
    }

    #[test]
    fn a_protocols_reasons_and_the_common_ones_convert() {
        let ids: BTreeSet<_> = Own::one_of_each().iter().map(Own::id).collect();
        assert_eq!(ids.len(), Own::one_of_each().len(), "ids are unique");
        assert!(ids.contains("own-empty") && ids.contains("lint-needs-file"));
        let large = Reason::from(Own::TooLarge { limit_kib: 1024 });
        assert_eq!((large.id(), large.args()), ("own-too-large", &[("limit_kib", "1024".to_owned())][..]));
        assert_eq!(large.to_string(), "own-too-large limit_kib=\"1024\"");
        let common = CommonReason::NeedsFile { name: "ca.crt".to_owned() };
        assert_eq!(Reason::from(Own::from(common.clone())), Reason::from(common));
    }
}
