import { defineChange, type Change } from './change.js';
import { ofHost } from './remedies.js';
import type { HostDocument, Wall } from '@shoji/posture';

/** Whether a sysctl of the host was read and says something that `isOpen` objects to. */
export const isOpenSysctl = (
  { sysctls }: HostDocument,
  name: string,
  isOpen: (value: string) => boolean,
): boolean => {
  const value: HostDocument['sysctls'][string] | undefined = sysctls[name];
  return typeof value === 'string' && isOpen(value);
};

/** A change of one sysctl of the host, where it was read and is `isOpen`. */
export const setSysctl = (
  name: string,
  value: string,
  isOpen: (value: string) => boolean,
  { wall, ...rest }: { id: string; title: string; breaks: string; wall: Wall },
): Change =>
  defineChange({
    ...rest,
    walls: [wall],
    effort: 'high',
    revision: 1,
    remedies: ofHost(`host: ${name} = ${value} in /etc/sysctl.d/60-containers.conf, then sysctl --system`),
    verify: `[ "$(cat /proc/sys/${name.replaceAll('.', '/')})" = ${value} ]`,
    amend: ({ host }) =>
      isOpenSysctl(host, name, isOpen) ? { host: { sysctls: { ...host.sysctls, [name]: value } } } : null,
  });
