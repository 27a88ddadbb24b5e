import type { Control, ControlSubject } from './framework.js';

/** Makes the controls of one section: rows of `[id, title, rules]`, or `[id, title, why not]`. */
export const section = (
  heading: string,
  about: ControlSubject,
  rows: readonly (readonly [id: string, title: string, rules: readonly string[] | string])[],
): Control[] =>
  rows.map(([id, title, rules]) =>
    typeof rules === 'string'
      ? { id, title, section: heading, notAssessed: rules }
      : { id, title, section: heading, about, rules },
  );

/** Reasons that several controls share. */
export const notRead = {
  image: 'what an image holds is not read',
  files: 'owners and permissions of files of the host are not read',
  audit: 'the audit rules of the host are not read',
  setting: 'the setting does not change what a container is kept from',
  orchestrator: 'the orchestrator’s own settings are not read',
  practice: 'it is what people do, which no fact of the kernel tells',
  swarm: 'swarm’s settings are not read',
} as const;
