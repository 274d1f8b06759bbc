//! The tree of modules of a crate, read from its root files along their `mod` items.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use syn::{Attribute, Item, ItemMod, UseTree};

/// A module that is part of the product: not compiled for tests only.
pub struct Module {
    /// The root file of its tree, relative to the checkout: a crate's library and binaries are trees of their own.
    pub target: String,
    /// Names from the root, without the root's own.
    pub path: Vec<String>,
    /// Its file, relative to the checkout. Inline modules share their parent's.
    pub file: String,
    /// Whether it stands in its parent's file.
    pub inline: bool,
    /// Whether it, or a module around it, is compiled for some operating systems only, or is named like one.
    pub platform: bool,
    /// The text of the file.
    pub text: String,
    /// Its items, without those that are compiled for tests only.
    pub items: Vec<Item>,
    /// Lines of the file that are compiled for tests only, from and to.
    pub test_lines: Vec<(usize, usize)>,
    /// What its `use` items bring in: name, and path as written.
    pub uses: Vec<(String, Vec<String>)>,
    /// Paths whose items are all brought in.
    pub globs: Vec<Vec<String>>,
}

/// Names of modules that hold the code of one system.
const PLATFORM_NAMES: [&str; 8] = ["linux", "macos", "windows", "unix", "systemd", "launchd", "pipe", "portable"];

pub(crate) fn read_modules(root: &Path, directory: &Path) -> Result<Vec<Module>> {
    let mut targets: Vec<PathBuf> = ["src/lib.rs", "src/main.rs"].iter().map(|file| directory.join(file)).collect();
    if let Ok(binaries) = std::fs::read_dir(directory.join("src/bin")) {
        let mut binaries = binaries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        binaries.sort();
        targets.extend(binaries.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")));
    }
    let mut modules = Vec::new();
    for target in targets.iter().filter(|target| target.is_file()) {
        let mut reader = Reader { root, target: relative(root, target)?, modules: &mut modules };
        let children = target.parent().context("a directory")?;
        reader.file(target, children, &Place { path: Vec::new(), platform: false })?;
    }
    Ok(modules)
}

fn relative(root: &Path, path: &Path) -> Result<String> {
    Ok(path.strip_prefix(root)?.display().to_string())
}

struct Place {
    path: Vec<String>,
    platform: bool,
}

impl Place {
    fn child(&self, item: &ItemMod) -> Self {
        let name = item.ident.to_string();
        let platform = self.platform || is_platform(&item.attrs) || PLATFORM_NAMES.contains(&name.as_str());
        Self { path: self.path.iter().cloned().chain([name]).collect(), platform }
    }
}

struct Reader<'a> {
    root: &'a Path,
    target: String,
    modules: &'a mut Vec<Module>,
}

impl Reader<'_> {
    fn file(&mut self, file: &Path, children: &Path, place: &Place) -> Result<()> {
        let text = std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
        let parsed = syn::parse_file(&text).with_context(|| format!("{}", file.display()))?;
        if is_test(&parsed.attrs) {
            return Ok(());
        }
        let platform = place.platform || is_platform(&parsed.attrs);
        let place = Place { path: place.path.clone(), platform };
        self.module(&FileText { file, text: &text }, children, &place, parsed.items, false)
    }

    fn module(
        &mut self,
        source: &FileText<'_>,
        children: &Path,
        place: &Place,
        items: Vec<Item>,
        inline: bool,
    ) -> Result<()> {
        let mut module = Module {
            target: self.target.clone(),
            path: place.path.clone(),
            file: relative(self.root, source.file)?,
            inline,
            platform: place.platform,
            text: source.text.to_owned(),
            items: Vec::new(),
            test_lines: Vec::new(),
            uses: Vec::new(),
            globs: Vec::new(),
        };
        let mut below = Vec::new();
        for item in items {
            if is_test(attributes(&item)) {
                let span = syn::spanned::Spanned::span(&item);
                module.test_lines.push((span.start().line, span.end().line));
                continue;
            }
            match &item {
                Item::Mod(child) => below.push(child.clone()),
                Item::Use(used) => leaves(&used.tree, &mut Vec::new(), &mut module),
                _ => {}
            }
            module.items.push(item);
        }
        self.modules.push(module);
        for child in below {
            self.child(source, children, place, child)?;
        }
        Ok(())
    }

    fn child(&mut self, source: &FileText<'_>, children: &Path, place: &Place, child: ItemMod) -> Result<()> {
        let name = child.ident.to_string();
        let at = place.child(&child);
        if let Some((_, items)) = child.content {
            return self.module(source, &children.join(name), &at, items, true);
        }
        let candidates = match path_attribute(&child.attrs) {
            Some(path) => vec![source.file.with_file_name(path)],
            None => vec![children.join(format!("{name}.rs")), children.join(&name).join("mod.rs")],
        };
        let found = candidates.into_iter().find(|candidate| candidate.is_file());
        let file = found.with_context(|| format!("no file for module {name} of {}", source.file.display()))?;
        self.file(&file, &children.join(name), &at)
    }
}

struct FileText<'a> {
    file: &'a Path,
    text: &'a str,
}

fn leaves(tree: &UseTree, path: &mut Vec<String>, module: &mut Module) {
    match tree {
        UseTree::Path(step) => {
            path.push(step.ident.to_string());
            leaves(&step.tree, path, module);
            path.pop();
        }
        UseTree::Name(leaf) => {
            let name = leaf.ident.to_string();
            let whole: Vec<_> = if name == "self" { path.clone() } else { [path.as_slice(), &[name]].concat() };
            module.uses.push((whole.last().cloned().unwrap_or_default(), whole));
        }
        UseTree::Rename(leaf) => {
            let whole = [path.as_slice(), &[leaf.ident.to_string()]].concat();
            module.uses.push((leaf.rename.to_string(), whole));
        }
        UseTree::Glob(_) => module.globs.push(path.clone()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, path, module)),
    }
}

/// The text of the arguments of each `cfg` among attributes.
fn conditions(attributes: &[Attribute]) -> impl Iterator<Item = String> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).filter_map(|attribute| {
        let list = attribute.meta.require_list().ok()?;
        Some(list.tokens.to_string().replace(' ', ""))
    })
}

/// Whether what these attributes stand before is compiled for tests only.
pub(crate) fn is_test(attributes: &[Attribute]) -> bool {
    let tests = |condition: &str| {
        let words: Vec<_> = condition.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        words.contains(&"test") && !condition.contains("not(test")
    };
    attributes.iter().any(|attribute| attribute.path().is_ident("test"))
        || conditions(attributes).any(|condition| tests(&condition))
}

/// Whether a condition names an operating system.
pub(crate) fn names_a_platform(condition: &str) -> bool {
    condition
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| matches!(word, "target_os" | "target_family" | "unix" | "windows"))
}

pub(crate) fn is_platform(attributes: &[Attribute]) -> bool {
    conditions(attributes).any(|condition| names_a_platform(&condition))
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("path"))?;
    match &attribute.meta.require_name_value().ok()?.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// The attributes of an item.
pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Modules of one target by their path.
pub(crate) fn by_path<'a>(modules: &'a [Module], target: &str) -> BTreeMap<&'a [String], &'a Module> {
    modules.iter().filter(|module| module.target == target).map(|module| (module.path.as_slice(), module)).collect()
}
