/** Numbers and times in the person's locale. */

import { useLocale } from 'react-aria-components';

const UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const STEP = 1000;

export interface Formats {
  /** `1.24 GB` */
  bytes: (count: number) => string;
  /** `3.2 MB/s` */
  rate: (bytesPerSecond: number) => string;
  /** `yesterday`, from Unix seconds. */
  ago: (unixSeconds: number, now: number) => string;
  /** `14:03:07.120`, from Unix milliseconds. */
  clock: (unixMs: number) => string;
}

/** Scales to the unit that leaves at most three digits before the point. */
export function scale(count: number): { value: number; unit: (typeof UNITS)[number] } {
  let value = Math.max(0, count) / STEP;
  let index = 0;
  while (value >= STEP && index < UNITS.length - 1) {
    value /= STEP;
    index += 1;
  }
  return { value, unit: UNITS[index] ?? 'terabyte' };
}

/** `00:42:10`, and `2:00:42:10` from a day on: digits only, so that it needs no words and does not jump. */
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
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    cache.set(key, made);
    return made;
  };
  const digits = (value: number, wanted: number) =>
    value === 0 || value >= 100 ? 0 : value >= 10 ? Math.min(1, wanted) : wanted;
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
      const { value, unit } = scale(count);
      return number(unit, digits(value, unit === 'kilobyte' ? 1 : 2)).format(value);
    },
    rate: (perSecond) => {
      const { value, unit } = scale(perSecond);
      return number(`${unit}-per-second`, digits(value, 1)).format(value);
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
