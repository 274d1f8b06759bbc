import { GRAPH_SECONDS, useTraffic } from '../../store';
import { ceiling, outline, QUIET } from './shape';

const SIZE = { width: 400, height: 60 };
const SPAN = GRAPH_SECONDS * 1000;

/** The last minute as the ground that the card stands on. A tunnel that carries next to nothing has none. */
export function Floor({ profile }: { profile: string }) {
  const samples = useTraffic(profile)?.samples ?? [];
  const end = samples.at(-1)?.at ?? 0;
  const points = samples
    .filter(({ at }) => end - at <= SPAN + 1000)
    .map(({ at, receiveRate, sendRate }) => ({ at, received: receiveRate, sent: sendRate }));
  const most = Math.max(0, ...points.map(({ received, sent }) => Math.max(received, sent)));
  if (most < QUIET || points.length < 2) return null;
  const shape = { ...SIZE, end, span: SPAN, top: ceiling(most) };
  return (
    <svg
      className="floor"
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      data-testid="floor"
    >
      <g transform={`translate(0 ${SIZE.height}) scale(1 -1)`}>
        <path className="floor-received" d={outline(points, shape, ({ received }) => received).area} />
        <path className="floor-sent" d={outline(points, shape, ({ sent }) => sent).area} />
      </g>
    </svg>
  );
}
