import { dockerSettingCases, type HostCase } from '../testing/host-cases.js';

export const cases: readonly HostCase[] = dockerSettingCases('no-new-privileges', false, true);
