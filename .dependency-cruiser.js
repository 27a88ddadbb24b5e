/** The arrows between the parts. Every one is an error: a boundary that only warns is not there. */
const may = (from, ...to) => ({
  name: `${from.replace('/', '-')}-knows-only-${to.length ? to.join('-').replaceAll('/', '-') : 'itself'}`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(apps|packages)/',
    pathNot: [`^${from}/`, ...to.map((part) => `^${part}/`)],
  },
});

export default {
  forbidden: [
    may('packages/procfs'),
    may('packages/posture'),
    may('packages/rules', 'packages/posture'),
    may('packages/escape', 'packages/posture'),
    may('packages/changes', 'packages/posture'),
    may('packages/risk', 'packages/posture', 'packages/rules', 'packages/escape', 'packages/changes'),
    may('packages/custom-rules', 'packages/posture', 'packages/rules'),
    may('packages/drift', 'packages/posture', 'packages/risk'),
    may(
      'apps/api',
      'packages/posture',
      'packages/rules',
      'packages/escape',
      'packages/changes',
      'packages/risk',
      'packages/drift',
      'packages/custom-rules',
    ),
    may('apps/web'),
    {
      name: 'collector-carries-no-verdict',
      comment: 'A verdict changes without touching a node: only the scan entry point judges.',
      severity: 'error',
      from: { path: '^apps/collector/', pathNot: '^apps/collector/src/scan/' },
      to: { path: '^(packages/(rules|escape|changes|risk|drift|custom-rules)|apps/(api|web))/' },
    },
    {
      name: 'collector-knows-no-other-app',
      severity: 'error',
      from: { path: '^apps/collector/' },
      to: { path: '^(packages/drift|apps/(api|web))/' },
    },
    {
      name: 'packages-are-pure',
      comment:
        'No file system, process, clock, network or randomness in a package. Hashing is a pure function.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'procfs-imports-nothing',
      severity: 'error',
      from: { path: '^packages/procfs/src/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/procfs/' },
    },
    {
      name: 'posture-imports-zod-only',
      severity: 'error',
      from: { path: '^packages/posture/src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm'], pathNot: 'node_modules/zod/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.next|generated)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
    },
  },
};
