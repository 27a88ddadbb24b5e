import {
  absent,
  asIs,
  denied,
  fails,
  isNotApplicable,
  isUnknown,
  passes,
  type Case,
} from '../testing/cases.js';

const sysctls = (...names: string[]) => ({ traits: { sysctls: names } });

export const cases: readonly Case[] = [
  passes('none is set', asIs, sysctls()),
  passes(
    'those are set that docker sets for everyone',
    asIs,
    sysctls('net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ping_group_range'),
  ),
  fails('it forwards packets', asIs, sysctls('net.ipv4.ip_forward', 'net.ipv4.ping_group_range')),
  fails('messages may be larger', asIs, sysctls('kernel.msgmax')),
  isNotApplicable('no runtime made it', asIs, { traits: { sysctls: absent } }),
  isUnknown('its runtime’s record cannot be read', asIs, { traits: { sysctls: denied } }),
  isUnknown('nobody tells', asIs),
];
