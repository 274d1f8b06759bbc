import { FileInput } from 'lucide-react';
import { Button } from 'react-aria-components';
import { Arch } from '../../components/Arch';
import { useSay } from '../../text';

/** No profile yet: the three ways to get one. */
export function Empty({ onImport }: { onImport: () => void }) {
  const say = useSay();
  return (
    <section className="empty" data-testid="empty-state" aria-labelledby="empty-title">
      <Arch shape="off" size="large" />
      <h2 id="empty-title" className="empty-title">
        {say('empty-title')}
      </h2>
      <p className="empty-text">{say('empty-text')}</p>
      <Button className="button primary" onPress={onImport} data-testid="import-choose">
        <FileInput size="1rem" aria-hidden />
        {say('empty-choose')}
      </Button>
    </section>
  );
}
