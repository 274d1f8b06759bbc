import { LoaderCircle } from 'lucide-react';
import { useMotion } from './useMotion';

/** Something is under way. */
export function Wheel() {
  const eighth = useMotion(8, 150);
  return <LoaderCircle size="1rem" aria-hidden style={{ transform: `rotate(${eighth / 8}turn)` }} />;
}
