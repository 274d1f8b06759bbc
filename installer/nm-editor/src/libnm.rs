//! What is used of libnm's C interface (nm-vpn-editor-plugin.h, nm-connection.h, nm-setting-vpn.h,
//! nm-simple-connection.h, nm-remote-connection.h), in its names.

use std::ffi::{c_char, c_void};

use gio::glib::{
    ffi::{GError, GType, GVariant, gboolean},
    gobject_ffi::GTypeInterface,
};

/// Opaque.
#[repr(C)]
pub struct NMVpnEditorPlugin(c_void);
/// Opaque.
#[repr(C)]
pub struct NMVpnEditor(c_void);
/// Opaque.
#[repr(C)]
pub struct NMConnection(c_void);
/// Opaque: one of NetworkManager's own, as nmcli and the desktop's settings have it.
#[repr(C)]
pub(crate) struct NMRemoteConnection(c_void);
/// Opaque.
#[repr(C)]
pub(crate) struct NMSettingVpn(c_void);

type Plugin = *mut NMVpnEditorPlugin;

/// The functions of the interface. Those that are left out are null.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct NMVpnEditorPluginInterface {
    pub g_iface: GTypeInterface,
    pub get_editor: Option<unsafe extern "C" fn(Plugin, *mut NMConnection, *mut *mut GError) -> *mut NMVpnEditor>,
    pub get_capabilities: Option<unsafe extern "C" fn(Plugin) -> u32>,
    pub import_from_file: Option<unsafe extern "C" fn(Plugin, *const c_char, *mut *mut GError) -> *mut NMConnection>,
    pub export_to_file:
        Option<unsafe extern "C" fn(Plugin, *const c_char, *mut NMConnection, *mut *mut GError) -> gboolean>,
    pub get_suggested_filename: Option<unsafe extern "C" fn(Plugin, *mut NMConnection) -> *mut c_char>,
    pub notify_plugin_info_set: Option<unsafe extern "C" fn(Plugin, *mut c_void)>,
    pub get_vt: Option<unsafe extern "C" fn(Plugin, *mut usize) -> *const c_void>,
}

#[link(name = "nm")]
unsafe extern "C" {
    pub(crate) fn nm_vpn_editor_plugin_get_type() -> GType;
    /// The caller owns what is returned, and the dictionary stays its own.
    pub(crate) fn nm_simple_connection_new_from_dbus(dict: *mut GVariant, error: *mut *mut GError)
    -> *mut NMConnection;
    /// The connection's own, or null.
    pub(crate) fn nm_connection_get_setting_vpn(connection: *mut NMConnection) -> *mut NMSettingVpn;
    /// The setting's own, or null.
    pub(crate) fn nm_setting_vpn_get_secret(setting: *mut NMSettingVpn, key: *const c_char) -> *const c_char;
    /// The connection's own, or null.
    pub(crate) fn nm_connection_get_id(connection: *mut NMConnection) -> *const c_char;
    pub(crate) fn nm_remote_connection_get_type() -> GType;
    /// Asks NetworkManager. The caller owns what is returned.
    pub(crate) fn nm_remote_connection_get_secrets(
        connection: *mut NMRemoteConnection,
        setting_name: *const c_char,
        cancellable: *mut c_void,
        error: *mut *mut GError,
    ) -> *mut GVariant;
}
