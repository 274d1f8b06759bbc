/** Traffic of the last minute: received as a filled hill, sent as a line, told apart by form as well as by colour. */

import { GRAPH_SECONDS, type Sample } from '../../store';
import './graph.css';

const WIDTH = 600;
const HEIGHT = 100;
/** Below this the graph would make noise look like traffic. Bytes a second. */
const QUIET = 20_000;

interface Props {
  samples: readonly Sample[];
  now: number;
  label: string;
  /** Stands in for the picture until there is one. */
  quiet: string;
  /** Names the value at the top edge. */
  scaleLabel: (rate: number) => string;
}

/** The next 1, 2 or 5 times a power of ten, so that the scale does not tremble. */
export function ceiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, QUIET)));
  const steps = [1, 2, 5, 10].map((step) => step * power);
  return steps.find((step) => step >= value && step >= QUIET) ?? value;
}

function points(samples: readonly Sample[], now: number, top: number, rate: (sample: Sample) => number): string[] {
  return samples.map((sample) => {
    const x = WIDTH - ((now - sample.at) / 1000 / GRAPH_SECONDS) * WIDTH;
    const y = HEIGHT - (rate(sample) / top) * HEIGHT;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
}

export function Graph({ samples, now, label, quiet, scaleLabel }: Props) {
  const seen = samples.filter((sample) => now - sample.at <= (GRAPH_SECONDS + 1) * 1000);
  const top = ceiling(Math.max(0, ...seen.map((sample) => Math.max(sample.receiveRate, sample.sendRate))));
  // The newest sample stands at the right edge; between samples the picture stays where it is.
  const end = seen.at(-1)?.at ?? now;
  const received = points(seen, end, top, (sample) => sample.receiveRate);
  const sent = points(seen, end, top, (sample) => sample.sendRate);
  const first = received[0]?.split(' ')[0];
  return (
    <div className="graph" role="img" aria-label={label}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="graph-grid" d={`M0 ${HEIGHT / 2} H${WIDTH}`} />
        {received.length > 1 && (
          <>
            <path className="graph-hill" d={`M${first} ${HEIGHT} L${received.join(' L')} L${WIDTH} ${HEIGHT} Z`} />
            <path className="graph-received" d={`M${received.join(' L')}`} />
            <path className="graph-sent" d={`M${sent.join(' L')}`} />
          </>
        )}
      </svg>
      {received.length > 1 ? (
        <span className="graph-scale" aria-hidden="true">
          {scaleLabel(top)}
        </span>
      ) : (
        <span className="graph-quiet" aria-hidden="true">
          {quiet}
        </span>
      )}
    </div>
  );
}
