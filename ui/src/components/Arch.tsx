/** The mark: a tunnel mouth in four states, told apart by shape. */

import { useId } from 'react';
import type { Shape } from '../types';
import './arch.css';

const MOUTH = 'M10 57 V29 a22 22 0 0 1 44 0 V57 Z';
const OUTLINE = 'M11 56 V29 a21 21 0 0 1 42 0 V56 Z';
const LIGHT = 'M22 57 V38 a10 10 0 0 1 20 0 V57 Z';

export function Arch({ shape, size }: { shape: Shape; size: 'large' | 'small' }) {
  const id = useId();
  return (
    <svg className={`arch ${size}`} data-shape={shape} viewBox="0 0 64 64" aria-hidden="true">
      {shape === 'off' && <path className="arch-line" d={OUTLINE} />}
      {shape === 'working' && (
        <>
          <path className="arch-line arch-dashes" d={OUTLINE} pathLength={120} />
          <g className="arch-dots">
            <circle cx="21" cy="42" r="4" />
            <circle cx="32" cy="42" r="4" />
            <circle cx="43" cy="42" r="4" />
          </g>
        </>
      )}
      {shape === 'on' && (
        <>
          <path className="arch-body" d={MOUTH} />
          <path className="arch-light" d={LIGHT} />
        </>
      )}
      {shape === 'trouble' && (
        <>
          <mask id={id}>
            <rect width="64" height="64" fill="white" />
            <path className="arch-cut" d="M47 2 L42 14 L50 20 L44 31 L64 34" strokeWidth="4" />
            <path className="arch-cut" d="M30 25 V40" strokeWidth="7" />
            <circle cx="30" cy="49.5" r="3.8" fill="black" />
          </mask>
          <path className="arch-body" d={MOUTH} mask={`url(#${id})`} />
        </>
      )}
    </svg>
  );
}
