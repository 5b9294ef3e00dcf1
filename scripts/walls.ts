import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser';

/** Who may import whom. `npm run walls` holds these, and a canary proves that they bite. */
const server = (room: string) => `^apps/server/src/${room}`;

/** `from` may import nothing of ours but what is listed. */
const only = (name: string, from: string, allowed: string[]): IForbiddenRuleType => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(packages|apps|bench|interop)/', pathNot: [from, ...allowed] },
});

export const forbidden: IForbiddenRuleType[] = [
  { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  only('sip-stands-alone', '^packages/sip/', []),
  only('media-stands-alone', '^packages/media/', []),
  only('speech-stands-alone', '^packages/speech/', []),
  only('callflow-stands-alone', '^packages/callflow/', []),
  only('contract-stands-alone', '^packages/contract/', []),
  only('cli-knows-the-contract', '^apps/cli/', ['^packages/contract/']),
  only('console-knows-the-contract', '^apps/console/', ['^packages/contract/']),
  {
    name: 'realms-of-the-console-share-no-pages',
    severity: 'error',
    from: { path: '^apps/console/src/pages/([^/]+)/' },
    to: { path: '^apps/console/src/pages/', pathNot: '^apps/console/src/pages/$1/' },
  },
  only('carrier-knows-sip-and-media', '^apps/sandbox-carrier/', ['^packages/(sip|media)/']),
  only('platform-imports-nothing-of-ours', server('platform/'), []),
  only('modules-import-platform-and-contract', server('modules/'), [
    server('platform/'),
    '^packages/(contract|callflow)/',
  ]),
  {
    name: 'modules-never-import-a-sibling',
    severity: 'error',
    from: { path: '^apps/server/src/modules/([^/]+)/' },
    to: { path: '^apps/server/src/modules/', pathNot: '^apps/server/src/modules/$1/' },
  },
  {
    name: 'modules-are-entered-by-their-index',
    severity: 'error',
    from: { path: '^apps/server/', pathNot: '^apps/server/src/modules/' },
    to: { path: '^apps/server/src/modules/[^/]+/(?!index\\.ts)' },
  },
  only('calling-knows-no-business', server('calling/'), [
    server('platform/'),
    '^packages/(sip|media|speech|callflow)/',
  ]),
  only('flow-imports-downwards', server('flow/'), [
    server('(modules|platform)/'),
    server('calling/index\\.ts'),
    '^packages/(contract|callflow)/',
  ]),
  {
    name: 'flow-knows-the-engine-as-an-interface',
    severity: 'error',
    from: { path: server('flow/') },
    to: { path: server('calling/'), dependencyTypesNot: ['type-only'] },
  },
  only('gateway-imports-downwards', server('gateway/'), [
    server('(flow|modules|platform)/'),
    '^packages/(contract|callflow)/',
  ]),
  {
    name: 'rules-are-pure',
    comment: 'values in, decision out: no database, no Node, no sibling file that has them',
    severity: 'error',
    from: { path: '^apps/server/src/modules/[^/]+/[a-z-]*rules\\.ts$' },
    to: { pathNot: '^(packages/(contract|callflow)/|apps/server/src/modules/[^/]+/[a-z-]*rules\\.ts$)' },
  },
  {
    name: 'pure-folders-stay-pure',
    severity: 'error',
    from: {
      path: '^(packages/((contract|callflow)/src/|sip/src/(grammar|transaction|dialog|location|registration|hep)/|media/src/(packet|codec|dtmf|sdp|sound)/|speech/src/normalise/)|apps/sandbox-carrier/src/plan/)',
    },
    to: { dependencyTypes: ['core'] },
  },
  { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
];

export const options: ICruiseOptions = {
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(^|/)(node_modules|dist|data)/' },
  tsPreCompilationDeps: 'specify',
  tsConfig: { fileName: 'tsconfig.json' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node'],
    extensions: ['.ts', '.tsx', '.js'],
  },
};
