import { asPosture, reading } from './document';

describe('reading', () => {
  it.each([
    [0, { kind: 'value', value: 0 }],
    [null, { kind: 'value', value: null }],
    [[], { kind: 'value', value: [] }],
    [false, { kind: 'value', value: false }],
    [{ unreadable: 'EACCES' }, { kind: 'unreadable', reason: 'EACCES' }],
    [{ unsupported: 'no AppArmor' }, { kind: 'unsupported', reason: 'no AppArmor' }],
    [undefined, { kind: 'unreadable', reason: 'not in the document' }],
  ])('takes %j apart', (fact, taken) => expect(reading(fact)).toEqual(taken));
});

describe('asPosture', () => {
  it.each([null, 1, 'x', {}, { schema: 'shoji.posture/2' }, { schema: 'shoji.host/1' }])(
    'does not know %j',
    (json) => {
      expect(asPosture(json)).toBeNull();
    },
  );
});
