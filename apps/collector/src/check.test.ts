import { blindnesses, checkReport } from './check.js';
import { sampleContainer, sampleSnapshot } from './testing/snapshot.js';

describe('blindnesses', () => {
  it('groups the facts that could not be read by reason, and says what would help', () => {
    const [only, ...others] = blindnesses(sampleSnapshot([sampleContainer('a'), sampleContainer('b')]));
    expect(others).toEqual([]);
    expect(only?.reason).toBe('EACCES');
    expect(only?.facts).toEqual(new Map([['container.lsm.apparmor', 2]]));
    expect(only?.remedy).toContain('CAP_SYS_PTRACE');
  });
  it('leaves out what this kernel cannot have', () => {
    expect(checkReport(sampleSnapshot([]))).toBe('0 containers found. Every fact could be read.\n');
  });
});
