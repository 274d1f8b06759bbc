import { useMotion } from '../../components/useMotion';

/** Arches around the mark, each fainter than the one inside it: the mark is the end of a tunnel that one looks into. */
const RINGS = [1.45, 2, 2.7, 3.6, 4.8];

/** How bright the light is in each picture of its motion. */
const BREATH = ['0.55', '0.7', '0.85', '0.7'];

function Breath() {
  const picture = useMotion(BREATH.length);
  return <span className="hero-light" style={{ opacity: BREATH[picture] }} />;
}

/** The ground of the hero: what the light of the mark falls on. It says nothing that the words do not. */
export function Rings({ working }: { working: boolean }) {
  return (
    <span className="hero-ground" aria-hidden="true">
      {working ? <Breath /> : <span className="hero-light" />}
      <svg className="hero-rings" viewBox="-24 -56 48 56">
        {RINGS.map((scale, at) => (
          <path
            key={scale}
            d="M-22 0 V-28 a22 22 0 0 1 44 0 V0"
            transform={`scale(${scale})`}
            opacity={1 - at * 0.17}
          />
        ))}
      </svg>
    </span>
  );
}
