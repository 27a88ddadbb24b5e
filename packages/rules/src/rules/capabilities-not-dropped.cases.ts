import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { hardenedPosture } from '../../../posture/src/testing/posture.js';

export const cases: readonly Case[] = [
  passes('all are dropped', (p) => Object.assign(p, hardenedPosture())),
  passes('only binding low ports is left', (p) => {
    const set = ['CAP_NET_BIND_SERVICE'];
    p.capabilities = { effective: set, permitted: set, inheritable: [], bounding: set, ambient: [] };
  }),
  fails('docker gives its default set', asIs),
  fails('user 1000 has none, but an exec can gain them', (p) => {
    p.capabilities = { ...p.capabilities, effective: [], permitted: [] };
  }),
  isUnknown('the sets cannot be read', (p) => {
    p.capabilities = {
      effective: denied,
      permitted: denied,
      inheritable: denied,
      bounding: denied,
      ambient: denied,
    };
  }),
];
