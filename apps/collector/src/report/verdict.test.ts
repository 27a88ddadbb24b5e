import { verdictOf } from './verdict.js';

const now = Date.parse('2026-01-01T00:00:00Z');
const verdict = (status: number, body: string, headers: { date?: string; 'retry-after'?: string } = {}) =>
  verdictOf({ status, headers, body }, now);

describe('verdictOf', () => {
  it.each([
    ['a report taken', 200, '{"ack":7}', { kind: 'taken', answer: { ack: 7 } }],
    ['an enrolment', 201, '{"hostId":"x"}', { kind: 'taken', answer: { hostId: 'x' } }],
    ['a proxy page in place of an answer', 200, '<html>', { kind: 'later' }],
    ['an inventory wanted', 409, '{"need":"inventory"}', { kind: 'need', need: 'inventory' }],
    ['documents wanted', 409, '{"need":["a",1]}', { kind: 'need', need: ['a'] }],
    [
      'a number used up',
      409,
      '{"error":{"code":"replay","message":"m"}}',
      { kind: 'invalid', reason: '409: m' },
    ],
    [
      'a host revoked',
      401,
      '{"error":{"code":"revoked","message":"m"}}',
      { kind: 'refused', reason: '401: m' },
    ],
    [
      'a host locked',
      403,
      '{"error":{"code":"locked","message":"m"}}',
      { kind: 'refused', reason: '403: m' },
    ],
    [
      'a clock off',
      401,
      '{"error":{"code":"stale-clock","message":"m"}}',
      { kind: 'later', reason: '401: m' },
    ],
    ['a body too long', 413, '', { kind: 'too-large' }],
    ['a schema violation', 422, '{"error":{"message":"m"}}', { kind: 'invalid', reason: '422: m' }],
    ['a server error', 500, '', { kind: 'later', afterMs: null }],
    ['a null body', 422, 'null', { kind: 'invalid' }],
  ])('reads %s', (_, status, body, expected) => {
    expect(verdict(status, body)).toMatchObject(expected);
  });

  it.each([
    ['seconds', '7', 7000],
    ['a date', 'Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['a date gone by', 'Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['a year, for an hour', '31536000', 3_600_000],
    ['nonsense, for nothing', 'soon', null],
  ])('reads Retry-After in %s', (_, value, afterMs) => {
    expect(verdict(503, '', { 'retry-after': value })).toMatchObject({ kind: 'later', afterMs });
  });
});
