import { classicCapabilities } from '@shoji/posture';
import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('docker gives its default set', asIs),
  passes('one of them is dropped', (p) => (p.capabilities.permitted = classicCapabilities.slice(1))),
  fails('docker 20.10 gives all it knows on a newer kernel', (p) => {
    p.capabilities.permitted = [...classicCapabilities];
  }),
  fails('podman gives all of a newer kernel', (p) => {
    p.capabilities.permitted = [...classicCapabilities, 'CAP_PERFMON', 'CAP_BPF', 'CAP_CHECKPOINT_RESTORE'];
  }),
  fails(
    'an older kernel has 37 and all are held',
    (p) => {
      p.capabilities.permitted = classicCapabilities.slice(0, 37);
    },
    { host: { capLastCap: 36 } },
  ),
  fails('cap_last_cap cannot be read', (p) => (p.capabilities.permitted = [...classicCapabilities]), {
    host: { capLastCap: denied },
  }),
  fails(
    'a rootless container holds all over its own user namespace',
    (p) => {
      p.capabilities.permitted = [...classicCapabilities];
      p.namespaces.user = 'own';
      p.user.uidMappings = [{ containerId: 0, hostId: 1000, size: 1 }];
    },
    { severity: 'low' },
  ),
  fails(
    'user 1000 can gain all by exec',
    (p) => {
      p.capabilities.bounding = [...classicCapabilities];
    },
    { severity: 'medium' },
  ),
  isUnknown('the sets cannot be read', (p) => (p.capabilities.permitted = denied)),
];
