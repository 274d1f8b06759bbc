import { Button, Heading } from 'react-aria-components';
import { Sheet } from '../../components/Sheet';
import { useCell, useModel } from '../../store';
import { useSay } from '../../text';

/** Asked once, when quitting would end tunnels. */
export function QuitDialog() {
  const say = useSay();
  const model = useModel();
  const profiles = useCell(model.quitAsked);
  const stay = () => model.quitAsked.set(null);
  const quit = () => {
    stay();
    void model.run(model.bridge.quit(true));
  };
  return (
    <Sheet open={profiles !== null} onClose={stay} alert>
      <Heading slot="title" level={2} className="dialog-title">
        {say('quit-title')}
      </Heading>
      <p className="dialog-text">{say('quit-text', { count: profiles?.length ?? 0, name: profiles?.[0] ?? '' })}</p>
      <div className="dialog-foot">
        <Button className="button" data-testid="quit-stay" onPress={stay} autoFocus>
          {say('quit-stay')}
        </Button>
        <Button className="button primary" data-testid="quit-confirm" onPress={quit}>
          {say('quit-quit')}
        </Button>
      </div>
    </Sheet>
  );
}
