//! The window in other languages: all of it is translated, nothing is cut off, and it runs the way that the language does.

use anyhow::{Result, ensure};
use e2e::Window;
use lab::{DesktopOptions, ServerOptions};

use crate::{SOON, Scene, TUNNEL, shots};

/// Texts that somebody reads and that are wider than their place. Names of profiles may be cut; their whole is told otherwise.
const CUT: &str = "
    const own = '.row-name, .row-host, .card-name, .card-host, .hero-name, .hero-host, [data-may-be-cut], input, textarea, pre, code';
    const texts = [...document.querySelectorAll('button, label, h1, h2, h3, [role=menuitem], [role=switch], [data-testid=state-label]')];
    return texts.filter((element) => element.offsetParent !== null && !element.closest(own) && !element.querySelector(own))
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible')
        .map((element) => element.textContent.trim());";
/// How far the page scrolls sideways.
const SIDEWAYS: &str = "const page = document.documentElement; return page.scrollWidth - page.clientWidth;";
/// Texts of two plain words and more: in the pseudo-locale, whatever is translated has an accent or a dot in it.
const PLAIN: &str = "
    const found = [];
    const walker = document.createTreeWalker(document.querySelector('.app') ?? document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent;
        const element = walker.currentNode.parentElement;
        if (element.closest('pre, code, textarea, [data-may-be-cut], .log-lines, .report-source') !== null) continue;
        if (/[A-Za-z]{3,} +[A-Za-z]{3,}/.test(text) && !/[áçéîñöûýÁÇÉÎÑÖÛÝ·]/.test(text)) found.push(text.trim());
    }
    return found;";

/// What is expected of a language.
struct Spoken {
    tag: &'static str,
    direction: &'static str,
    disconnected: &'static str,
    connected: &'static str,
}

/// Looks at what is shown in the narrowest width, and keeps a picture if they are wanted.
async fn look(scene: &Scene, spoken: &Spoken, name: &str) -> Result<()> {
    for (suffix, width, height) in [("-narrow", 360, 640), ("", 420, 640), ("-wide", 1100, 720)] {
        scene.desktop.resize_window("Adit", (width, height))?;
        let deadline = std::time::Instant::now() + SOON;
        while scene.window.run("return innerWidth").await? != serde_json::json!(width) {
            ensure!(std::time::Instant::now() < deadline, "the window does not become {width} wide");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let tag = spoken.tag;
        if std::env::var_os("ADIT_SHOTS").is_some() {
            tokio::time::sleep(Window::DRAWN).await;
            scene.desktop.picture_of("Adit", &shots().join(format!("{tag}-{name}{suffix}.png")))?;
        }
        let sideways = scene.window.run(SIDEWAYS).await?;
        ensure!(sideways.as_f64().is_some_and(|pixels| pixels <= 0.0), "{tag} {name} {width}: {sideways} px sideways");
        let cut = scene.window.run(CUT).await?;
        ensure!(cut.as_array().is_some_and(Vec::is_empty), "{tag} {name} at {width}: cut off: {cut}");
        if tag == "en-XA" {
            let plain = scene.window.run(PLAIN).await?;
            ensure!(plain.as_array().is_some_and(Vec::is_empty), "{name} at {width}: not translated: {plain}");
        }
    }
    Ok(())
}

/// Plays the same story in a language that is set.
async fn speak(spoken: Spoken) -> Result<()> {
    let options = ServerOptions::default();
    let scene = Scene::empty(&options, DesktopOptions::default(), |profile| {
        let settings = std::path::Path::new(profile).with_file_name("config/adit/settings.json");
        let _made = settings.parent().map(std::fs::create_dir_all);
        let _written = std::fs::write(settings, format!("{{\"language\": \"{}\"}}", spoken.tag));
        vec![profile.to_owned()]
    });
    scene
        .await?
        .play(async |scene| {
            let window = &scene.window;
            let lang = window.run("return document.documentElement.lang").await?;
            let direction = window.run("return document.documentElement.dir").await?;
            let (lang, direction) = (lang.as_str().unwrap_or_default(), direction.as_str().unwrap_or_default());
            ensure!(lang.starts_with(spoken.tag) && direction == spoken.direction, "{lang} {direction}");
            window.find("import-result").await?;
            look(scene, &spoken, "import").await?;
            window.confirm_import().await?;
            window.choose_row("Practice").await?;
            scene.says(spoken.disconnected, SOON).await?;
            look(scene, &spoken, "profiles").await?;
            window.click("menu").await?;
            window.find("menu-log").await?;
            look(scene, &spoken, "menu").await?;
            scene.keys(&["Escape"])?;
            window.wait_until_gone("menu-log").await?;
            scene.press("connect").await?;
            scene.says(spoken.connected, TUNNEL).await?;
            look(scene, &spoken, "connected").await?;
            if std::env::var_os("ADIT_SHOTS").is_some() {
                scene.desktop.screenshot(&shots().join(format!("desktop-{}.png", spoken.tag)))?;
            }
            scene.press("disconnect").await?;
            scene.says(spoken.disconnected, SOON).await
        })
        .await
}

#[tokio::test]
async fn nothing_of_the_window_is_cut_off_or_not_translated() -> Result<()> {
    let (disconnected, connected) = ("Dîsçöññéçtéd····", "Çöññéçtéd···");
    speak(Spoken { tag: "en-XA", direction: "ltr", disconnected, connected }).await
}

#[tokio::test]
async fn the_window_speaks_german() -> Result<()> {
    speak(Spoken { tag: "de", direction: "ltr", disconnected: "Getrennt", connected: "Verbunden" }).await
}

#[tokio::test]
async fn the_window_runs_from_right_to_left_in_arabic() -> Result<()> {
    speak(Spoken { tag: "ar", direction: "rtl", disconnected: "غير متصل", connected: "متصل" }).await
}
