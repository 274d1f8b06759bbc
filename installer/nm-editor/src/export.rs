//! From a connection back to the profile that it was imported from: its text is among the connection's secrets.

use std::{
    collections::HashMap,
    ffi::{CStr, CString, c_char},
    fs::{OpenOptions, Permissions},
    io::{self, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
    ptr::null_mut,
};

use gio::glib::{
    self, Variant,
    gobject_ffi::{GTypeInstance, g_type_check_instance_is_a},
    translate::{FromGlibPtrFull, from_glib_full},
};
use nm_plugin::settings::PROFILE;
use vpn_api::Secret;

use crate::libnm::{self, NMConnection, NMRemoteConnection};

/// Why there is no profile.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    /// NetworkManager does not give it to whoever asks.
    #[error("NetworkManager does not give out the profile: {0}")]
    Refused(glib::Error),
    /// There is none in it.
    #[error("the connection has no profile in it")]
    NoProfile,
    /// The file cannot be written.
    #[error("{0}")]
    Unwritable(#[from] io::Error),
}

/// The profile's text. What the connection does not bring along, NetworkManager is asked for: nmcli has it without its secrets.
///
/// # Safety
/// `connection` is a connection.
pub(crate) unsafe fn profile(connection: *mut NMConnection) -> Result<Secret, ExportError> {
    let name = CString::new(PROFILE).unwrap_or_default();
    // SAFETY: the caller's connection; the text is copied while it lives.
    let here = unsafe {
        let setting = libnm::nm_connection_get_setting_vpn(connection);
        if setting.is_null() {
            return Err(ExportError::NoProfile);
        }
        text(libnm::nm_setting_vpn_get_secret(setting, name.as_ptr()))
    };
    if let Some(here) = here {
        return Ok(Secret::new(here));
    }
    // SAFETY: every connection is a GObject; what is asked for is the caller's to free, which Variant does.
    let all = unsafe {
        if g_type_check_instance_is_a(connection.cast::<GTypeInstance>(), libnm::nm_remote_connection_get_type()) == 0 {
            return Err(ExportError::NoProfile);
        }
        let mut error = null_mut();
        let remote = connection.cast::<NMRemoteConnection>();
        let all = libnm::nm_remote_connection_get_secrets(remote, c"vpn".as_ptr(), null_mut(), &raw mut error);
        if all.is_null() {
            return Err(ExportError::Refused(from_glib_full(error)));
        }
        Variant::from_glib_full(all)
    };
    let settings: Option<HashMap<String, HashMap<String, Variant>>> = all.get();
    let secrets = settings.and_then(|mut settings| settings.remove("vpn")?.remove("secrets"));
    let secrets: Option<HashMap<String, String>> = secrets.and_then(|secrets| secrets.get());
    secrets.and_then(|mut secrets| secrets.remove(PROFILE)).map(Secret::new).ok_or(ExportError::NoProfile)
}

/// A name for the file.
///
/// # Safety
/// `connection` is a connection.
pub(crate) unsafe fn file_name(connection: *mut NMConnection) -> String {
    // SAFETY: the caller's connection; the text is copied while it lives.
    let id = unsafe { text(libnm::nm_connection_get_id(connection)) }.unwrap_or_default();
    let plain: String =
        id.chars().map(|letter| if letter == '/' || letter.is_control() { '_' } else { letter }).collect();
    format!("{}.ovpn", plain.trim_start_matches('.'))
}

/// Writes it for its owner alone: there is a key in it.
pub(crate) fn write(path: &Path, text: &Secret) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    if file.metadata()?.is_file() {
        file.set_permissions(Permissions::from_mode(0o600))?;
    }
    file.write_all(text.expose().as_bytes())
}

unsafe fn text(pointer: *const c_char) -> Option<String> {
    // SAFETY: the caller's: null, or text that lives now.
    (!pointer.is_null()).then(|| unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned())
}
