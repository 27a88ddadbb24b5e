import { readConfig } from './config';

const SHOJI_API_URL = 'http://127.0.0.1:3001';

describe('readConfig', () => {
  it('listens on the loopback unless told otherwise', () => {
    expect(readConfig({ SHOJI_API_URL })).toEqual({ host: '127.0.0.1', port: 3000, apiUrl: SHOJI_API_URL });
  });

  it.each(['', 'x', '-1', '65536', '1e3', '3000 '])('refuses PORT=%j by name', (PORT) => {
    expect(() => readConfig({ SHOJI_API_URL, PORT })).toThrow(/^PORT must be/);
  });

  it.each([undefined, '', 'localhost:1', 'ftp://x', 'http://x/api', 'http://x/?a'])(
    'refuses SHOJI_API_URL=%j by name',
    (url) => {
      expect(() => readConfig({ SHOJI_API_URL: url })).toThrow(/^SHOJI_API_URL/);
    },
  );
});
