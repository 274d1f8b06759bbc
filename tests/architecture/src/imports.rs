//! Which file of a crate names something that another file of it defines.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

use crate::modules::{Module, attributes, by_path, is_test};

/// How often a name may be passed on before its definition.
const MAX_REEXPORTS: usize = 16;

type Tree<'a> = BTreeMap<&'a [String], &'a Module>;

/// From each file to those whose definitions it names. A file and the files of modules around it or below it are one idea in
/// several files, and have no edge.
pub(crate) fn imports(modules: &[Module]) -> BTreeMap<String, BTreeSet<String>> {
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let targets: BTreeSet<_> = modules.iter().map(|module| module.target.as_str()).collect();
    for target in targets {
        let tree = by_path(modules, target);
        for module in tree.values() {
            for path in named_paths(module) {
                let Some(definition) = resolve(&tree, module, &path, MAX_REEXPORTS) else { continue };
                let (from, to) = (file_module(&tree, module), file_module(&tree, definition));
                if !from.path.starts_with(&to.path) && !to.path.starts_with(&from.path) {
                    edges.entry(from.file.clone()).or_default().insert(to.file.clone());
                }
            }
        }
    }
    edges
}

/// The module that a file begins with.
fn file_module<'a>(tree: &Tree<'a>, module: &'a Module) -> &'a Module {
    if !module.inline {
        return module;
    }
    let around = module.path.split_last().and_then(|(_, around)| tree.get(around));
    around.map_or(module, |around| file_module(tree, around))
}

/// The module in which what `path` names is defined; `None`: elsewhere than in this crate.
fn resolve<'a>(tree: &Tree<'a>, from: &'a Module, path: &[String], left: usize) -> Option<&'a Module> {
    let left = left.checked_sub(1)?;
    let (first, rest) = path.split_first()?;
    let (mut at, mut rest) = match first.as_str() {
        "crate" => (*tree.get([].as_slice())?, rest),
        "self" => (from, rest),
        "super" => (parent(tree, from)?, rest),
        _ if is_known(tree, from, first) => (from, path),
        _ => return None,
    };
    while let Some((name, after)) = rest.split_first() {
        rest = after;
        if name == "super" {
            at = parent(tree, at)?;
        } else if let Some(child) = child(tree, at, name) {
            at = child;
        } else if let Some((_, target)) =
            at.uses.iter().find(|(known, target)| known == name && *target != [name.clone()])
        {
            let whole: Vec<_> = target.iter().chain(rest).cloned().collect();
            return resolve(tree, at, &whole, left);
        } else if let Some(found) = through_globs(tree, at, name, left) {
            return Some(found);
        } else {
            return Some(at);
        }
    }
    Some(at)
}

fn parent<'a>(tree: &Tree<'a>, module: &Module) -> Option<&'a Module> {
    tree.get(module.path.split_last()?.1).copied()
}

fn child<'a>(tree: &Tree<'a>, module: &Module, name: &str) -> Option<&'a Module> {
    let path: Vec<_> = module.path.iter().cloned().chain([name.to_owned()]).collect();
    tree.get(path.as_slice()).copied()
}

fn is_known(tree: &Tree<'_>, module: &Module, name: &str) -> bool {
    child(tree, module, name).is_some() || module.uses.iter().any(|(known, target)| known == name && target.len() > 1)
}

/// The definition of a name that a glob brings into `module`, if something of that name is defined where the glob points.
fn through_globs<'a>(tree: &Tree<'a>, module: &'a Module, name: &str, left: usize) -> Option<&'a Module> {
    if defines(module, name) {
        return None;
    }
    module.globs.iter().find_map(|glob| {
        let there = resolve(tree, module, glob, left)?;
        if defines(there, name) {
            return Some(there);
        }
        is_known(tree, there, name).then(|| resolve(tree, there, &["self".to_owned(), name.to_owned()], left)).flatten()
    })
}

fn defines(module: &Module, name: &str) -> bool {
    module.items.iter().any(|item| match item {
        syn::Item::Const(item) => item.ident == name,
        syn::Item::Enum(item) => item.ident == name,
        syn::Item::Fn(item) => item.sig.ident == name,
        syn::Item::Macro(item) => item.ident.as_ref().is_some_and(|ident| ident == name),
        syn::Item::Static(item) => item.ident == name,
        syn::Item::Struct(item) => item.ident == name,
        syn::Item::Trait(item) => item.ident == name,
        syn::Item::Type(item) => item.ident == name,
        syn::Item::Union(item) => item.ident == name,
        _ => false,
    })
}

/// Every path that a module writes and that may lead to another one.
fn named_paths(module: &Module) -> Vec<Vec<String>> {
    let mut paths = Paths { found: module.uses.iter().map(|(_, path)| path.clone()).collect() };
    paths.found.extend(module.globs.iter().cloned());
    for item in &module.items {
        match item {
            syn::Item::Use(_) | syn::Item::Mod(_) => {}
            item => paths.visit_item(item),
        }
    }
    paths.found
}

struct Paths {
    found: Vec<Vec<String>>,
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            syn::visit::visit_item(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.tokens(called.tokens.clone());
        syn::visit::visit_macro(self, called);
    }
}

impl Paths {
    /// What a macro is called with is no syntax tree: paths are sequences of names with `::` between.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.found.push(std::mem::take(&mut path));
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.found.push(std::mem::take(&mut path));
                    self.tokens(group.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => self.found.push(std::mem::take(&mut path)),
            }
        }
        self.found.push(path);
    }
}
