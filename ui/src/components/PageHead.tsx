import { ArrowLeft } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { Button, Heading } from 'react-aria-components';
import './page.css';

interface Props {
  /** The page's heading, by which the page is named. */
  id: string;
  title: string;
  /** What the way back is called. */
  back: string;
  backId: string;
  backRef: RefObject<HTMLButtonElement | null>;
  onBack: () => void;
  /** What is said beside the title. */
  children?: ReactNode;
}

/** The head of a page that takes the place of the list: the way back, and what the page is. */
export function PageHead({ id, title, back, backId, backRef, onBack, children }: Props) {
  return (
    <header className="page-head">
      <Button ref={backRef} className="button quiet icon" aria-label={back} onPress={onBack} data-testid={backId}>
        <ArrowLeft className="mirrored" size="1.125rem" aria-hidden />
      </Button>
      <Heading level={1} id={id} className="page-title">
        {title}
      </Heading>
      {children}
    </header>
  );
}
