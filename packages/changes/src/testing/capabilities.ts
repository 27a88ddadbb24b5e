import { capabilitySets } from '@shoji/posture';
import { cases, denied, type Case } from './cases.js';

/** Cases of a change that takes some capabilities away. */
export const dropping = (...names: readonly string[]): readonly Case[] =>
  cases({
    mends: {
      'what it holds goes from every set': [
        ({ posture: { capabilities } }) => {
          for (const set of capabilitySets) capabilities[set] = ['CAP_AUDIT_READ', ...names].sort();
        },
        ({ posture: { capabilities } }) => {
          for (const set of capabilitySets) capabilities[set] = ['CAP_AUDIT_READ'];
        },
      ],
      'what an exec could gain goes, though what is held now cannot be read': [
        ({ posture: { capabilities } }) => {
          capabilities.effective = denied;
          capabilities.permitted = [];
          capabilities.bounding = [...names].sort();
        },
        ({ posture: { capabilities } }) => (capabilities.bounding = []),
      ],
    },
    leaves: {
      'it holds none of them': ({ posture: { capabilities } }) => {
        for (const set of capabilitySets) capabilities[set] = ['CAP_AUDIT_READ'];
      },
      'nothing of it can be read': ({ posture: { capabilities } }) => {
        for (const set of capabilitySets) capabilities[set] = denied;
      },
    },
  });
