import { registerEnumType } from '@nestjs/graphql';
import { causes, changeDirections, workloadSchemes } from '@shoji/drift';

const named = <T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

export const DriftCause = named(causes);
export type DriftCause = keyof typeof DriftCause;

export const ChangeDirection = named(changeDirections);
export type ChangeDirection = keyof typeof ChangeDirection;

export const WorkloadScheme = named(workloadSchemes);
export type WorkloadScheme = keyof typeof WorkloadScheme;

export const DriftState = named(['open', 'rejected', 'resolved']);
export type DriftState = keyof typeof DriftState;

export const DriftResolution = named(['approved', 'returned', 'changed', 'gone']);
export type DriftResolution = keyof typeof DriftResolution;

export const BaselineKind = named(['learned', 'approved', 'declared']);
export type BaselineKind = keyof typeof BaselineKind;

export const Fate = named(['appeared', 'gone', 'changed']);
export type Fate = keyof typeof Fate;

registerEnumType(Fate, { name: 'Fate', description: 'What became of a container between two times.' });
registerEnumType(DriftCause, {
  name: 'DriftCause',
  valuesMap: {
    live: { description: 'It changed while it ran.' },
    redeploy: { description: 'It was made anew, or started again, with other settings.' },
    host: { description: 'A setting of the host or of a daemon moved it.' },
    outlier: { description: 'Its siblings are as they should be.' },
    declared: { description: 'The kernel does not enforce what was asked for.' },
  },
});
registerEnumType(ChangeDirection, {
  name: 'ChangeDirection',
  valuesMap: { unknown: { description: 'One of the two sides could not be read.' } },
});
registerEnumType(WorkloadScheme, {
  name: 'WorkloadScheme',
  description: 'By what containers are told to be alike.',
  valuesMap: { image: { description: 'Image and pattern of the name, where no orchestrator says more.' } },
});
registerEnumType(DriftState, {
  name: 'DriftState',
  valuesMap: {
    rejected: { description: 'A person said that it must not stay so; open until it is undone.' },
  },
});
registerEnumType(DriftResolution, {
  name: 'DriftResolution',
  valuesMap: {
    approved: { description: 'What it had become is the baseline now.' },
    returned: { description: 'It is as it should be again.' },
    changed: { description: 'It became something else, which is another drift.' },
    gone: { description: 'The container is gone.' },
  },
});
registerEnumType(BaselineKind, {
  name: 'BaselineKind',
  valuesMap: {
    learned: { description: 'The first posture that stood still.' },
    approved: { description: 'A person said so.' },
    declared: { description: 'Nothing is learned yet: what its runtime was asked for.' },
  },
});
