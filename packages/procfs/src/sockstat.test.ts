import { ProcfsError } from './errors.js';
import { parseSockstat } from './sockstat.js';

describe('parseSockstat', () => {
  it('reads what the kernel prints', () => {
    const text =
      'sockets: used 76\nTCP: inuse 4 orphan 0 tw 0 alloc 4 mem 0\nUDP: inuse 0 mem 0\nUDPLITE: inuse 0\nRAW: inuse 0\nFRAG: inuse 0 memory 0\n';
    expect(Object.fromEntries(parseSockstat(text))).toEqual({ TCP: 4, UDP: 0, UDPLITE: 0, RAW: 0, FRAG: 0 });
    expect(Object.fromEntries(parseSockstat('TCP6: inuse 1\nUDP6: inuse 2\n'))).toEqual({ TCP6: 1, UDP6: 2 });
  });

  it.each(['', 'sockets: used 1\n', 'TCP: inuse many\n', 'TCP: inuse 4'])('refuses %j', (text) => {
    expect(() => parseSockstat(text)).toThrow(ProcfsError);
  });
});
