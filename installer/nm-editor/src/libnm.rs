//! What is used of libnm's C interface (nm-vpn-editor-plugin.h, nm-simple-connection.h), in its names.

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
}
