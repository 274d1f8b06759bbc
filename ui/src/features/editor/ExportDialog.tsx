import { Button, Heading } from 'react-aria-components';
import { Sheet } from '../../components/Sheet';
import { useModel } from '../../store';
import { useSay } from '../../text';
import type { ProfileView } from '../../types';

/** Says what the file will hold before it is written. */
export function ExportDialog({ profile, onClose }: { profile: ProfileView | null; onClose: () => void }) {
  const say = useSay();
  const model = useModel();
  const write = () => {
    onClose();
    if (profile !== null) void model.run(model.bridge.exportProfile(profile.id));
  };
  return (
    <Sheet open={profile !== null} onClose={onClose}>
      <Heading slot="title" level={2} className="dialog-title">
        {say('export-title', { name: profile?.name ?? '' })}
      </Heading>
      <p className="dialog-text">{say('export-text')}</p>
      <div className="dialog-foot">
        <Button className="button" data-testid="export-cancel" onPress={onClose}>
          {say('import-cancel')}
        </Button>
        <Button className="button primary" data-testid="export-confirm" onPress={write} autoFocus>
          {say('export-export')}
        </Button>
      </div>
    </Sheet>
  );
}
