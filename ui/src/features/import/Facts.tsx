import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from '../../i18n';
import type { ImportDraft } from '../../types';

/** A profile can name sixty-four. */
const FIRST = 4;

/** What the profile would do, as far as it says. */
export function Facts({ draft }: { draft: ImportDraft }) {
  const t = useTranslation();
  const [all, setAll] = useState(false);
  const servers = all ? draft.servers : draft.servers.slice(0, FIRST);
  const rest = draft.servers.length - servers.length;
  const facts = [
    ['import-sign-in', draft.signIn],
    ['import-traffic', draft.traffic],
    ['import-dns', draft.dns],
  ] as const;
  return (
    <dl className="found-facts" data-testid="import-facts">
      {servers.length > 0 && (
        <div className="found-fact">
          <dt>{t('import-servers', { count: draft.servers.length })}</dt>
          <dd className="selectable">
            <ul>
              {servers.map((server, index) => (
                <li key={`${server} ${index}`} dir="ltr">
                  {server}
                </li>
              ))}
            </ul>
            {rest > 0 && (
              <Button className="button link" onPress={() => setAll(true)}>
                {t('import-more-servers', { count: rest })}
              </Button>
            )}
          </dd>
        </div>
      )}
      {facts
        .filter(([, words]) => words !== '')
        .map(([id, words]) => (
          <div className="found-fact" key={id}>
            <dt>{t(id)}</dt>
            <dd className="selectable">{words}</dd>
          </div>
        ))}
    </dl>
  );
}
