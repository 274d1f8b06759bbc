/** Numbers and times in the user's locale. */

import { useLocale } from 'react-aria-components';

/** From the smallest that is used; each with its size in bytes. Units of 1000, as networks count. */
const UNITS = [
  ['byte', 1],
  ['kilobyte', 1e3],
  ['megabyte', 1e6],
  ['gigabyte', 1e9],
  ['terabyte', 1e12],
] as const;

export interface Formats {
  /** `1.2 GB`, as the terminal writes it (ui/locales/format-cases.json). */
  bytes: (count: number) => string;
  /** `3.2 MB/s`, and never bytes: a number that changes each second keeps its unit as long as it can. */
  rate: (bytesPerSecond: number) => string;
  /** `yesterday`, from Unix seconds. */
  ago: (unixSeconds: number, now: number) => string;
  /** `14:03:07.120`, from Unix milliseconds. */
  clock: (unixMs: number) => string;
}

/** The unit for `count`, used as soon as it rounds to at least one of it, and two or three digits of it. */
function scale(count: number, smallest: 0 | 1): { value: number; unit: string; digits: number } {
  const whole = Math.max(0, Math.round(count));
  const fits = UNITS.findLastIndex(([, size]) => whole >= size - size / 2000);
  const [unit, size] = UNITS[Math.max(fits, smallest)] ?? UNITS[smallest];
  const tenths = Math.round((whole * 10) / size);
  const small = size > 1 && tenths > 0 && tenths < 1000;
  return { value: small ? tenths / 10 : Math.round(whole / size), unit, digits: small ? 1 : 0 };
}

/** `00:42:10`, and `2:00:42:10` from a day on: digits only, so that it needs no translation and does not jump. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (value: number) => String(value).padStart(2, '0');
  const days = Math.floor(whole / 86_400);
  const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60].map(pad).join(':');
  return days > 0 ? `${days}:${clock}` : clock;
}

const AGES: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

export function formats(locale: string): Formats {
  const cache = new Map<string, Intl.NumberFormat>();
  const number = (unit: string, digits: number) => {
    const key = `${unit} ${digits}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const made = new Intl.NumberFormat(locale, {
      style: 'unit',
      unit,
      // A byte has no short form: “512 byte” would be wrong in English.
      unitDisplay: unit === 'byte' ? 'long' : 'short',
      useGrouping: false,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    cache.set(key, made);
    return made;
  };
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  });
  return {
    bytes: (count) => {
      const { value, unit, digits } = scale(count, 0);
      return number(unit, digits).format(value);
    },
    rate: (perSecond) => {
      const { value, unit, digits } = scale(perSecond, 1);
      return number(`${unit}-per-second`, digits).format(value);
    },
    ago: (unixSeconds, now) => {
      const age = Math.max(0, now / 1000 - unixSeconds);
      const [unit, seconds] = AGES.find(([, length]) => age >= length) ?? ['second', Number.POSITIVE_INFINITY];
      return relative.format(-Math.floor(age / seconds), unit);
    },
    clock: (unixMs) => clock.format(unixMs),
  };
}

/** Formatters are slow to make, and every row of a list wants them. */
const made = new Map<string, Formats>();

export function useFormats(): Formats {
  const { locale } = useLocale();
  const known = made.get(locale) ?? formats(locale);
  made.set(locale, known);
  return known;
}
