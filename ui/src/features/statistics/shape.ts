/** From rates over time to the outlines that are drawn. */

/** A tunnel's own signs of life are no traffic: below this a picture would make hills of them. Bytes a second. */
export const QUIET = 1_000;
/** Below this a scale would make noise look like traffic. Bytes a second. */
const LOWEST = 20_000;

/** What went through a tunnel at one time. */
export interface Point {
  /** Milliseconds since the Unix epoch. */
  at: number;
  /** Bytes a second. */
  received: number;
  /** Bytes a second. */
  sent: number;
}

/** A picture: the time at its end, how much time it shows, the rate that reaches its edge, and its size. */
interface Shape {
  end: number;
  span: number;
  top: number;
  width: number;
  height: number;
}

/** The next 1, 2 or 5 times a power of ten, so that the scale does not tremble. */
export function ceiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, LOWEST)));
  const steps = [1, 2, 5, 10].map((step) => step * power);
  return steps.find((step) => step >= value && step >= LOWEST) ?? value;
}

/** A hill that stands on the line of zero, and its upper edge, each as the `d` of a path. Upwards is positive. */
export function outline(
  points: readonly Point[],
  { end, span, top, width, height }: Shape,
  rate: (point: Point) => number,
): { area: string; line: string } {
  const x = (at: number) => (width - ((end - at) / span) * width).toFixed(1);
  const y = (value: number) => ((Math.min(value, top) / top) * height).toFixed(1);
  const edge = points.map((point) => `${x(point.at)} ${y(rate(point))}`).join(' L');
  const first = points[0];
  if (first === undefined) return { area: '', line: '' };
  return { area: `M${x(first.at)} 0 L${edge} L${width} 0 Z`, line: `M${edge}` };
}
