import { useEffect, useState } from 'react';
import { Button, Heading } from 'react-aria-components';
import { Arch } from '../../components/Arch';
import { Disclose } from '../../components/Disclose';
import { Sheet } from '../../components/Sheet';
import { useCell, useModel } from '../../store';
import { useSay } from '../../text';
import type { AboutView } from '../../types';
import './about.css';

/** Version, licence, and what Adit is made of. */
export function About({ open, onClose }: { open: boolean; onClose: () => void }) {
  const say = useSay();
  const model = useModel();
  const version = useCell(model.view)?.version ?? '';
  const [about, setAbout] = useState<AboutView | null>(null);

  useEffect(() => {
    if (open && about === null) void model.run(model.bridge.about().then(setAbout));
  }, [open, about, model]);

  return (
    <Sheet open={open} onClose={onClose} dismissable>
      <div className="about" data-testid="about">
        <Arch shape="on" size="large" />
        <Heading slot="title" level={2} className="about-name">
          {say('app-name')}
        </Heading>
        <p className="selectable">{say('about-version', { version: about?.version ?? version })}</p>
        <p className="dialog-text">{say('about-text')}</p>
        {about !== null && (
          <p className="about-small selectable">
            {say('about-licence', { licence: about.licence })}
            {' · '}
            {say('about-contract', { contract: String(about.contract) })}
          </p>
        )}
      </div>
      {about !== null && about.parts.length > 0 && (
        <Disclose title={say('about-licences')}>
          <ul className="parts selectable">
            {about.parts.map((part) => (
              <li key={`${part.name} ${part.version}`} className="part">
                <span>
                  {part.name} <span className="about-small">{part.version}</span>
                </span>
                <span className="about-small">{part.licence}</span>
              </li>
            ))}
          </ul>
        </Disclose>
      )}
      <div className="dialog-foot">
        <Button className="button" onPress={onClose} autoFocus>
          {say('about-close')}
        </Button>
      </div>
    </Sheet>
  );
}
