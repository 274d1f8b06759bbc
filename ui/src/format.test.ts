import { describe, expect, it } from 'vitest';
import cases from '../locales/format-cases.json';
import { ceiling } from './features/statistics/shape';
import { duration, formats } from './format';

describe('formats', () => {
  const { bytes, rate, ago, clock } = formats('en');

  it.each(cases.bytes as Array<[number, string]>)('%d bytes as in the terminal', (count, text) =>
    expect(bytes(count)).toBe(text),
  );

  it.each(cases.timeOfDayInUtc as Array<[number, string]>)('%d ms as in the terminal', (unixMs, text) =>
    expect(clock(unixMs + new Date(unixMs).getTimezoneOffset() * 60_000)).toBe(text),
  );

  it('writes rates', () => {
    expect(rate(3_200_000)).toBe('3.2 MB/s');
    expect(rate(512)).toBe('0.5 kB/s');
    expect(rate(0)).toBe('0 kB/s');
  });

  it('follows the locale', () => expect(formats('de').rate(3_200_000)).toBe('3,2 MB/s'));

  it('tells how long ago', () => {
    const now = 1_000_000_000_000;
    expect(ago(1_000_000_000 - 86_400, now)).toBe('yesterday');
    expect(ago(1_000_000_000 - 720, now)).toBe('12 min. ago');
    expect(ago(1_000_000_000 + 60, now)).toBe('now');
  });
});

describe('duration', () => {
  it.each([
    [-5, '00:00:00'],
    [2530, '00:42:10'],
    [86_399, '23:59:59'],
    [190_000, '2:04:46:40'],
  ])('%d s', (seconds, text) => expect(duration(seconds)).toBe(text));
});

describe('the top of the graph', () => {
  it.each([
    [0, 20_000],
    [21_000, 50_000],
    [50_000, 50_000],
    [999_999, 1_000_000],
    [3_200_000, 5_000_000],
  ])('%d', (value, top) => expect(ceiling(value)).toBe(top));
});
