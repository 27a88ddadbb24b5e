import { capabilityCases } from '../testing/capability-cases.js';
import type { Case } from '../testing/cases.js';

export const cases: readonly Case[] = capabilityCases('CAP_NET_RAW', 'low');
