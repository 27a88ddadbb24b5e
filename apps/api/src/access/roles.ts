import { SetMetadata } from '@nestjs/common';
import type { Role } from './principal.js';

export const roleKey = 'shoji:role';

/** The role that a resolver or handler needs; `viewer` where it says nothing. */
export const Needs = (role: Role) => SetMetadata(roleKey, role);
