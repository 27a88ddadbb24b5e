import fc from 'fast-check';
import { isIP } from 'node:net';
import { ProcfsError } from './errors.js';
import { parseNetSockets } from './net-sockets.js';

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n';
const line = (local: string, state: string) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000   999        0 12345 1 0000000000000000 100 0 0 10 0                     \n`;

describe('parseNetSockets', () => {
  it('reads what the kernel prints of TCP', () => {
    expect(parseNetSockets(header + line('0100007F:0CEA', '0A') + line('0B00007F:9A6F', '01'))).toEqual([
      { localAddress: '127.0.0.1', localPort: 3306, state: 10, uid: 999, inode: 12345 },
      { localAddress: '127.0.0.11', localPort: 39535, state: 1, uid: 999, inode: 12345 },
    ]);
  });

  it('reads what the kernel prints of UDP', () => {
    const text =
      '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops             \n' +
      '  366: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 22 2 0000000000000000 0         \n';
    expect(parseNetSockets(text)).toEqual([
      { localAddress: '0.0.0.0', localPort: 53, state: 7, uid: 0, inode: 22 },
    ]);
  });

  it.each([
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000001000000', '::1'],
    ['0000000000000000FFFF00000100007F', '::ffff:127.0.0.1'],
    ['B80D0120000000000000000001000000', '2001:db8::1'],
    ['000080FE00000000FF005450B6AD1DFE', 'fe80::5054:ff:fe1d:adb6'],
    ['B80D0120010000000100000001000000', '2001:db8:0:1:0:1:0:1'],
  ])('writes %s as %s', (hex, address) => {
    expect(parseNetSockets(header + line(`${hex}:0050`, '0A'))[0]!.localAddress).toBe(address);
  });

  it('reads addresses of a kernel with the other byte order', () => {
    expect(parseNetSockets(header + line('7F000001:0050', '0A'), false)[0]!.localAddress).toBe('127.0.0.1');
  });

  it('has none where there is only the header', () => expect(parseNetSockets(header)).toEqual([]));

  it.each([
    ['nothing', ''],
    ['no header', line('0100007F:0CEA', '0A')],
    ['a cut line', header + line('0100007F:0CEA', '0A').slice(0, 60)],
    ['a short address', header + line('0100007:0CEA', '0A')],
    ['no state', header + line('0100007F:0CEA', 'XY')],
    ['a word for the inode', header + line('0100007F:0CEA', '0A').replace('12345', 'many')],
  ])('refuses %s', (_, text) => expect(() => parseNetSockets(text)).toThrow(ProcfsError));

  it('writes any address so that it is one', () => {
    const hex = fc.oneof(
      fc.array(fc.constantFrom('0', '0', '1', 'A', 'F'), { minLength: 32, maxLength: 32 }),
      fc.array(fc.constantFrom('0', '9', 'C'), { minLength: 8, maxLength: 8 }),
    );
    fc.assert(
      fc.property(hex, fc.boolean(), (digits, little) => {
        const [socket] = parseNetSockets(header + line(`${digits.join('')}:FFFF`, '0A'), little);
        expect(isIP(socket!.localAddress)).toBe(digits.length === 8 ? 4 : 6);
      }),
    );
  });
});
