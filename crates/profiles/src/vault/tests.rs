use super::*;
use ovpn_profile::OpenVpn;
use profile_api::SignIn;

use crate::testing::FakeKeychain;

struct Hanging;

impl Keychain for Hanging {
    fn get(&mut self, _name: &str) -> Result<Option<Secret>, KeychainError> {
        std::thread::sleep(Duration::from_millis(400));
        Ok(None)
    }

    fn set(&mut self, name: &str, _label: &str, _secret: &Secret) -> Result<(), KeychainError> {
        self.get(name).map(|_| ())
    }

    fn delete(&mut self, name: &str) -> Result<(), KeychainError> {
        self.get(name).map(|_| ())
    }
}

fn alice() -> Login {
    Login { username: "alice".to_owned(), password: Secret::from("correct horse") }
}

#[tokio::test]
async fn what_is_remembered_outlives_the_vault_until_forgotten() {
    let keychain = FakeKeychain::default();
    let work = ProfileId::for_tests("work");
    Vault::new(keychain.clone()).remember_login(&work, "Work", &alice()).await;
    Vault::new(keychain.clone()).remember_passphrase(&work, "Work", &Secret::from("open")).await;
    let vault = Vault::new(keychain.clone());
    assert_eq!(vault.login(&work).await, Some(alice()));
    assert_eq!(vault.login(&ProfileId::for_tests("home")).await, None);
    assert_eq!(vault.trouble(), None);

    vault.forget(&work).await.unwrap();
    assert_eq!(vault.login(&work).await, None);
    assert_eq!(vault.passphrase(&work).await, None);
    assert!(keychain.items().is_empty());
}

#[tokio::test]
async fn a_group_signs_in_its_profiles_that_have_no_sign_in_of_their_own() {
    let keychain = FakeKeychain::default();
    let vault = Vault::new(keychain.clone());
    let group = GroupId::try_from("g-1".to_owned()).unwrap();
    let bob = Login { username: "bob".to_owned(), password: Secret::from("battery staple") };
    vault.remember_group_login(&group, "Provider", &bob).await;
    let card = Card::new(ProfileId::for_tests("work"), "Work".to_owned(), Vec::new(), SignIn::default(), 1);
    let user = |secrets: Secrets| secrets.username;
    assert_eq!(user(vault.remembered(&card, None).await), None);
    assert_eq!(user(vault.remembered(&card, Some(&group)).await).as_deref(), Some("bob"));
    vault.remember_login(&card.id, "Work", &alice()).await;
    let own = Card { remembers_login: true, ..card };
    assert_eq!(user(vault.remembered(&own, Some(&group)).await).as_deref(), Some("alice"));
    vault.forget(&own.id).await.unwrap();
    assert_eq!(vault.group_login(&group).await, Some(bob));
    vault.forget_group_login(&group).await.unwrap();
    assert!(vault.group_login(&group).await.is_none() && keychain.items().is_empty());
}

#[tokio::test]
async fn the_sealing_key_is_made_once() {
    let keychain = FakeKeychain::default();
    let first = Vault::new(keychain.clone()).sealing_key().await.unwrap();
    let second = Vault::new(keychain.clone()).sealing_key().await.unwrap();
    assert_eq!(first.bytes(), second.bytes());
    let other = Vault::new(FakeKeychain::default()).sealing_key().await.unwrap();
    assert_ne!(first.bytes(), other.bytes());
}

#[tokio::test]
async fn a_profile_opens_with_the_key_that_sealed_it_and_opening_makes_no_key() {
    let keychain = FakeKeychain::default();
    let vault = Vault::new(keychain.clone());
    let document = ProtocolProfile { protocol: ovpn_profile::PROTOCOL, settings: Secret::from("{}") };
    let id = ProfileId::for_tests("work");
    let key = vault.sealing_key().await.unwrap();
    let sealed = crate::Sealed::seal(&document.clone().into(), &id, &key).unwrap();
    let card =
        Card { remembers_login: true, ..Card::new(id.clone(), "Work".to_owned(), Vec::new(), SignIn::default(), 1) };
    let stored = Stored { card, body: Body::Sealed { document: sealed, fingerprint: String::new() } };
    vault.remember_login(&id, "Work", &alice()).await;
    vault.remember_passphrase(&id, "Work", &Secret::from("open")).await;

    let again = Vault::new(keychain.clone());
    assert_eq!(again.open(&stored, &Formats::new(OpenVpn)).await, Ok(document));
    let secrets = again.remembered(&stored.card, None).await;
    assert_eq!(secrets.username.as_deref(), Some("alice"));
    assert_eq!(secrets.password, Some(Secret::from("correct horse")));
    assert_eq!(secrets.key_passphrase, None, "the card does not say that one is remembered");

    keychain.missing.store(true, std::sync::atomic::Ordering::SeqCst);
    let missing = KeychainError::Missing("test".to_owned());
    assert_eq!(Vault::new(keychain).open(&stored, &Formats::new(OpenVpn)).await, Err(OpenError::Keychain(missing)));
    let empty = FakeKeychain::default();
    assert_eq!(
        Vault::new(empty.clone()).open(&stored, &Formats::new(OpenVpn)).await,
        Err(OpenError::Seal(SealError::DoesNotOpen))
    );
    assert!(empty.items().is_empty());
}

#[tokio::test]
async fn without_a_keychain_secrets_live_in_memory_and_it_is_said() {
    let keychain = FakeKeychain::missing();
    let vault = Vault::new(keychain.clone());
    let work = ProfileId::for_tests("work");
    vault.remember_login(&work, "Work", &alice()).await;
    assert_eq!(vault.login(&work).await, Some(alice()));
    assert_eq!(vault.trouble(), Some(KeychainError::Missing("test".to_owned())));
    assert!(vault.sealing_key().await.is_err());

    keychain.missing.store(false, std::sync::atomic::Ordering::SeqCst);
    assert!(vault.sealing_key().await.is_ok());
    assert_eq!(vault.trouble(), None);
    assert_eq!(Vault::new(keychain).login(&work).await, None, "what was kept in memory is not written later unasked");
}

#[tokio::test]
async fn a_keychain_that_hangs_does_not_hold_adit() {
    let mut vault = Vault::new(Hanging);
    vault.patience = Duration::from_millis(30);
    let began = std::time::Instant::now();
    assert_eq!(vault.login(&ProfileId::for_tests("work")).await, None);
    assert!(began.elapsed() < Duration::from_millis(300));
    assert_eq!(vault.trouble(), Some(KeychainError::Silent));
}

#[test]
fn keys_and_passwords_are_not_printed() {
    assert_eq!(format!("{:?}", SealingKey::for_tests(7)), "SealingKey(hidden)");
    assert!(!format!("{:?}", alice()).contains("horse"));
}
