import { parseStatus } from '@shoji/procfs';
import { readCapabilities, readLastCapability } from './capabilities.js';
import { dockerHost } from './testing/dockerHost.js';
import { fakeFiles } from './testing/fakeFiles.js';

const host = dockerHost();

describe('readCapabilities', () => {
  it('leaves out bits past the last capability of the kernel', () => {
    const text = host.texts['/proc/60/status']!.replace(
      'CapBnd:\t00000000a80425fb',
      'CapBnd:\tffffffffffffffff',
    );
    const { bounding, effective } = readCapabilities(parseStatus(text), 36);
    expect(bounding).toHaveLength(37);
    expect(effective).toHaveLength(14);
    expect(readCapabilities(parseStatus(text), 63).bounding).toContain('CAP_63');
  });

  it('makes every set unreadable where the status is', () => {
    const sets = readCapabilities({ unreadable: 'EACCES' }, 40);
    expect(Object.values(sets)).toEqual(Array(5).fill({ unreadable: 'EACCES' }));
  });
});

describe('readLastCapability', () => {
  it.each([
    ['40\n', 40],
    ['many\n', 63],
    ['64\n', 63],
    [undefined, 63],
  ])('takes %j for %d', (text, last) => {
    const texts = text === undefined ? {} : { '/proc/sys/kernel/cap_last_cap': text };
    expect(readLastCapability(fakeFiles({ texts }), '/proc')).toBe(last);
  });
});
