import { dockerSettingCases, type HostCase } from '../testing/host-cases.js';

export const cases: readonly HostCase[] = dockerSettingCases('userland-proxy', true, false);
