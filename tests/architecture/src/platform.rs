//! Where code depends on the operating system.

use std::collections::BTreeSet;

use syn::{Attribute, UseTree, spanned::Spanned, visit::Visit};

use crate::{
    checkout::Crate,
    modules::{Module, attributes, is_platform, is_test, names_a_platform},
};

/// A `cfg` that names an operating system, outside of leaf modules.
#[derive(Debug, PartialEq, Eq)]
pub struct PlatformUse {
    /// Relative to the checkout.
    pub file: String,
    /// From 1.
    pub line: usize,
}

/// Every `cfg`, `cfg!` and `cfg_attr` of an operating system outside of leaf modules. A leaf module is named like a system or is
/// itself chosen by a `cfg`; the `mod` item that chooses it, and the `use` that takes from it, do not count.
#[must_use]
pub fn platform_uses(of: &Crate) -> Vec<PlatformUse> {
    let mut found = Vec::new();
    for module in of.modules.iter().filter(|module| !module.platform) {
        let mut search = Search { chosen: chosen(module), file: &module.file, found: &mut found };
        for item in &module.items {
            search.visit_item(item);
        }
    }
    found
}

/// The modules that this one chooses by operating system.
fn chosen(module: &Module) -> BTreeSet<String> {
    let declared = module.items.iter().filter_map(|item| match item {
        syn::Item::Mod(item) if is_platform(&item.attrs) => Some(item.ident.to_string()),
        _ => None,
    });
    declared.collect()
}

struct Search<'a> {
    chosen: BTreeSet<String>,
    file: &'a str,
    found: &'a mut Vec<PlatformUse>,
}

impl Search<'_> {
    fn takes_from_a_leaf(&self, tree: &UseTree) -> bool {
        match tree {
            UseTree::Path(path) if path.ident == "self" => self.takes_from_a_leaf(&path.tree),
            UseTree::Path(path) => self.chosen.contains(&path.ident.to_string()),
            UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) | UseTree::Group(_) => false,
        }
    }
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let leaf = match item {
            // Read as a module of its own.
            syn::Item::Mod(_) => true,
            syn::Item::Use(item) => self.takes_from_a_leaf(&item.tree),
            _ => false,
        };
        if !leaf && !is_test(attributes(item)) {
            syn::visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            syn::visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let conditional = attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr");
        let arguments = attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
        if conditional && names_a_platform(&arguments) {
            self.found.push(PlatformUse { file: self.file.to_owned(), line: attribute.span().start().line });
        }
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        if called.path.is_ident("cfg") && names_a_platform(&called.tokens.to_string()) {
            self.found.push(PlatformUse { file: self.file.to_owned(), line: called.span().start().line });
        }
    }
}
