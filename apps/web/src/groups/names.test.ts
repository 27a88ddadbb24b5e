import { namesIn } from './names';

describe('namesIn', () => {
  it.each([
    ['', []],
    [' , ', []],
    ['prod', ['prod']],
    ['prod, edge  eu.west-1,prod', ['prod', 'edge', 'eu.west-1']],
  ])('reads %j', (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });
});
