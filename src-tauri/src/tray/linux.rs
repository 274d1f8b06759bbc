//! The Linux tray: a StatusNotifierItem through `ksni`, which reports left clicks. Waits for a tray that starts later.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use ksni::{
    Category, Icon, MenuItem, OfflineReason, Status, ToolTip, TrayMethods,
    menu::{CheckmarkItem, StandardItem, SubMenu},
};
use tokio::sync::watch;
use vpn_api::ProtectionRequest;

use super::{Picture, TrayProfile, TrayView};
use crate::{
    controller::{Handle, Message},
    strings,
    view::{Shape, View},
};

/// Shows views in the tray.
pub(crate) struct Tray {
    shown: watch::Sender<Option<TrayView>>,
    seen: Arc<AtomicBool>,
}

impl Tray {
    /// Begins to look for a tray.
    pub(crate) fn start(controller: Handle) -> Self {
        let (shown, views) = watch::channel(None);
        let seen = Arc::new(AtomicBool::new(false));
        tokio::spawn(serve(views, controller, Arc::clone(&seen)));
        Self { shown, seen }
    }

    /// Shows this, if it differs.
    pub(crate) fn show(&self, view: &View) {
        let view = Some(TrayView::of(view));
        self.shown.send_if_modified(|shown| {
            let differs = *shown != view;
            *shown = view;
            differs
        });
    }

    /// Whether a tray shows the icon.
    pub(crate) fn is_seen(&self) -> bool {
        self.seen.load(Ordering::SeqCst)
    }
}

async fn serve(mut views: watch::Receiver<Option<TrayView>>, controller: Handle, seen: Arc<AtomicBool>) {
    let first = match views.wait_for(Option::is_some).await {
        Ok(view) => view.clone(),
        Err(_) => return,
    };
    let Some(view) = first else { return };
    let item = Item { view, controller, seen: Arc::clone(&seen), themed: Themed::find() };
    // A tray that is not there says so while the item starts.
    seen.store(true, Ordering::SeqCst);
    let handle = match item.assume_sni_available(true).spawn().await {
        Ok(handle) => handle,
        Err(error) => {
            seen.store(false, Ordering::SeqCst);
            tracing::info!(%error, "no tray");
            return;
        }
    };
    while views.changed().await.is_ok() {
        let view = views.borrow_and_update().clone();
        if let Some(view) = view {
            handle.update(|item| item.view = view).await;
        }
    }
    handle.shutdown().await;
}

struct Item {
    view: TrayView,
    controller: Handle,
    seen: Arc<AtomicBool>,
    themed: Themed,
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "app.adit.Adit".to_owned()
    }

    fn title(&self) -> String {
        self.view.headline.clone()
    }

    fn category(&self) -> Category {
        Category::SystemServices
    }

    fn status(&self) -> Status {
        Status::Active
    }

    fn icon_name(&self) -> String {
        if self.themed.0 { name(self.view.picture).to_owned() } else { String::new() }
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        pictures(self.view.picture)
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip {
            title: self.view.headline.clone(),
            description: self.view.sentence.replace('&', "&amp;").replace('<', "&lt;"),
            ..ToolTip::default()
        }
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        self.controller.send(Message::Toggle);
    }

    fn secondary_activate(&mut self, _x: i32, _y: i32) {
        self.controller.send(Message::Open);
    }

    fn watcher_online(&self) {
        self.seen.store(true, Ordering::SeqCst);
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        tracing::info!(?reason, "the tray is gone");
        self.seen.store(false, Ordering::SeqCst);
        true
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let mut menu: Vec<MenuItem<Self>> = vec![
            StandardItem { label: plain(&self.view.headline), enabled: false, ..StandardItem::default() }.into(),
            MenuItem::Separator,
        ];
        for part in &self.view.near {
            menu.extend(part.iter().map(entry));
            menu.push(MenuItem::Separator);
        }
        for (title, profiles) in &self.view.more {
            let submenu = profiles.iter().map(entry).collect();
            menu.push(SubMenu { label: plain(title), submenu, ..SubMenu::default() }.into());
        }
        if self.view.left_out > 0 {
            let count = [("count", strings::Value::from(self.view.left_out))];
            menu.push(labelled(strings::text("tray-left-out", &count), || Message::Open));
        }
        if !self.view.more.is_empty() {
            menu.push(MenuItem::Separator);
        }
        if self.view.held {
            menu.push(order("tray-let-out", || Message::Protect(ProtectionRequest::LetOut, None)));
        }
        menu.push(order("tray-open", || Message::Open));
        menu.push(order("tray-quit", || Message::Quit { confirmed: false }));
        menu
    }
}

