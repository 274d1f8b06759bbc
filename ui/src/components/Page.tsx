import { type ReactNode, useEffect, useRef } from 'react';
import { PageHead } from './PageHead';

interface Props {
  /** Its name in the ids that tests and labels use: `log-page`, `log-title`, `log-back`. */
  name: string;
  title: string;
  /** What the way back is called. */
  back: string;
  onBack: () => void;
  /** What is said beside the title. */
  note?: ReactNode;
  children: ReactNode;
}

/** A page in the place of the list, named by its title. It begins with the way back in focus. */
export function Page({ name, title, back, onBack, note, children }: Props) {
  const way = useRef<HTMLButtonElement>(null);
  useEffect(() => way.current?.focus(), []);
  return (
    <section className="page" data-testid={`${name}-page`} aria-labelledby={`${name}-title`}>
      <PageHead id={`${name}-title`} title={title} back={back} backId={`${name}-back`} backRef={way} onBack={onBack}>
        {note}
      </PageHead>
      {children}
    </section>
  );
}
