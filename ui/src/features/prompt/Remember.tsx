import { Check } from 'lucide-react';
import { CheckboxButton, CheckboxField } from 'react-aria-components';
import { useCell, useModel } from '../../store';
import { useSay } from '../../text';

/** The tick without which nothing is kept. Says where it is kept. */
export function Remember({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  const say = useSay();
  const keychain = useCell(useModel().view)?.keychain.available ?? true;
  return (
    <CheckboxField isSelected={value} onChange={onChange}>
      <CheckboxButton className="tick" data-testid="prompt-remember">
        <span className="tick-box" aria-hidden="true">
          {value && <Check size="0.875rem" strokeWidth={3} />}
        </span>
        {say(keychain ? 'prompt-remember' : 'prompt-remember-memory')}
      </CheckboxButton>
    </CheckboxField>
  );
}
