import { SelfMeter } from './self-meter.js';

/** A meter on a clock and a process that the test moves. */
function metered() {
  const state = { now: 0, cpu: 0, rss: 60_000_000 };
  const meter = new SelfMeter(() => state.now, {
    cpu: () => ({ user: state.cpu * 0.75, system: state.cpu * 0.25 }),
    rss: () => state.rss,
  });
  return { state, meter };
}

describe('SelfMeter', () => {
  it('leaves out what starting up costs', () => {
    const { state, meter } = metered();
    expect(meter.due()).toBeNull();
    state.cpu = 900_000;
    meter.cycle(700);
    expect(meter.due()).toBeNull();
    state.now = 10_000;
    state.cpu += 2_345;
    meter.cycle(11);
    meter.cycle(14);
    expect(meter.due()).toEqual({
      cycleMilliseconds: 13,
      cpuPartsPerMillion: 200,
      rssBytes: 57 * 1024 * 1024,
    });
  });

  it('speaks again after five minutes, of those alone, and until then of what the server has not taken', () => {
    const { state, meter } = metered();
    meter.cycle(1);
    state.now = 20_000;
    meter.cycle(5);
    expect(meter.due()).toMatchObject({ cycleMilliseconds: 5 });
    expect(meter.due()).toMatchObject({ cycleMilliseconds: 5 });
    meter.taken();
    meter.cycle(9);
    state.now += 299_999;
    expect(meter.due()).toBeNull();
    state.now += 1;
    state.cpu += 300_000;
    expect(meter.due()).toMatchObject({ cycleMilliseconds: 9, cpuPartsPerMillion: 1000 });
  });

  it('says nothing while nothing is read', () => {
    const { state, meter } = metered();
    meter.cycle(1);
    state.now = 900_000;
    expect(meter.due()).toBeNull();
  });
});
