//! What nmcli and the desktop's network settings load for connections of Adit: it imports and exports profiles, and says that they are
//! edited in Adit. It runs in those programs, with the rights of whoever uses them.
//!
//! libnm looks for [`nm_vpn_editor_plugin_factory`] and calls the interface `NMVpnEditorPlugin`, a GObject interface whose C layout has
//! been the same since libnm 1.2 ([`libnm`]).

mod export;
mod libnm;

use std::{
    collections::HashMap,
    ffi::{CStr, OsStr, c_char},
    os::unix::ffi::OsStrExt,
    path::Path,
    sync::OnceLock,
};

use gio::{
    IOErrorEnum,
    glib::{
        self, ParamSpec, ParamSpecOverride, Value, Variant,
        ffi::{GError, GFALSE, GTRUE, gboolean},
        prelude::*,
        subclass::prelude::*,
        translate::{IntoGlibPtr, ToGlibPtr},
    },
};
use nm_plugin::{bus, import};
use ovpn_profile::OpenVpn;
use profile_api::Formats;

use libnm::{NMConnection, NMVpnEditor, NMVpnEditorPlugin, NMVpnEditorPluginInterface};

/// `NM_VPN_EDITOR_PLUGIN_CAPABILITY_IMPORT` and `…_EXPORT`.
const CAPABILITIES: u32 = 1 | 2;

glib::wrapper! {
    /// libnm's interface.
    pub struct VpnEditorPlugin(Interface<NMVpnEditorPlugin, NMVpnEditorPluginInterface>);

    match fn {
        type_ => || libnm::nm_vpn_editor_plugin_get_type(),
    }
}

glib::wrapper! {
    /// The plug-in.
    pub struct Editor(ObjectSubclass<Adit>) @implements VpnEditorPlugin;
}

/// It has no state.
#[derive(Debug, Default)]
pub struct Adit;

#[glib::object_subclass]
impl ObjectSubclass for Adit {
    const NAME: &'static str = "AditVpnEditorPlugin";
    type Type = Editor;
    type Interfaces = (VpnEditorPlugin,);
}

impl ObjectImpl for Adit {
    fn properties() -> &'static [ParamSpec] {
        static PROPERTIES: OnceLock<Vec<ParamSpec>> = OnceLock::new();
        let overridden = ParamSpecOverride::for_interface::<VpnEditorPlugin>;
        PROPERTIES.get_or_init(|| ["name", "description", "service"].map(overridden).to_vec())
    }

    fn property(&self, _id: usize, which: &ParamSpec) -> Value {
        match which.name() {
            "name" => "Adit".to_value(),
            "description" => "Profiles of Adit (.ovpn).".to_value(),
            _ => bus::NAME.to_value(),
        }
    }
}

// SAFETY: the functions have the types that libnm's header gives them, and keep to its rules of ownership.
unsafe impl IsImplementable<Adit> for VpnEditorPlugin {
    fn interface_init(interface: &mut glib::Interface<Self>) {
        let functions = interface.as_mut();
        functions.get_editor = Some(get_editor);
        functions.get_capabilities = Some(get_capabilities);
        functions.import_from_file = Some(import_from_file);
        functions.export_to_file = Some(export_to_file);
        functions.get_suggested_filename = Some(get_suggested_filename);
    }
}

/// What libnm looks for in the library.
///
/// Nothing goes wrong, so that no error is set.
#[unsafe(no_mangle)]
pub extern "C" fn nm_vpn_editor_plugin_factory(_error: *mut *mut GError) -> *mut NMVpnEditorPlugin {
    let plugin: Editor = glib::Object::new();
    // SAFETY: the caller owns what it gets.
    unsafe { plugin.upcast::<VpnEditorPlugin>().into_glib_ptr() }
}

unsafe extern "C" fn get_capabilities(_plugin: *mut NMVpnEditorPlugin) -> u32 {
    CAPABILITIES
}

