import type { Remedies, Remedy, RemedyPlace } from './change.js';

/** Nothing of this kind can be set there. */
export const none = (why: string): Remedy => ({ none: why });

const perContainer = none('It is set for each container, not for the daemon.');
const onHost = none('It is a setting of the host, not of a container.');

/** Remedies of a change to how one container is started. */
export const ofContainer = (
  places: Readonly<Omit<Record<RemedyPlace, Remedy>, 'daemon'>> & { daemon?: Remedy },
): Remedies => ({ daemon: perContainer, ...places });

/** The remedy of a change to the host or a daemon: it stands under `daemon`. */
export const ofHost = (daemon: string, places: Partial<Remedies> = {}): Remedies => ({
  docker: onHost,
  compose: onHost,
  kubernetes: onHost,
  podman: onHost,
  lxc: onHost,
  ...places,
  daemon,
});
