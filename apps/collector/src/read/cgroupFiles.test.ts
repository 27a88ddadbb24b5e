import { CgroupFiles, type OfTexts } from './cgroupFiles.js';
import { systemError, type Files } from './files.js';

const filesOf = (texts: Record<string, string>): Files =>
  ({
    readText: (path: string) => {
      const text = texts[path];
      if (text === undefined) throw systemError('ENOENT', path);
      return text;
    },
  }) as Files;

describe('CgroupFiles', () => {
  const texts: Record<string, string> = { '/a/max': '1\n', '/a/b/max': 'max\n' };
  let made = 0;
  const read = (before: OfTexts<string> | null) => {
    const files = new CgroupFiles(filesOf(texts));
    return files.again(before, () => {
      made += 1;
      const own = files.text('/a/b', 'max');
      return JSON.stringify(own === 'max\n' ? [own, files.text('/a', 'max')] : own);
    });
  };

  it('makes a value of its files again only where one of them says something else', () => {
    let last = read(null);
    const expectNext = (value: string, times: number) => {
      last = read(last);
      expect({ value: last.value, made }).toEqual({ value, made: times });
    };
    expectNext('["max\\n","1\\n"]', 1);
    texts['/a/max'] = '2\n';
    expectNext('["max\\n","2\\n"]', 2);
    delete texts['/a/b/max'];
    expectNext('null', 3);
    // What it is no longer made of may say what it likes.
    texts['/a/max'] = '3\n';
    expectNext('null', 3);
    texts['/a/b/max'] = '5\n';
    expectNext('"5\\n"', 4);
  });
});
