import { Tick } from '../../components/Tick';
import { useCell, useModel } from '../../store';
import { useSay } from '../../text';

/** The tick without which nothing is kept. Says where it is kept. */
export function Remember({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  const say = useSay();
  const keychain = useCell(useModel().view)?.keychain.available ?? true;
  return (
    <Tick value={value} onChange={onChange} testId="prompt-remember">
      {say(keychain ? 'prompt-remember' : 'prompt-remember-memory')}
    </Tick>
  );
}
