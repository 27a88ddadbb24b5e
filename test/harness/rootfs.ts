import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes a directory into the smallest root file system that every runtime takes: a static busybox and empty places. */
export function makeRootfs(root: string): void {
  for (const name of ['bin', 'dev', 'etc', 'proc', 'run', 'sys', 'tmp', 'usr', 'var'])
    mkdirSync(join(root, name), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
  symlinkSync('/run', join(root, 'var/run'));
  cpSync('/bin/busybox', join(root, 'bin/busybox'));
  for (const applet of ['sh', 'sleep', 'mount', 'cat']) symlinkSync('busybox', join(root, 'bin', applet));
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/:/bin/sh\n');
}
