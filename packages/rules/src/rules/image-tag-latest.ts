import { evidenceOf } from '@shoji/posture';
import { defineRule, fail, notApplicable, pass } from '../rule.js';

/** The image was named by latest, or without a tag. */
export const imageTagLatest = defineRule({
  id: 'image-tag-latest',
  wall: 'filesystem',
  severity: 'low',
  revision: 1,
  title: 'Which image runs cannot be told from its name',
  rationale:
    'latest is whatever was there when somebody pulled it: two containers of one name can be two programs, and a start on another host a third. A version says what was meant, a digest says what runs.',
  remediation:
    'Name the image by a version or, better, by its digest: name@sha256:… in docker run, compose and the Kubernetes manifest.',
  references: ['CIS Docker 1.6.0 5.28', 'NIST SP 800-190 4.1.5'],
  reads: { root: (c) => c.filesystem.root },
  considers: { image: (_, { traits }) => traits.image },
  unsupported: 'not-applicable',
  evaluate: ({ image }) => {
    if (image === undefined) return notApplicable('no image is known that it was made from');
    const evidence = () => [
      evidenceOf(
        'traits.image',
        image,
        image === 'digest'
          ? 'its image was named by a digest'
          : `its image was named by ${image === 'tag' ? 'a tag' : 'latest, or by no tag'}`,
      ),
    ];
    return image === 'latest' ? fail(evidence) : { ...pass, evidence };
  },
});
