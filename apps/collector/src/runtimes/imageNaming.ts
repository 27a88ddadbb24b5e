import type { Instance, Traits } from '@shoji/posture';

/**
 * By what an image was named (distribution reference grammar): its digest or id, a tag, or `latest`, said or left out.
 * `undefined` where no name is known.
 */
export function imageNaming(image: Instance['image']): Traits['image'] {
  const reference = image?.reference;
  if (!reference) return undefined;
  if (/@[a-z0-9+._-]+:[0-9a-f]{32,}$/i.test(reference) || /^(sha256:)?[0-9a-f]{64}$/.test(reference))
    return 'digest';
  // A colon before the last slash parts a registry from its port.
  const tag = /:([^:]+)$/.exec(reference.slice(reference.lastIndexOf('/') + 1))?.[1];
  return tag === undefined || tag === 'latest' ? 'latest' : 'tag';
}