/// One profile.
fn entry(profile: &TrayProfile) -> MenuItem<Item> {
    let id = profile.id.clone();
    CheckmarkItem {
        label: plain(&profile.label),
        enabled: profile.enabled,
        checked: profile.ticked,
        activate: Box::new(move |item: &mut Item| item.controller.send(Message::ToggleProfile(id.clone()))),
        ..CheckmarkItem::default()
    }
    .into()
}

fn order(text: &str, message: fn() -> Message) -> MenuItem<Item> {
    labelled(strings::text(text, &[]), message)
}

fn labelled(label: String, message: fn() -> Message) -> MenuItem<Item> {
    StandardItem {
        label,
        activate: Box::new(move |item: &mut Item| item.controller.send(message())),
        ..StandardItem::default()
    }
    .into()
}

/// An underscore in a menu marks a key unless it is doubled.
fn plain(label: &str) -> String {
    label.replace('_', "__")
}

/// Whether the icon theme has the symbolic icons, which panels colour as they need; else pictures are sent.
struct Themed(bool);

impl Themed {
    fn find() -> Self {
        let home = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
        let system = std::env::var_os("XDG_DATA_DIRS").unwrap_or_else(|| "/usr/local/share:/usr/share".into());
        let mut folders = home.into_iter().chain(std::env::split_paths(&system));
        let file = format!("icons/hicolor/symbolic/apps/{}.svg", name(Picture::Arch(Shape::Off)));
        Self(folders.any(|folder| folder.join(&file).is_file()))
    }
}

fn name(picture: Picture) -> &'static str {
    match picture {
        Picture::Arch(Shape::Off) => "app.adit.Adit-off-symbolic",
        Picture::Arch(Shape::Working) => "app.adit.Adit-working-symbolic",
        Picture::Arch(Shape::On) => "app.adit.Adit-on-symbolic",
        Picture::Arch(Shape::Trouble) => "app.adit.Adit-trouble-symbolic",
        Picture::Held => "app.adit.Adit-held-symbolic",
    }
}

fn pictures(picture: Picture) -> Vec<Icon> {
    let images = match picture {
        Picture::Arch(Shape::Off) => [
            tauri::include_image!("../icons/tray/off-16.png"),
            tauri::include_image!("../icons/tray/off-22.png"),
            tauri::include_image!("../icons/tray/off-32.png"),
            tauri::include_image!("../icons/tray/off-48.png"),
        ],
        Picture::Arch(Shape::Working) => [
            tauri::include_image!("../icons/tray/working-16.png"),
            tauri::include_image!("../icons/tray/working-22.png"),
            tauri::include_image!("../icons/tray/working-32.png"),
            tauri::include_image!("../icons/tray/working-48.png"),
        ],
        Picture::Arch(Shape::On) => [
            tauri::include_image!("../icons/tray/on-16.png"),
            tauri::include_image!("../icons/tray/on-22.png"),
            tauri::include_image!("../icons/tray/on-32.png"),
            tauri::include_image!("../icons/tray/on-48.png"),
        ],
        Picture::Arch(Shape::Trouble) => [
            tauri::include_image!("../icons/tray/trouble-16.png"),
            tauri::include_image!("../icons/tray/trouble-22.png"),
            tauri::include_image!("../icons/tray/trouble-32.png"),
            tauri::include_image!("../icons/tray/trouble-48.png"),
        ],
        Picture::Held => [
            tauri::include_image!("../icons/tray/held-16.png"),
            tauri::include_image!("../icons/tray/held-22.png"),
            tauri::include_image!("../icons/tray/held-32.png"),
            tauri::include_image!("../icons/tray/held-48.png"),
        ],
    };
    images.iter().map(icon).collect()
}

fn icon(image: &tauri::image::Image<'_>) -> Icon {
    let mut data = image.rgba().to_vec();
    for pixel in data.chunks_exact_mut(4) {
        // From RGBA to ARGB.
        pixel.rotate_right(1);
    }
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or(0);
    Icon { width: side(image.width()), height: side(image.height()), data }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shapes_differ_in_every_size_without_their_colour() {
        let arches = [Shape::Off, Shape::Working, Shape::On, Shape::Trouble].map(Picture::Arch);
        let shapes: Vec<Picture> = arches.into_iter().chain([Picture::Held]).collect();
        for size in 0..4 {
            let outline =
                |shape| -> Vec<bool> { pictures(shape)[size].data.chunks_exact(4).map(|argb| argb[0] > 127).collect() };
            for (place, one) in shapes.iter().enumerate() {
                for other in &shapes[place + 1..] {
                    let (one, other) = (outline(*one), outline(*other));
                    let differing = one.iter().zip(&other).filter(|(one, other)| one != other).count();
                    assert!(differing * 33 > one.len(), "{size}: {differing} of {}", one.len());
                }
            }
        }
    }

    #[test]
    fn underscores_in_names_stay() {
        assert_eq!(plain("my_vpn"), "my__vpn");
    }
}
