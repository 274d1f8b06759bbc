/** The mark: a tunnel mouth in four states, told apart by shape. */

import { useId } from 'react';
import type { Shape } from '../types';
import { useMotion } from './useMotion';
import './arch.css';

const MOUTH = 'M10 57 V29 a22 22 0 0 1 44 0 V57 Z';
const OUTLINE = 'M11 56 V29 a21 21 0 0 1 42 0 V56 Z';
/** The opening that lets the light out is a little wider than the light, so that the two differ without colour. */
const OPENING = 'M20 57 V37 a12 12 0 0 1 24 0 V57 Z';
const LIGHT = 'M23.5 57 V37.5 a8.5 8.5 0 0 1 17 0 V57 Z';

/** A dash with its gap, as the style sheet has them. */
const PERIOD = 15;

/** The outline in dashes that run along it. */
function Dashes() {
  const picture = useMotion(5);
  const offset = -(picture * PERIOD) / 5;
  return <path className="arch-line arch-dashes" d={OUTLINE} pathLength={120} strokeDashoffset={offset} />;
}

export function Arch({ shape }: { shape: Shape }) {
  const id = useId();
  return (
    <svg className="arch" data-shape={shape} viewBox="8 4 48 56" aria-hidden="true">
      {shape === 'off' && <path className="arch-line" d={OUTLINE} />}
      {shape === 'working' && (
        <>
          <Dashes />
          <g className="arch-dots">
            <circle cx="21" cy="42" r="4" />
            <circle cx="32" cy="42" r="4" />
            <circle cx="43" cy="42" r="4" />
          </g>
        </>
      )}
      {shape === 'on' && (
        <>
          <path className="arch-body" d={`${MOUTH} ${OPENING}`} fillRule="evenodd" />
          <path className="arch-light" d={LIGHT} />
        </>
      )}
      {shape === 'trouble' && (
        <>
          <mask id={id}>
            <rect width="64" height="64" fill="white" />
            <path className="arch-cut" d="M41 0 L37 14 L46 21 L42 32 L62 41" strokeWidth="4" />
            <path className="arch-cut" d="M26 25 V40" strokeWidth="6.5" />
            <circle cx="26" cy="49.5" r="4" fill="black" />
          </mask>
          <path className="arch-body" d={MOUTH} mask={`url(#${id})`} />
        </>
      )}
    </svg>
  );
}