unsafe extern "C" fn get_editor(
    _plugin: *mut NMVpnEditorPlugin,
    _connection: *mut NMConnection,
    error: *mut *mut GError,
) -> *mut NMVpnEditor {
    // SAFETY: libnm's pointer.
    unsafe { fail(error, "This VPN is edited in Adit: change the profile there, and import it here again.") };
    std::ptr::null_mut()
}

unsafe extern "C" fn import_from_file(
    _plugin: *mut NMVpnEditorPlugin,
    path: *const c_char,
    error: *mut *mut GError,
) -> *mut NMConnection {
    // SAFETY: libnm gives the name of a file.
    let path = Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(path) }.to_bytes()));
    match connection(path) {
        Ok(settings) => {
            // SAFETY: the variant lives during the call; libnm's own error goes where the caller wants it.
            unsafe { libnm::nm_simple_connection_new_from_dbus(settings.to_glib_none().0, error) }
        }
        Err(refused) => {
            // SAFETY: libnm's pointer.
            unsafe { fail(error, &format!("{}: {refused}", path.display())) };
            std::ptr::null_mut()
        }
    }
}

unsafe extern "C" fn export_to_file(
    _plugin: *mut NMVpnEditorPlugin,
    path: *const c_char,
    connection: *mut NMConnection,
    error: *mut *mut GError,
) -> gboolean {
    // SAFETY: libnm gives the name of a file, and a connection that lives during the call.
    let (path, text) =
        unsafe { (Path::new(OsStr::from_bytes(CStr::from_ptr(path).to_bytes())), export::profile(connection)) };
    let written = text.and_then(|text| Ok(export::write(path, &text)?));
    match written {
        Ok(()) => GTRUE,
        Err(refused) => {
            // SAFETY: libnm's pointer.
            unsafe { fail(error, &format!("{}: {refused}", path.display())) };
            GFALSE
        }
    }
}

unsafe extern "C" fn get_suggested_filename(
    _plugin: *mut NMVpnEditorPlugin,
    connection: *mut NMConnection,
) -> *mut c_char {
    // SAFETY: libnm's connection lives during the call. The caller frees what it gets.
    unsafe { export::file_name(connection).to_glib_full() }
}

/// The settings of a connection as D-Bus has them.
fn connection(path: &Path) -> Result<Variant, import::ImportError> {
    let user = glib::user_name();
    let user = user.to_str().filter(|_| !rustix::process::geteuid().is_root());
    let imported = import::import(path, &Formats::new(OpenVpn), user)?;
    let data: HashMap<String, String> = imported.data.into_iter().collect();
    let secrets = imported.secrets.iter().map(|(name, value)| (name.clone(), value.expose().to_owned()));
    let secrets: HashMap<String, String> = secrets.collect();
    let general = HashMap::from([
        ("id", imported.name.to_variant()),
        ("uuid", glib::uuid_string_random().as_str().to_variant()),
        ("type", "vpn".to_variant()),
        ("autoconnect", false.to_variant()),
        ("permissions", imported.permissions.to_variant()),
    ]);
    let vpn = HashMap::from([
        ("service-type", bus::NAME.to_variant()),
        ("data", data.to_variant()),
        ("secrets", secrets.to_variant()),
        // It outlives changes of the network: Adit brings it back.
        ("persistent", true.to_variant()),
        ("timeout", import::PATIENCE.to_variant()),
    ]);
    Ok(HashMap::from([("connection", general), ("vpn", vpn)]).to_variant())
}

/// Says why, if the caller wants to know.
///
/// # Safety
/// `error` is null, or a place for an error that has none.
unsafe fn fail(error: *mut *mut GError, why: &str) {
    if !error.is_null() {
        // SAFETY: the caller's promise. The error is the caller's from here on.
        unsafe { *error = glib::Error::new(IOErrorEnum::Failed, why).into_glib_ptr() };
    }
}
