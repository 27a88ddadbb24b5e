import { unreadable, type Fact } from '@shoji/posture';
import { versionOf } from './versionOf.js';

const runtime = (name: string, version: Fact<string>) => ({ name, version, configuration: {} });

describe('versionOf', () => {
  it.each<[string, ReturnType<typeof runtime>[], string | null]>([
    ['is that of the runtime', [runtime('podman', '4.3.1'), runtime('docker', '24.0.5')], '24.0.5'],
    ['is that of two alike', [runtime('docker', '24.0.5'), runtime('docker', '24.0.5')], '24.0.5'],
    ['is not guessed between two', [runtime('docker', '24.0.5'), runtime('docker', '20.10.24')], null],
    ['is not known where it cannot be read', [runtime('docker', unreadable('EACCES'))], null],
    [
      'is not known where one of two cannot',
      [runtime('docker', '24'), runtime('docker', unreadable('x'))],
      null,
    ],
    ['is not known of a runtime that is not there', [runtime('podman', '4.3.1')], null],
  ])('%s', (_, runtimes, expected) => expect(versionOf(runtimes, 'docker')).toBe(expected));
});
