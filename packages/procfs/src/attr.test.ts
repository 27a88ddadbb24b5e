import { parseLsmLabel, parseSelinuxContext } from './attr.js';
import { refusal } from './testing/refusal.js';

describe('parseLsmLabel', () => {
  it.each([
    ['docker-default (enforce)\n', 'docker-default', 'enforce'],
    ['unconfined\n', 'unconfined', null],
    ['unconfined', 'unconfined', null],
    ['vmlab with space (complain)\n', 'vmlab with space', 'complain'],
    ['vmlab-enforce//child (enforce)\n\0', 'vmlab-enforce//child', 'enforce'],
    ['vmlab-complain//&vmlab-enforce (mixed)\0', 'vmlab-complain//&vmlab-enforce', 'mixed'],
    [
      'lxc-l-priv_</var/lib/lxc>//&:lxc-l-priv_<-var-lib-lxc>:unconfined (enforce)\n',
      'lxc-l-priv_</var/lib/lxc>//&:lxc-l-priv_<-var-lib-lxc>:unconfined',
      'enforce',
    ],
    ['unconfined//&:guest://unconfined\n', 'unconfined//&:guest://unconfined', null],
    ['odd (enforce) (complain)\n', 'odd (enforce)', 'complain'],
    ['firefox (unconfined)\n', 'firefox', 'unconfined'],
    ['x (kill)\n', 'x', 'kill'],
  ])('reads %j', (text, label, mode) => {
    expect(parseLsmLabel(text)).toEqual({ label, mode });
  });
  it.each([
    ['', 'missing-field'],
    ['\n', 'missing-field'],
    ['\0', 'missing-field'],
    ['docker-default', 'malformed'],
    ['docker-default (enfor', 'malformed'],
    ['docker-default (lenient)\n', 'malformed'],
    [' (enforce)\n', 'malformed'],
    ['kernel\0', 'malformed'],
    ['unconfined\nx (enforce)\n', 'malformed'],
    ['x//&unconfined\n', 'malformed'],
    ['notunconfined\n', 'malformed'],
  ])('refuses %j', (text, code) => {
    expect(() => parseLsmLabel(text)).toThrow(refusal(code));
  });
});

describe('parseSelinuxContext', () => {
  it.each([
    ['system_u:system_r:container_t:s0:c12,c34\0', ['system_u', 'system_r', 'container_t', 's0:c12,c34']],
    ['system_u:system_r:spc_t:s0-s0:c0.c1023\n', ['system_u', 'system_r', 'spc_t', 's0-s0:c0.c1023']],
    ['u:r:t', ['u', 'r', 't', null]],
  ])('reads %j', (text, [user, role, type, level]) => {
    expect(parseSelinuxContext(text)).toEqual({ user, role, type, level });
  });
  it.each([
    ['kernel\0', 'malformed'],
    ['a:b', 'malformed'],
    ['a::c', 'malformed'],
    ['a:b:c:', 'malformed'],
    ['docker-default (enforce)\n', 'malformed'],
    ['', 'missing-field'],
  ])('refuses %j', (text, code) => {
    expect(() => parseSelinuxContext(text)).toThrow(refusal(code));
  });
});
