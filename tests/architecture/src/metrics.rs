//! The figures of `make metrics`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde::Deserialize;
use syn::{spanned::Spanned, visit::Visit};

use crate::{
    checkout::{Checkout, Crate},
    cycles::cycles,
    modules::{Module, attributes, is_test},
    platform::{PlatformUse, platform_uses},
    source::strip_comments,
};

/// What is measured of a checkout. Only what is shipped counts (`crates/*` and `src-tauri`), without what is compiled for tests.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Lines of each crate, with comments and empty ones.
    pub lines: BTreeMap<String, usize>,
    /// Lines of each file with code on them.
    pub code: BTreeMap<String, usize>,
    /// Lines of each file.
    pub files: Vec<(usize, String)>,
    /// Each function's length, from `fn` to its last brace; longest first.
    pub functions: Vec<FunctionSize>,
    /// Groups of files that import each other in a cycle.
    pub cycles: Vec<Vec<String>>,
    /// `cfg` of operating systems outside of leaf modules.
    pub platform_uses: Vec<PlatformUse>,
    /// Names of types that more than one module defines, and how many do.
    pub repeated_types: Vec<(usize, String)>,
    /// Functions whose name is one word, and all functions. Methods that a trait names do not count.
    pub one_word_functions: (usize, usize),
    /// Lines with a comment that is not documentation, and all lines with code.
    pub comments: (usize, usize),
    /// Packages in `Cargo.lock` with more than one version, and the versions.
    pub duplicates: BTreeMap<String, BTreeSet<String>>,
}

/// How long a function is.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FunctionSize {
    /// From `fn` to its last brace.
    pub lines: usize,
    /// Where it is, and its name.
    pub name: String,
}

impl Metrics {
    /// Measures a checkout.
    ///
    /// # Errors
    /// `Cargo.lock` is missing or malformed.
    pub fn of(checkout: &Checkout) -> Result<Self> {
        let mut metrics = Self { duplicates: duplicates(checkout)?, ..Self::default() };
        let mut types: BTreeMap<String, usize> = BTreeMap::new();
        for of in &checkout.product {
            metrics.cycles.extend(cycles(of));
            metrics.platform_uses.extend(platform_uses(of));
            metrics.read_crate(of, &mut types);
        }
        metrics.files.sort();
        metrics.functions.sort();
        metrics.functions.reverse();
        metrics.repeated_types =
            types.into_iter().filter(|(_, count)| *count > 1).map(|(name, count)| (count, name)).collect();
        metrics.repeated_types.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Ok(metrics)
    }

    /// The middle of all files by size, in lines.
    #[must_use]
    pub fn median_file(&self) -> usize {
        self.files.get(self.files.len() / 2).map_or(0, |(lines, _)| *lines)
    }

    fn read_crate(&mut self, of: &Crate, types: &mut BTreeMap<String, usize>) {
        let mut seen = BTreeSet::new();
        for module in &of.modules {
            let mut names = Names { module, metrics: self, types };
            module.items.iter().for_each(|item| names.visit_item(item));
            // An inline module's lines are its file's. A module may belong to a library and to a binary.
            if !module.inline && seen.insert(module.file.as_str()) {
                let tests =
                    of.modules.iter().filter(|other| other.file == module.file).flat_map(|other| &other.test_lines);
                let tests: Vec<_> = tests.copied().collect();
                let before = self.comments.1;
                let lines = self.read_lines(module, &tests);
                self.code.insert(module.file.clone(), self.comments.1 - before);
                *self.lines.entry(of.name.clone()).or_default() += lines;
            }
        }
    }

    fn read_lines(&mut self, module: &Module, tests: &[(usize, usize)]) -> usize {
        let stripped = strip_comments(&module.text);
        let counts = |number: usize| !tests.iter().any(|(from, to)| (*from..=*to).contains(&number));
        let code =
            stripped.code.iter().enumerate().filter(|(at, line)| counts(at + 1) && !line.trim().is_empty()).count();
        let comments = stripped.comments.iter().enumerate().filter(|(at, comment)| counts(at + 1) && **comment).count();
        self.comments.0 += comments;
        self.comments.1 += code;
        let lines = (1..=module.text.lines().count()).filter(|number| counts(*number)).count();
        self.files.push((lines, module.file.clone()));
        lines
    }
}

struct Names<'a> {
    module: &'a Module,
    metrics: &'a mut Metrics,
    types: &'a mut BTreeMap<String, usize>,
}

impl Names<'_> {
    fn function(&mut self, signature: &syn::Signature, end: usize, named_by_us: bool) {
        let name = signature.ident.to_string();
        let lines = end + 1 - signature.span().start().line;
        if named_by_us {
            self.metrics.one_word_functions.0 += usize::from(!name.trim_matches('_').contains('_'));
            self.metrics.one_word_functions.1 += 1;
        }
        self.metrics.functions.push(FunctionSize { lines, name: format!("{} {name}", self.module.file) });
    }

    fn named(&mut self, name: &syn::Ident) {
        *self.types.entry(name.to_string()).or_default() += 1;
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if is_test(attributes(item)) {
            return;
        }
        match item {
            // Read as a module of its own.
            syn::Item::Mod(_) => return,
            syn::Item::Struct(item) => self.named(&item.ident),
            syn::Item::Enum(item) => self.named(&item.ident),
            syn::Item::Union(item) => self.named(&item.ident),
            syn::Item::Type(item) => self.named(&item.ident),
            syn::Item::Trait(item) => self.named(&item.ident),
            _ => {}
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, item.block.span().end().line, true);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        for member in &item.items {
            if let syn::ImplItem::Fn(method) = member
                && !is_test(&method.attrs)
            {
                self.function(&method.sig, method.block.span().end().line, item.trait_.is_none());
            }
        }
        syn::visit::visit_item_impl(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        let end = item.span().end().line;
        self.function(&item.sig, end, true);
        syn::visit::visit_trait_item_fn(self, item);
    }
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

fn duplicates(checkout: &Checkout) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let lock: Lock = toml::from_str(&std::fs::read_to_string(checkout.root.join("Cargo.lock"))?)?;
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in lock.package {
        versions.entry(package.name).or_default().insert(package.version);
    }
    versions.retain(|_, versions| versions.len() > 1);
    Ok(versions)
}
