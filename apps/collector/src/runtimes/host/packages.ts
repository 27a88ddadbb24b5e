import { unreadable, type Fact } from '@shoji/posture';
import { reasonOf, type Files } from '../../read/files.js';
import { below } from '../../read/hostPath.js';

/** A program of a runtime, and the packages whose version is the program's own. */
export interface Program {
  /** Name of the file. */
  file: string;
  packages: readonly string[];
}

const maxDatabase = 64 * 1024 * 1024;

/** Where rpm keeps its database: binary formats that nothing but rpm reads. */
const rpmDatabases = [
  '/var/lib/rpm/rpmdb.sqlite',
  '/usr/lib/sysimage/rpm/rpmdb.sqlite',
  '/var/lib/rpm/Packages.db',
  '/usr/lib/sysimage/rpm/Packages.db',
  '/var/lib/rpm/Packages',
];

const databases = ['/var/lib/dpkg/status', '/lib/apk/db/installed', '/var/lib/pacman/local', ...rpmDatabases];

/** Changes whenever packages were installed or removed. */
export function packagesVersion(files: Files, rootfs: string): string {
  return databases
    .map((path) => {
      try {
        return files.version(below(rootfs, path));
      } catch (error) {
        return reasonOf(error);
      }
    })
    .join('\n');
}

/**
 * Versions of programs by the package that owns the file, without its epoch, as the host's package manager wrote them
 * down. `path` is where the program lies on the host. Reads each database once for all programs.
 */
export function packagedVersions(
  files: Files,
  rootfs: string,
  programs: readonly (Program & { path: string })[],
): Fact<string>[] {
  const at = (path: string): string => below(rootfs, path);
  const attempt = <T>(read: () => T): T | string => {
    try {
      return read();
    } catch (error) {
      return reasonOf(error);
    }
  };
  const text = (path: string): { text: string } | string =>
    attempt(() => ({ text: `\n${files.readText(at(path), maxDatabase)}\n\n` }));
  const dpkg = text('/var/lib/dpkg/status');
  const apk = text('/lib/apk/db/installed');
  const pacman = attempt(() => files.readDir(at('/var/lib/pacman/local')));

  const versionOf = ({ file, packages, path }: Program & { path: string }): Fact<string> => {
    for (const name of packages) {
      const version =
        (typeof dpkg === 'object' &&
          dpkgVersion(dpkg.text, name, path, (list) => files.readText(at(list)))) ||
        (typeof apk === 'object' && apkVersion(apk.text, name, file)) ||
        (Array.isArray(pacman) && pacmanVersion(pacman, name, path, (list) => files.readText(at(list)))) ||
        null;
      // A copy: what the engine cuts out of a text keeps all of it in memory, here the whole database.
      if (version !== null) return Buffer.from(version.replace(/^\d+:/, '').slice(0, 4096)).toString();
    }
    const refused = [dpkg, apk, pacman].find((found) => typeof found === 'string' && found !== 'ENOENT');
    if (typeof refused === 'string') return unreadable(`the package database: ${refused}`);
    const rpm = rpmDatabases.find((database) => attempt(() => files.exists(at(database))) !== false);
    return unreadable(
      rpm === undefined ? `no package owns ${path}`.slice(0, 200) : 'the database of rpm is binary',
    );
  };
  return programs.map((program) => {
    try {
      return versionOf(program);
    } catch (error) {
      return unreadable(`the package database: ${reasonOf(error)}`);
    }
  });
}

type ReadList = (path: string) => string;

/** Text between two empty lines that has the line, in a database of paragraphs. */
function paragraph(database: string, line: string): string | null {
  const start = database.indexOf(`\n${line}\n`);
  if (start < 0) return null;
  const from = database.lastIndexOf('\n\n', start + 1) + 1;
  return database.slice(from, database.indexOf('\n\n', start + 1) + 1);
}

/** dpkg(1): what a package owns is in `info/NAME.list`, or with its architecture in the name. */
function dpkgVersion(database: string, name: string, path: string, readList: ReadList): string | null {
  const found = paragraph(database, `Package: ${name}`);
  if (found === null || !/\nStatus: \S+ \S+ installed\n/.test(found)) return null;
  const architecture = /\nArchitecture: (\S+)\n/.exec(found)?.[1] ?? '';
  const info = `/var/lib/dpkg/info/${name}`;
  const lists = /\nMulti-Arch: same\n/.test(found) ? [`${info}:${architecture}.list`] : [`${info}.list`];
  const owned = lists.some((list) => owns(readList(list), path));
  return owned ? (/\nVersion: (\S+)\n/.exec(found)?.[1] ?? null) : null;
}

/** apk-installed: `P:` package, `V:` version, `R:` a file in the directory `F:` above it. */
function apkVersion(database: string, name: string, file: string): string | null {
  const found = paragraph(database, `P:${name}`);
  if (found?.includes(`\nR:${file}\n`) !== true) return null;
  return /\nV:(\S+)\n/.exec(found)?.[1] ?? null;
}

/** pacman: one directory `NAME-VERSION-RELEASE` a package, with `files` in it. */
function pacmanVersion(
  directories: readonly string[],
  name: string,
  path: string,
  readList: ReadList,
): string | null {
  const directory = directories.find(
    (each) => each.startsWith(`${name}-`) && /^\d\S*-[\d.]+$/.test(each.slice(name.length + 1)),
  );
  if (directory === undefined) return null;
  const owned = owns(readList(`/var/lib/pacman/local/${directory}/files`), path.slice(1));
  return owned ? directory.slice(name.length + 1) : null;
}

/** A distribution that merged /usr may have written the path down without it. */
const owns = (list: string, path: string): boolean =>
  [path, path.replace(/^(\/?)usr\//, '$1')].some((each) => `\n${list}\n`.includes(`\n${each}\n`));
