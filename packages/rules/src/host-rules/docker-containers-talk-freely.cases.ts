import { dockerSettingCases, type HostCase } from '../testing/host-cases.js';

export const cases: readonly HostCase[] = dockerSettingCases('icc', true, false);
