import { isUnavailable } from './database.js';

describe('isUnavailable', () => {
  it.each<[boolean, unknown]>([
    [true, { code: 'ECONNREFUSED', message: '' }],
    [true, { code: 'EAI_AGAIN', message: '' }],
    [true, { code: '57P01', message: 'terminating connection due to administrator command' }],
    [true, { code: '53300', message: 'too many clients' }],
    [true, { message: 'Connection terminated unexpectedly' }],
    [true, { message: 'timeout exceeded when trying to connect' }],
    [false, { code: '23505', message: 'duplicate key' }],
    [false, { code: 'ENOENT', message: '' }],
    [false, { message: 'an insert gave no row' }],
    [false, 'text'],
    [false, null],
  ])('says %s of %j', (expected, error) => {
    expect(isUnavailable(error)).toBe(expected);
  });
});
