import type { HostDocument, HostSetting } from '@shoji/posture';
import { debianHost } from '../../../posture/src/testing/posture.js';
import type { OutcomeState, Severity } from '../rule.js';
import { denied } from './cases.js';

/** One row of a host rule's table. */
export interface HostCase {
  /** Present-tense fact, unique within the rule. */
  name: string;
  state: OutcomeState;
  /** Where it is not the rule's own. */
  severity?: Severity;
  host: HostDocument;
}

const make =
  (state: OutcomeState) =>
  (name: string, host: Partial<HostDocument>, severity?: Severity): HostCase => ({
    name,
    state,
    host: { ...debianHost(), runtimesComplete: true, processesComplete: true, ...host },
    ...(severity && { severity }),
  });

export const hostPasses = make('pass');
export const hostFails = make('fail');
export const hostUnknown = make('unknown');
export const hostNotApplicable = make('not-applicable');

/** A host on which a docker daemon runs that was told these settings. */
export const docker = (configuration: Record<string, HostSetting> = {}): Pick<HostDocument, 'runtimes'> => ({
  runtimes: [{ name: 'docker', version: '27.3.1', configuration }],
});

/** A host with one program of a version. */
export const program = (name: string, version: string): Pick<HostDocument, 'runtimes'> => ({
  runtimes: [{ name, version, configuration: { unsupported: 'has no configuration of its own' } }],
});

/** The table of a docker setting whose default is the weak one. */
export const dockerSettingCases = (name: string, weak: HostSetting, strong: HostSetting): HostCase[] => [
  hostFails('docker’s default holds', docker()),
  hostFails('it is set so', docker({ [name]: weak })),
  hostPasses('it is set', docker({ [name]: strong })),
  hostFails('one of two daemons has it so', {
    runtimes: [...docker({ [name]: strong }).runtimes, ...docker({ [name]: weak }).runtimes],
  }),
  hostUnknown('daemon.json cannot be read', docker({ 'file:/etc/docker/daemon.json': denied })),
  hostUnknown('the daemon tells nothing', {
    runtimes: [{ name: 'docker', version: denied, configuration: denied }],
  }),
  hostUnknown('whether docker runs is hidden', { runtimes: [], processesComplete: denied }),
  hostNotApplicable('docker does not run', { runtimes: [] }),
];
