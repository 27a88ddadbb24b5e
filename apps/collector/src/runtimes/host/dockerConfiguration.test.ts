import { dockerFlags, dockerSettings } from './dockerConfiguration.js';

const settings = (line: string, json: string | null = null) =>
  dockerSettings(json, dockerFlags(line.split(' ')));

describe('dockerSettings', () => {
  it.each<[string, Record<string, unknown>]>([
    ['dockerd', {}],
    ['dockerd --icc=false --userland-proxy=0', { icc: false, 'userland-proxy': false }],
    [
      'dockerd --live-restore --userns-remap dockremap',
      { 'live-restore': true, 'userns-remap': 'dockremap' },
    ],
    ['dockerd -H fd:// --containerd=/run/containerd/containerd.sock', { hosts: 'fd://' }],
    [
      'dockerd --host tcp://0.0.0.0:2375 -H=unix:///a -Hunix:///b',
      { hosts: 'tcp://0.0.0.0:2375 unix:///a unix:///b' },
    ],
    [
      'dockerd --default-ulimit nofile=64:128 -G wheel -D',
      { 'default-ulimits': 'nofile=64:128', group: 'wheel', debug: true },
    ],
    ['dockerd --exec-opt native.cgroupdriver=systemd', { 'exec-opts': 'native.cgroupdriver=systemd' }],
    ['dockerd --add-runtime crun=/usr/bin/crun', { runtimes: 'crun' }],
    ['dockerd --oom-score-adjust -500 --data-root /x', { 'oom-score-adjust': '-500' }],
    ['dockerd --log-opt splunk-token=secret --http-proxy http://u:p@h', {}],
    ['dockerd --seccomp-profile', { 'seccomp-profile': '' }],
  ])('reads %j', (line, expected) => {
    expect(settings(line)).toEqual(expected);
  });

  it('takes what daemon.json says, in one form for equal lists', () => {
    const json = JSON.stringify({
      icc: false,
      hosts: ['unix:///run/docker.sock', 'tcp://127.0.0.1:2376'],
      'default-ulimits': { nofile: { Name: 'nofile', Hard: 64, Soft: 64 } },
      runtimes: { runsc: { path: '/usr/local/bin/runsc' }, crun: {} },
      'log-opts': { 'splunk-token': 'secret' },
      proxies: { 'http-proxy': 'http://u:p@h' },
      'no-new-privileges': null,
      tlsverify: true,
    });
    expect(settings('dockerd --live-restore', json)).toEqual({
      'default-ulimits': '{"nofile":{"Name":"nofile","Hard":64,"Soft":64}}',
      hosts: 'tcp://127.0.0.1:2376 unix:///run/docker.sock',
      icc: false,
      'live-restore': true,
      runtimes: 'crun runsc',
      tlsverify: true,
    });
  });

  it('tells a file that is no JSON from one without settings', () => {
    expect(() => settings('dockerd', '{')).toThrow(SyntaxError);
    expect(settings('dockerd', '{}')).toEqual({});
  });
});
