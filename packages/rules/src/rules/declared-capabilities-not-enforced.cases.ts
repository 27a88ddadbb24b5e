import type { Case } from '../testing/cases.js';
import { declaredCases } from '../testing/declared-cases.js';

export const cases: readonly Case[] = declaredCases('capabilities', 'capabilities.effective');
