import { LoaderCircle } from 'lucide-react';
import { useMotion } from './useMotion';

/** Something is under way. */
export function Wheel() {
  const sixth = useMotion(6);
  return <LoaderCircle size="1rem" aria-hidden style={{ transform: `rotate(${sixth / 6}turn)` }} />;
}
