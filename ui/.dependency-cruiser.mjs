/** Which module may import which. Run by `npm run lint`. */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Modules that import each other cannot be read, tested or moved one at a time. Types count as well.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'tauri-in-the-bindings-only',
      comment: 'Everything else sees the Bridge, which the mock implements as well.',
      severity: 'error',
      from: { pathNot: '^src/generated/bindings[.]ts$' },
      to: { path: '@tauri-apps/' },
    },
    {
      name: 'no-mock-in-the-product',
      comment: 'main.tsx loads the mock bridge in development only; nothing else may pull it into what is shipped.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main[.]tsx$|mock/|test/)|[.]test[.]tsx?$' },
      to: { path: '^src/(mock|test)/' },
    },
    {
      name: 'features-below-the-application',
      severity: 'error',
      comment: 'Components know no feature.',
      from: { path: '^src/components/' },
      to: { path: '^src/features/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types'] },
  },
};
