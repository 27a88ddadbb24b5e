import { ApiError } from '../graphql/errors.js';

/** Roles, each of which may do what those before it may. */
export const roles = ['viewer', 'analyst', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who asks: a person with a session, or a program with a token. */
export interface Principal {
  kind: 'user' | 'token';
  id: string;
  name: string;
  role: Role;
}

/** Refuses whoever neither signed in nor sent a token. @throws {ApiError} `UNAUTHENTICATED` */
export function signedIn(principal: Principal | null): Principal {
  if (principal === null) throw new ApiError('UNAUTHENTICATED', 'Sign in, or send a token in Authorization.');
  return principal;
}

/** Whether a role may do what needs another. */
export const mayActAs = (has: Role, needs: Role): boolean => roles.indexOf(has) >= roles.indexOf(needs);

/** How the audit log names a principal. */
export const actorOf = ({ kind, name }: Pick<Principal, 'kind' | 'name'>): string => `${kind}:${name}`;
