/** Traffic over time: received above the line, sent below it, told apart by place as well as by colour. */

import { ceiling, outline, type Point } from './shape';
import './chart.css';

const WIDTH = 600;
/** Of each half. */
const HEIGHT = 100;

interface Props {
  points: readonly Point[];
  /** How much time the picture shows, up to the newest point. Milliseconds. */
  span: number;
  label: string;
  /** Stands in for the picture until there is one. */
  quiet: string;
  /** Names the value at the upper and the lower edge. */
  scaleLabel: (rate: number) => string;
}

export function Chart({ points, span, label, quiet, scaleLabel }: Props) {
  const end = points.at(-1)?.at ?? 0;
  const seen = points.filter(({ at }) => end - at <= span * 1.02);
  const top = ceiling(Math.max(0, ...seen.map(({ received, sent }) => Math.max(received, sent))));
  const shape = { end, span, top, width: WIDTH, height: HEIGHT };
  const received = outline(seen, shape, (point) => point.received);
  const sent = outline(seen, shape, (point) => point.sent);
  return (
    <div className="chart" role="img" aria-label={label}>
      <svg viewBox={`0 ${-HEIGHT} ${WIDTH} ${2 * HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="chart-grid" d={`M0 ${-HEIGHT / 2} H${WIDTH} M0 ${HEIGHT / 2} H${WIDTH}`} />
        {seen.length > 1 && (
          <>
            <path className="chart-received" d={received.area} transform="scale(1 -1)" />
            <path className="chart-line received" d={received.line} transform="scale(1 -1)" />
            <path className="chart-sent" d={sent.area} />
            <path className="chart-line sent" d={sent.line} />
          </>
        )}
        <path className="chart-middle" d={`M0 0 H${WIDTH}`} />
      </svg>
      {seen.length > 1 ? (
        <span className="chart-scale" aria-hidden="true">
          {scaleLabel(top)}
        </span>
      ) : (
        <span className="chart-quiet" aria-hidden="true">
          {quiet}
        </span>
      )}
    </div>
  );
}
